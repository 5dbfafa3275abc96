"""Writes down what every page of the demo shows, to prove that a tidy-up has changed none of it.

    .venv/bin/python scripts/prepare.py                     a demo world, here (remove var/ first for a new one)
    .venv/bin/python scripts/pages.py dump /tmp/before      the same again where the tidy-up is, to /tmp/after
    .venv/bin/python scripts/pages.py compare /tmp/before /tmp/after --words renamed.txt

`dump` walks the links as each demo account (of the README's table, or --accounts A B) and as a stranger, with GET only,
in this process, and undoes whatever a page wrote. It writes one file for each of them, with a section for each address:
status, title, text, [words -> address], fields and buttons; of Excel the cells, of other files the name. Of the
addresses of one path that differ after their `?`, so many are read as --queries says, and none is reached from another.
What differs between equal worlds (uuids, tokens, the day and time of making, names of static files) becomes a word in
angle brackets. Make and dump both worlds on one day: 'in 3 days' and what is overdue follow the real clock.

`compare` puts new words for old in BEFORE, then prints what still differs, equal differences once. Each line of the
file of --words is `old -> new`, or `re: old -> new` for a regular expression; `#` begins a remark. It exits with 1 when
anything is left.
"""

import argparse
import difflib
import json
import logging
import os
import re
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from lxml import html

ROOT = Path(__file__).resolve().parent.parent
STARTS = ["/", "/recommendations/", "/actions/", "/inspections/", "/insight/", "/outbox/", "/demo-inbox/"]
STARTS += ["/help/", "/api/docs/", "/api/schema/"]
STRANGER = "stranger"
HOST = "localhost"
SKIPPED_PATHS = re.compile(r"^/(static|media|sign-out|health)\b")
SKIPPED_TAGS = {"head", "script", "style", "template", "svg", "noscript"}
INLINE_TAGS = {"a", "abbr", "b", "code", "em", "i", "kbd", "small", "span", "strong", "sub", "sup", "td", "th", "time"}
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "td": "| ", "th": "| ", "li": "- "}
SECTION = "=== "  # and an address
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES_NAMED = 4  # of those that a difference is on

ALWAYS = [
    (re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b"), "<uuid>"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "<uuid>"),
    (re.compile(r"\b\d{8}T\d{6,}Z?-[0-9a-f]{8}\b"), "<mail>"),
    (re.compile(r"[\w-]{8,}:[\w-]{43}\b"), "<signed>"),
    (re.compile(r"(/static/[^\s\"']+?)\.[0-9a-f]{8,}(\.\w+)"), r"\1.<hash>\2"),
    (re.compile(r"<[^\s<>@]+@[^\s<>@]+>"), "<message-id>"),
    (re.compile(r"\b(Printed ).*?( by | from )"), r"\1<time>\2"),
]
_CLOCK = r"\d{1,2}(?:(?:[:.]\d\d){1,2}(?:\.\d+)?(?: ?[ap]m|Z|[+-]\d\d:?\d\d)?| ?[ap]m)"
TIME = rf"(?:(?: at |,? |T){_CLOCK}|T\d{{6}}Z?|-\d{{6}}(?:-\d+)?)"


def normal(text: str, days: Iterable[date] = ()) -> str:
    """Return the text without what differs between equal worlds; `days` are those of making and of reading this one."""
    for pattern, word in ALWAYS:
        text = pattern.sub(word, text)
    for day in days:
        text = re.sub(rf"(?<!\d)(?:{_ways_to_write(day)})(?!\d)({TIME}(?!\d))?", _day, text)
    return text


def _ways_to_write(day: date) -> str:
    of_month = f"0?{day.day}"
    written = [rf"{of_month} (?:{day:%B}|{day:%b}) {day.year}", rf"{day.year}-{day:%m}-{day:%d}", f"{day:%Y%m%d}"]
    return "|".join([*written, rf"{of_month}/0?{day.month}/{day.year}"])


def _day(match: re.Match[str]) -> str:
    return "<day> <time>" if match[1] else "<day>"


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


class PageReader:
    """The lines of a page in the order of its source."""

    def __init__(self, source: str) -> None:
        tree = html.document_fromstring(source)
        self.labels = {label.get("for"): words(label) for label in tree.iter("label")}
        self.lines = [f"title: {words(title)}" for title in tree.iter("title")]
        self.links = [link.get("href") for link in tree.iter("a") if link.get("href")]
        self._line = ""
        for body in tree.iter("body"):
            self._read(body)
        self._end()

    def _read(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED_TAGS or element.get("name") == "csrfmiddlewaretoken":
            return
        if tag not in INLINE_TAGS:
            self._end()
        self._line += MARKS.get(tag, "") + (f"({element.get('aria-label')}) " if element.get("aria-label") else "")
        if described := self._described(element):
            self._line += described
        else:
            self._line += element.text or ""
            for child in element:
                self._read(child)
                self._line += child.tail or ""
        if tag not in INLINE_TAGS:
            self._end()
        elif tag in ("td", "th"):
            self._line += " "

    def _described(self, element: html.HtmlElement) -> str:
        """Return the element in one piece, where it is not read for what is in it."""
        if element.tag == "a" and element.get("href"):
            return f"[{words(element)} -> {element.get('href')}]"
        if element.tag == "img":
            return f"IMAGE {element.get('alt', '')!r} {element.get('src', '')}"
        if element.tag == "button" or element.get("type") in ("submit", "button"):
            value = " ".join(f"{name}={element.get(name)}" for name in ("name", "value") if element.get(name))
            return f"BUTTON [{words(element)}] {value}"
        if element.tag in ("input", "select", "textarea"):
            return self._field(element)
        if element.tag == "form":
            self._line += f"FORM {element.get('method', 'get')} {element.get('action', '')}"
            self._end()
        return ""

    def _field(self, element: html.HtmlElement) -> str:
        label = self.labels.get(element.get("id")) or element.get("aria-label", "")
        kind = element.get("type", "text") if element.tag == "input" else element.tag
        states = " ".join(name for name in ("checked", "disabled", "required", "readonly") if name in element.attrib)
        return f"FIELD [{label}] {element.get('name', '')} {kind} value={_value(element)!r} {states}"

    def _end(self) -> None:
        line = " ".join(self._line.split())
        if line:
            self.lines.append(line)
        self._line = ""


def _value(element: html.HtmlElement) -> str:
    if element.tag == "textarea":
        return str(element.text or "").strip()
    if element.tag == "select":
        options = element.iter("option")
        return " / ".join(f"{words(o)}={o.get('value')}{'*' * ('selected' in o.attrib)}" for o in options)
    return str(element.get("value", ""))


def sections_text(sections: Iterable[tuple[str, list[str]]]) -> str:
    """Return the sections sorted; those whose addresses have become the same are numbered, by what they say."""
    seen: Counter[str] = Counter()
    parts = []
    for address, lines in sorted(sections):
        seen[address] += 1
        number = f" ({seen[address]})" if seen[address] > 1 else ""
        parts.append("\n".join([f"{SECTION}{address}{number}", *lines, ""]))
    return "\n".join(parts)


def sections_of(text: str) -> dict[str, list[str]]:
    """Return each address with its lines, as sections_text wrote them."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(f"{SECTION}/"):
            lines = sections.setdefault(line.removeprefix(SECTION), [])
        elif line:
            lines.append(line)
    return sections


def read_words(text: str) -> list[tuple[re.Pattern[str], str]]:
    """Return each `old -> new` as a pattern and what replaces it."""
    pairs = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        old, arrow, new = line.partition(" -> ")
        if not arrow:
            sys.exit(f"Line {number} of the words is not 'old -> new': {line}")
        pattern = old.removeprefix("re:").strip()
        if old.startswith("re:"):
            pairs.append((re.compile(pattern, re.MULTILINE), new.strip()))
        else:
            pairs.append((re.compile(re.escape(pattern)), new.strip().replace("\\", r"\\")))
    return pairs


def renamed(text: str, pairs: list[tuple[re.Pattern[str], str]]) -> str:
    for pattern, new in pairs:
        text = pattern.sub(new, text)
    return text


def hunks(before: list[str], after: list[str]) -> Iterator[str]:
    """Yield each run of lines that differ, '-' for what was and '+' for what is."""
    for kind, was_from, was_to, now_from, now_to in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if kind != "equal":
            lost, new = before[was_from:was_to], after[now_from:now_to]
            yield "\n".join([*(f"- {line}" for line in lost), *(f"+ {line}" for line in new)])


def differences(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """Return what differs between texts by account, with the 'account address' of each page that it is on."""
    pages: defaultdict[str, list[str]] = defaultdict(list)
    for account in sorted(before.keys() | after.keys()):
        was, now = sections_of(before.get(account, "")), sections_of(after.get(account, ""))
        for address in sorted(was.keys() ^ now.keys()):
            pages[f"Only {'before' if address in was else 'after'}: {address}"].append(account)
        for address in sorted(was.keys() & now.keys()):
            for hunk in hunks(was[address], now[address]):
                pages[hunk].append(f"{account} {address}")
    return pages


def compare(before: Path, after: Path, words_file: Path | None) -> int:
    pairs = read_words(words_file.read_text()) if words_file else []
    was = {path.stem: renamed(path.read_text(), pairs) for path in before.glob("*.txt")}
    now = {path.stem: path.read_text() for path in after.glob("*.txt")}
    if not was or not now:
        sys.exit("One of the folders holds no dump")
    different = differences(was, now)
    for what, pages in sorted(different.items(), key=lambda row: (not row[0].startswith("Only"), -len(row[1]))):
        more = f" and {len(pages) - PAGES_NAMED} more" if len(pages) > PAGES_NAMED else ""
        print(f"{what}\n    {len(pages)}: {'; '.join(pages[:PAGES_NAMED])}{more}\n")
    print(f"{len(different)} differences" if different else "No differences")
    return 1 if different else 0


@dataclass
class Walk:
    """One account's way along the links, breadth first."""

    client: Any
    days: list[date]
    hosts: set[str]
    most: int
    queries: int
    waiting: deque[str] = field(default_factory=deque)
    known: set[str] = field(default_factory=set)
    of_path: Counter[str] = field(default_factory=Counter)
    left_out: int = 0

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        count = 0
        while self.waiting and count < self.most:
            address = self.waiting.popleft()
            count += 1
            lines, links = read(self.client.get(address))
            for link in links:
                self.add(link, on=address)
            yield normal(address, self.days), [normal(line, self.days) for line in lines]
        if self.waiting:
            print(f"  stopped at --most {self.most}; {len(self.waiting)} addresses were left", file=sys.stderr)

    def add(self, link: str, on: str = "/") -> None:
        address = self._address(link, on)
        if not address or address in self.known:
            return
        path, asks, _ = address.partition("?")
        if asks and "?" in on and urlsplit(on).path == path:
            return  # each filter once, not each with each other
        self.known.add(address)
        self.of_path[path] += bool(asks)
        if asks and self.of_path[path] > self.queries:
            self.left_out += 1
        else:
            self.waiting.append(address)

    def _address(self, link: str, on: str) -> str:
        parts = urlsplit(urldefrag(urljoin(on, link.strip())).url)
        if (
            parts.scheme not in ("", "http", "https")
            or parts.netloc not in self.hosts
            or SKIPPED_PATHS.match(parts.path)
        ):
            return ""
        query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
        return f"{parts.path}?{query}" if query else parts.path


def read(response: Any) -> tuple[list[str], list[str]]:
    """Return the lines of an answer, and the links in it."""
    kind = response.headers.get("Content-Type", "")
    to = response.headers.get("Location", "")
    status = f"status: {response.status_code} {kind}{f' -> {to}' if to else ''}"
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if kind.startswith("text/html") and content.strip():
        page = PageReader(content.decode())
        return [status, *page.lines], [*page.links, *([to] if to else [])]
    lines, links = _file(response.headers.get("Content-Disposition", ""), kind, content)
    return [status, *lines], [*links, *([to] if to else [])]


def _file(name: str, kind: str, content: bytes) -> tuple[list[str], list[str]]:
    if kind.startswith(EXCEL):
        return [f"file: {name}", *_cells(content)], []
    if "json" in kind:
        body = json.loads(content)
        paths = body.get("paths", {}) if isinstance(body, dict) else {}
        return json.dumps(body, indent=1, ensure_ascii=False).splitlines(), [path for path in paths if "{" not in path]
    if name.startswith("attachment") or not kind.startswith(("text/", "application/vnd.oai")):
        return [f"file: {name}"], []
    return content.decode(errors="replace").splitlines(), []


def _cells(content: bytes) -> list[str]:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415
    except ImportError:
        return []
    sheets = load_workbook(BytesIO(content))
    rows = ((sheet.title, row) for sheet in sheets for row in sheet.iter_rows(values_only=True))
    return [
        f"{title}: " + " | ".join("" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row)
        for title, row in rows
    ]


def dump(folder: Path, accounts: list[str], most: int, queries: int) -> int:
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import is_valid_path  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    hosts = {"", HOST, urlsplit(getattr(settings, "SERVICE_URL", "")).netloc}
    for account in [*(accounts or accounts_of_the_readme()), STRANGER]:
        with transaction.atomic():
            client = Client(raise_request_exception=False, SERVER_NAME=HOST)
            if account != STRANGER:
                model = get_user_model()
                client.force_login(model._default_manager.get(**{model.USERNAME_FIELD: account}))
            walk = Walk(client, _days(), hosts, most, queries)
            for start in filter(is_valid_path, STARTS):
                walk.add(start)
            sections = list(walk.sections())
            transaction.set_rollback(True)
        (folder / f"{account}.txt").write_text(sections_text(sections))
        failed = sum(lines[0].startswith("status: 5") for _, lines in sections)
        print(f"{account}: {len(sections)} pages, {failed} failed; {walk.left_out} of paths read already", flush=True)
    return 0


def accounts_of_the_readme() -> list[str]:
    """Return the addresses that head the rows of a table of the README."""
    accounts = re.findall(r"^\| `([^`\s]+@[^`\s]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    return accounts or sys.exit("The README lists no accounts: give them with --accounts")


def _days() -> list[date]:
    """Return today, and the day on which the database was made."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    applied = MigrationRecorder(connection).migration_qs.order_by("applied").values_list("applied", flat=True)
    return sorted({timezone.localdate(), *(timezone.localdate(moment) for moment in applied[:1])})


def main() -> int:
    wanted = _arguments()
    if wanted.command == "compare":
        return compare(wanted.before, wanted.after, wanted.words)
    sys.path.insert(0, str(ROOT))
    os.environ.update(DJANGO_SETTINGS_MODULE="config.settings", DEBUG="1", DEMO="1")
    import django  # noqa: PLC0415

    django.setup()
    logging.disable()
    return dump(wanted.folder, wanted.accounts, wanted.most, wanted.queries)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    dumping = commands.add_parser("dump")
    dumping.add_argument("folder", type=Path)
    dumping.add_argument("--accounts", nargs="+", default=[])
    dumping.add_argument("--most", type=int, default=3000, help="pages of an account")
    dumping.add_argument("--queries", type=int, default=4, help="addresses of a path that differ after their '?'")
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--words", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

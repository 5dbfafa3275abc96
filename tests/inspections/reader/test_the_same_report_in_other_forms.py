"""A real report converted in another way says the same: the facts come from what it is, not from its layout."""

import json
import re
import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from inspections.reader.report import read_report
from inspections.reader.source import Line, Source, read_source
from tests.factories.printed_reports import latin, printed
from tests.factories.real_reports import NAMES, draft_of, facts, source_of, text_of

_TABLE = re.compile(r"\t|^\s*\|")


def without_markdown(text: str) -> str:
    """Plain text, as a word processor saves it: footnote marks are digits glued to words."""
    text = re.sub(r"<sup>(\d+)</sup> (?=\S)", r"\1 ", text)
    text = re.sub(r"<sup>(\d+)</sup>", r"\1", text)
    text = re.sub(r"(?m)^#+ +", "", text)
    return re.sub(r"\*\*|</?b>", "", text)


def wrapped(text: str, width: int) -> str:
    """Long lines broken, with the spaces that converters leave at their ends; tables stay as they are."""
    lines: list[str] = []
    for line in text.split("\n"):
        whole = bool(_TABLE.search(line)) or len(line) <= width
        broken = [line] if whole else textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        lines += [f"{each} " for each in broken[:-1]] + broken[-1:]
    return "\n".join(lines)


def without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def with_pipes(text: str) -> str:
    """Tables by tab become tables by pipe."""
    return "\n".join(f"| {line.replace(chr(9), ' | ')} |" if "\t" in line else line for line in text.split("\n"))


def with_tabs(text: str) -> str:
    """Tables by pipe become tables by tab."""
    rows = []
    for line in text.split("\n"):
        if re.match(r"^\|[\s:|-]+\|$", line):
            continue
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        rows.append("\t".join(cells) if line.startswith("|") else line)
    return "\n".join(rows)


FORMS: dict[str, Callable[[str], str]] = {
    "plain text": without_markdown,
    "wrapped at 60": lambda text: wrapped(text, 60),
    "wrapped at 100": lambda text: wrapped(text, 100),
    "plain and wrapped at 72": lambda text: wrapped(without_markdown(text), 72),
    "without blank lines": without_blank_lines,
    "more blank lines": lambda text: text.replace("\n\n", "\n\n\n\n"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "tables by pipe": with_pipes,
    "tables by tab": with_tabs,
    "numbers with a bracket": lambda text: re.sub(
        r"(?m)^(\d{1,2})\. (?=[a-zA-Z])(?!Org|Court|Serv|Case|CRC)", r"\1) ", text
    ),
    "indented": lambda text: re.sub(r"(?m)^(?=\S)", "   ", text),
    "spaces that do not break": lambda text: text.replace(" should:", "\u00a0should:").replace(
        "per cent", "per\u00a0cent"
    ),
    "wrapped at 130": lambda text: wrapped(text, 130),
    "plain without blank lines": lambda text: without_blank_lines(without_markdown(text)),
    "letters printed as one": lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"),
    "per cent in words": lambda text: re.sub(r"(\d)%", r"\1 per cent", text),
    "a page number and a name every 45 lines": lambda text: "\n".join(
        line if at % 45 else f"{at // 45 + 1}\n\nHM Inspectorate of Probation\n\n{line}"
        for at, line in enumerate(text.split("\n"), start=1)
    ),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "bold headings": lambda text: re.sub(r"(?m)^#+ +(?!\*)(.*)$", r"**\1**", text),
    "title in capitals": lambda text: text.replace("Contents", "CONTENTS").replace(
        "Recommendations\n", "RECOMMENDATIONS\n"
    ),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_the_facts_are_the_same(name: str, form: str) -> None:
    changed = FORMS[form](text_of(name))

    draft = read_report(source_of(changed)).as_dict()

    assert _differences(facts(draft_of(name)), facts(draft)) == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_are_the_same_on_a_web_page(name: str) -> None:
    page = as_web_page(text_of(name))

    draft = read_report(page).as_dict()

    assert _differences(facts(draft_of(name)), facts(draft)) == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_are_the_same_on_pages_with_headers(name: str) -> None:
    paged = as_pages(text_of(name))

    draft = read_report(paged).as_dict()

    assert _differences(facts(draft_of(name)), facts(draft)) == {}


@pytest.mark.parametrize("name", ["hfkcw-pdu-2022", "kirklees-pdu-2024"])
def test_the_facts_are_the_same_in_a_pdf(name: str) -> None:
    pdf = printed(text_of(name))

    draft = read_report(read_source(pdf, "report.pdf")).as_dict()

    assert _differences(_latin(facts(draft_of(name))), _latin(facts(draft))) == {}


def _latin(found: dict[str, Any]) -> dict[str, Any]:
    return json.loads(latin(json.dumps(found, ensure_ascii=False)))


def test_places_on_pages_name_the_page() -> None:
    draft = read_report(as_pages(text_of("wigan-pdu-2023"))).as_dict()

    pages = {each["source"]["page"] for each in draft["recommendations"]}

    assert pages <= {4, 5}


def as_web_page(text: str) -> Source:
    """Headings with levels, rows of tables with cells, a blank line between blocks."""
    lines: list[Line] = []
    in_wrapped = "west yorkshire" in text.casefold() and "Kirklees PDU" not in text
    for raw in text.split("\n"):
        if re.match(r"^\|[\s:|-]+\|$|^---+$", raw):
            continue
        heading = re.match(r"^(#+) +(.*)$", raw)
        cells: tuple[str, ...] = ()
        if raw.startswith("|"):
            cells = tuple(cell.strip(" *") for cell in raw.strip("| ").split("|"))
        elif "\t" in raw:
            cells = tuple(re.sub(r"</?b>", "", cell).strip() for cell in raw.split("\t"))
        words = "\t".join(cells) if cells else re.sub(r"\*\*|</?b>", "", heading.group(2) if heading else raw)
        lines.append(Line(len(lines) + 1, None, words.rstrip(), cells, len(heading.group(1)) if heading else 0))
        if not in_wrapped and words.strip():
            lines.append(Line(len(lines) + 1, None, ""))
    return Source(tuple(lines), "html", None)


def as_pages(text: str) -> Source:
    """Forty lines to a page, each with a running header and a number at the foot."""
    lines: list[Line] = []
    page = 0
    for position, raw in enumerate(text.split("\n")):
        if position % 40 == 0:
            if page:
                lines.append(Line(len(lines) + 1, page, str(page)))
            page += 1
            lines.append(Line(len(lines) + 1, page, f"Inspection of probation services: a place {page}"))
        lines.append(Line(len(lines) + 1, page, raw.rstrip()))
    return Source(tuple(lines), "pdf", page)


def _differences(expected: dict[str, Any], found: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Fact -> what it was and what it became; lists name the entries that differ."""
    differing: dict[str, tuple[Any, Any]] = {}
    for name, value in expected.items():
        if found[name] == value:
            continue
        if isinstance(value, list) and len(value) == len(found[name]):
            for position, (one, other) in enumerate(zip(value, found[name], strict=True)):
                if one != other:
                    differing[f"{name}/{position}"] = (one, other)
        else:
            differing[name] = (value, found[name])
    return differing

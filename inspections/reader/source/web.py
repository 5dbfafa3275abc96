"""Reads reports published as web pages: headings with their level, list numbers, tables as rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from inspections.errors import ReportRefused
from inspections.reader.patterns import lazy
from inspections.reader.picture_words import facts_in
from inspections.reader.source.lines import LineWriter, Source, one_line
from inspections.reader.source.plain import NotText, decode

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_XML_DECLARATION = lazy(r"\s*<\?xml[^>]*\?>")

_DROPPED_TAGS = (
    "script style noscript template svg math nav footer form button select option textarea iframe object "
    "embed audio video canvas dialog head map"
)
_DROPPED = frozenset(_DROPPED_TAGS.split())
_DROPPED_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu"})
_DROPPED_NAMES = lazy(
    r"cookie|gdpr|consent[-_]|skip[-_]?(?:link|to)|breadcrumb|site-(?:header|footer)|share-links", re.I
)
_NOT_SHOWN = lazy(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
# Blocks that an empty line sets apart from what stands before and after them.
_SPACED = _BLOCKS - {"li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot", "summary"}
_HEADING = lazy(r"h([1-6])$")
_BACK_TO_TOP = lazy(r"\s*\(?\s*\bback to (?:the )?top\b\s*(?:of (?:the )?page)?\s*\)?\s*$", re.I)
_NOTE_MARK = lazy(r"\s*\[?\s*(?:\d{1,3}|[*†‡§])\s*\]?\s*(?:,\s*\d{1,3}\s*)*$")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", "[] ")
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_BREAK = "\n"
# No table of a report is wider; more would only be a trap.
_MOST_SPANNED = 20

_NO_TEXT = "The selected web page has no text of a report. Open the report's page, save it and choose that."


def read_web_page(data: bytes) -> Source:
    """Return the lines of a web page, without what surrounds its content; raises ReportRefused."""
    try:
        markup = _XML_DECLARATION.sub("", _decode(data), count=1)
        # No network, no entities of the page's own making, and nesting no deeper than the parser's limit.
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, NotText) as error:
        raise ReportRefused("no-text", _NO_TEXT) from error
    page = _Page(LineWriter())
    page.read(_content(root))
    if not any(line.text for line in page.writer.lines):
        raise ReportRefused("no-text", _NO_TEXT)
    return Source(tuple(page.writer.lines), "html", None)


def _decode(data: bytes) -> str:
    named = _CHARSET.search(data[:2048])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        encoding = named[1].decode("ascii").lower()
        # Browsers read these names as Windows-1252 too.
        if encoding in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252"}:
            return data.decode("windows-1252", "replace")
    return decode(data)


def _content(root: etree._Element) -> etree._Element:
    """Return the part that holds the report: the main part where it has most of the text."""
    whole = len("".join(root.itertext("p", "li", "td")))
    for path in ("//main", "//*[@role='main']", "//article", "//*[@id='content' or @id='main-content']"):
        parts = root.xpath(path)
        if isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], etree._Element):
            inside = len("".join(parts[0].itertext("p", "li", "td")))
            if inside >= 0.5 * whole and inside:
                return parts[0]
    return root


@dataclass(slots=True)
class _List:
    """An open list: its next number, and how it counts."""

    ordered: bool
    number: int
    step: int
    kind: str


@dataclass(slots=True)
class _Page:
    """Walks a page without recursion, for pages nest deeply, and writes a line wherever a block begins or ends."""

    writer: LineWriter
    lists: list[_List] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    prefix: str = ""
    rows: list[list[str]] = field(default_factory=list)

    def read(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walker:
            if event == "start":
                if (_is_dropped(element) and not _is_picture(element)) or self._is_written_whole(element):
                    skipped = element
                    walker.skip_subtree()
                    continue
                self._start(element)
                self._text(element.text)
            else:
                if element is not skipped:
                    self._end(element)
                skipped = None if element is skipped else skipped
                if element is not root:
                    self._text(element.tail)
        self._flush()

    def _is_written_whole(self, element: etree._Element) -> bool:
        """Write what is not walked into (tables, marks of footnotes, pictures of ratings); return whether it was."""
        tag = element.tag
        if tag == "table" and _is_data_table(element):
            self._flush()
            self.writer.blank()
            for cells in _table_rows(element):
                self.writer.add_row(cells)
            self.writer.blank()
            return True
        if tag in {"sup", "a"} and _is_note_mark(element):
            if not "".join(self.pieces).strip():
                self.pieces.append("".join(element.itertext()).translate(_SUPERSCRIPTS) + " ")
            return True
        if tag == "img" or element.get("role") == "img" or tag == "svg":
            facts = facts_in(_words_of_picture(element))
            named = any(":" in fact or len(facts) > 1 for fact in facts)
            around = _BREAK if named else " "
            self.pieces.append(f"{around}{_BREAK.join(facts)}{around}" if facts else "")
            return True
        return False

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self.pieces.append(_BREAK)
        if tag not in _BLOCKS:
            return
        self._flush()
        if tag in _SPACED and not (self.lists and tag != "table"):
            self.writer.blank()
        if tag in {"ol", "ul"}:
            self.lists.append(_opened(element))
        elif tag == "li":
            self.prefix = self._item_prefix(element)
        elif tag == "dd" and (beside := _term_beside(element)) is not None:
            self.prefix = f"{beside}: " if beside else f"{'  ' * len(self.lists)}• "

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag not in _BLOCKS:
            return
        if tag == "dt" and _is_written_beside(element):
            self.pieces.clear()
        self._flush(level=_level(element))
        if tag in {"ol", "ul"} and self.lists:
            self.lists.pop()
        if tag in {"li", "dd"}:
            self.prefix = ""
        if tag in _SPACED and not self.lists:
            self.writer.blank()

    def _item_prefix(self, element: etree._Element) -> str:
        indent = "  " * (len(self.lists) - 1)
        if not self.lists or not self.lists[-1].ordered:
            return f"{indent}• "
        current = self.lists[-1]
        value = element.get("value", "").strip()
        if re.fullmatch(r"-?\d{1,9}", value):
            current.number = int(value)
        label = _label(current.number, current.kind)
        current.number += current.step
        return f"{indent}{label}. "

    def _text(self, text: str | None) -> None:
        if text:
            self.pieces.append(" ".join(re.split(r"[ \t\r\n\f]+", text)))

    def _flush(self, level: int = 0) -> None:
        for part in "".join(self.pieces).split(_BREAK):
            text = _BACK_TO_TOP.sub("", one_line(part))
            if text:
                self.writer.add(self.prefix + text, level=level)
                self.prefix = ""
        self.pieces.clear()


def _is_picture(element: etree._Element) -> bool:
    """Return whether a drawing is not hidden: its own name may tell a rating."""
    return element.tag == "svg" and element.get("hidden") is None and element.get("aria-hidden") != "true"


def _words_of_picture(element: etree._Element) -> str:
    title = element.find("title")
    drawn = "".join(title.itertext()) if title is not None else ""
    return element.get("alt") or element.get("aria-label") or element.get("title") or drawn


def _is_dropped(element: etree._Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return True
    if tag in {"html", "body", "main", "article"}:
        return False
    if tag == "header" and not _holds_title(element):
        return True
    if element.get("role") in _DROPPED_ROLES and not _holds_title(element):
        return True
    if element.get("hidden") is not None or _NOT_SHOWN.search(element.get("style", "")):
        return True
    names = f"{element.get('id', '')} {element.get('class', '')}"
    return tag not in {"h1", "h2", "p", "li"} and bool(_DROPPED_NAMES.search(names))


def _holds_title(element: etree._Element) -> bool:
    return element.find(".//h1") is not None


def _is_written_beside(term: etree._Element) -> bool:
    """Return whether a term of a definition list has one short meaning: both are then written on one line."""
    meaning = term.getnext()
    after = meaning.getnext() if meaning is not None else None
    alone = meaning is not None and meaning.tag == "dd" and (after is None or after.tag != "dd")
    words = one_line("".join(term.itertext()))
    return bool(alone and words and not words.endswith(":") and term.find(".//*") is None)


def _term_beside(meaning: etree._Element) -> str | None:
    """Return the term that is written before a meaning; empty for one of several, None outside a definition list."""
    term = meaning.getprevious()
    if term is not None and term.tag == "dt" and _is_written_beside(term):
        return one_line("".join(term.itertext()))
    return "" if meaning.getparent() is not None and meaning.getparent().tag in {"dl", "div"} else None


def _level(element: etree._Element) -> int:
    match = _HEADING.match(str(element.tag))
    if match:
        return int(match[1])
    if element.get("role") == "heading" and element.get("aria-level", "") in set("123456"):
        return int(element.get("aria-level", "0"))
    return 0


def _opened(element: etree._Element) -> _List:
    items = len(element.findall("li"))
    backwards = element.get("reversed") is not None
    start = element.get("start", "").strip()
    number = int(start) if re.fullmatch(r"-?\d{1,9}", start) else (items if backwards else 1)
    return _List(element.tag == "ol", number, -1 if backwards else 1, element.get("type", "1"))


def _label(number: int, kind: str) -> str:
    if kind in {"a", "A"} and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in {"i", "I"} and 1 <= number <= 39:
        roman = ""
        for letters, worth in _ROMAN:
            while number >= worth:
                roman, number = roman + letters, number - worth
        return roman.upper() if kind == "I" else roman
    return str(number)


def _is_note_mark(element: etree._Element) -> bool:
    words = "".join(element.itertext())
    if not _NOTE_MARK.match(words):
        return False
    return element.tag == "sup" or element.get("href", "").startswith("#")


def _is_data_table(table: etree._Element) -> bool:
    """Return whether rows are read as rows: not where a table only arranges blocks on the page."""
    if table.get("role") in {"presentation", "none"} or table.find(".//table") is not None:
        return False
    return any(len(row.xpath("./td|./th")) > 1 for row in table.iter("tr"))


def _table_rows(table: etree._Element) -> Iterator[list[str]]:
    caption = table.find("caption")
    if caption is not None and (words := _cell_text(caption)):
        yield [words]
    held: dict[int, int] = {}  # column -> rows that a cell above still reaches down into
    for row in table.iter("tr"):
        cells: list[str] = []
        reaching: dict[int, int] = {}
        for cell in row.iterchildren("td", "th"):
            while held.get(len(cells), 0):
                cells.append("")
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            reaching |= {len(cells) + beside: height for beside in range(width)}
            cells += [_cell_text(cell), *[""] * (width - 1)]
        held = {column: rows - 1 for column, rows in (held | reaching).items() if rows > 1}
        if any(cells):
            yield cells


def _span(cell: etree._Element, name: str) -> int:
    span = cell.get(name, "1")
    return max(1, min(int(span), _MOST_SPANNED)) if span.isdecimal() else 1


def _cell_text(cell: etree._Element) -> str:
    """Return the words of a cell; its paragraphs, list items and broken lines joined by spaces."""
    page = _Page(LineWriter())
    page.read(cell)
    return " ".join(line.text for line in page.writer.lines if line.text)

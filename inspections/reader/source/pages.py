"""Joins the printed pages of a PDF: running lines go, broken tables go on, footnotes stand at the end."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from inspections.reader.patterns import lazy
from inspections.reader.source import broken_words
from inspections.reader.source.layout import PrintedRow
from inspections.reader.source.letters import unreadable_in
from inspections.reader.source.lines import LineWriter, SourceDoubt, Trouble
from inspections.reader.source.tables import PrintedTable

# Running headers and footers stand in this share of the page's height at its top and foot.
_MARGIN = 0.12
_NUMBER = lazy(r"\d+")
_OUTER_NUMBERS = lazy(r"^\d{1,3}(?=\s|$)|(?<=\s)\d{1,3}$")
_SPACES = lazy(r"\s+")
_NOTE_NUMBER = lazy(r"[⁰¹²³⁴⁵⁶⁷⁸⁹\d]{1,3}\s")
_SENTENCE_END = (".", "?", "!", ":")
# Words beside the text that stand on this many pages are a mark of the chapter.
_RUNNING_ASIDE = 3

Item = PrintedRow | PrintedTable
_Place = tuple[bool, int, str]


@dataclass(slots=True)
class Printed:
    """One page, or the part of it that is set one way: its lines and tables in reading order, and what is beside."""

    number: int
    height: float
    items: list[Item]
    asides: list[list[PrintedRow]] = field(default_factory=list)

    @property
    def rows(self) -> list[PrintedRow]:
        return [element for element in self.items if isinstance(element, PrintedRow)]

    @property
    def texts(self) -> Iterator[str]:
        """Yield every line and cell."""
        for element in self.items:
            if isinstance(element, PrintedTable):
                yield from (cell for row in element.rows for cell in row)
            else:
                yield element.text
        yield from (row.text for rows in self.asides for row in rows)

    @property
    def letters(self) -> int:
        return sum(len(text) - unreadable_in(text) for text in self.texts)

    @property
    def unreadable(self) -> int:
        return sum(unreadable_in(text) for text in self.texts)


def in_order(rows: Sequence[PrintedRow], tables: Sequence[PrintedTable]) -> list[Item]:
    """Return rows in their reading order, each table before the first row that stands below it."""
    items: list[Item] = []
    waiting = sorted(tables, key=lambda table: table.top)
    for row in rows:
        while waiting and waiting[0].top <= row.top:
            items.append(waiting.pop(0))
        items.append(row)
    return [*items, *waiting]


def write(printed: Sequence[Printed], writer: LineWriter) -> list[SourceDoubt]:
    """Write the pages as lines; return what is doubtful in them.

    What is cut: running lines. What moves: footnotes, to the end, and what stands beside the text, to its page's end.
    """
    _drop_running_lines(printed)
    body = _body_size(printed)
    notes = [(page.number, _take_notes(page, body)) for page in printed]
    _join_tables(printed)
    known = _mend_words(printed)
    spacing = _spacing(printed)
    last: PrintedRow | None = None
    for at, page in enumerate(printed):
        above: PrintedRow | None = None
        if at and printed[at - 1].number == page.number:
            writer.blank(page=page.number)
        for element in page.items:
            if isinstance(element, PrintedTable):
                _write_table(element, writer, known)
                above = last = None
                continue
            if _sets_apart(last, above, element, spacing):
                writer.blank(page=page.number)
            writer.add(element.text, page=page.number)
            above = last = element
        _write_asides(page, writer)
    _write_notes(notes, writer)
    return list(_doubts(printed, known))


def _write_asides(page: Printed, writer: LineWriter) -> None:
    for rows in page.asides:
        writer.blank(page=page.number)
        for row in rows:
            writer.add(row.text, page=page.number, aside=True)
    if page.asides:
        writer.blank(page=page.number)


def _write_notes(notes: Sequence[tuple[int, list[PrintedRow]]], writer: LineWriter) -> None:
    if any(rows for _, rows in notes):
        writer.blank()
        writer.add("---")
    for number, rows in notes:
        for row in rows:
            if row.note or _NOTE_NUMBER.match(row.text):
                writer.blank(page=number)
            writer.add(row.text, page=number)


def _mend_words(printed: Sequence[Printed]) -> broken_words.Known:
    """Put together the words that line ends break, also over a page; return the words of the report."""
    rows = [row for page in printed for row in page.rows]
    broken = any(broken_words.breaks(row.text) for row in rows)
    cells = broken or any("\n" in text for page in printed for text in page.texts)
    known = (
        broken_words.Known.from_texts(text for page in printed for text in page.texts)
        if cells
        else broken_words.Known()
    )
    for row, following in pairwise(rows) if broken else ():
        if broken_words.breaks(row.text) and abs(row.size - following.size) < 0.12 * row.size:
            row.text, following.text = broken_words.mended(row.text, following.text, known)
    for page in printed if broken else ():
        page.items = [element for element in page.items if isinstance(element, PrintedTable) or element.text]
    return known


def _doubts(printed: Sequence[Printed], known: broken_words.Known) -> Iterator[SourceDoubt]:
    for page in printed:
        yield from (SourceDoubt(Trouble.TIGHT, page.number, row.text) for row in page.rows if row.tight)
    yield from (SourceDoubt(Trouble.BROKEN, None, word) for word in sorted(known.guessed))


def _write_table(table: PrintedTable, writer: LineWriter, known: broken_words.Known) -> None:
    if not table.rows:
        return
    writer.blank(page=table.starts[0])
    used = [c for c in range(table.width) if any(row[c] for row in table.rows)]
    for row, page in zip(table.rows, table.starts, strict=True):
        writer.add_row((broken_words.joined(row[c], known) for c in used), page=page)
    writer.blank(page=table.starts[-1])


def _sets_apart(last: PrintedRow | None, above: PrintedRow | None, row: PrintedRow, spacing: float) -> bool:
    """Return whether an empty line belongs before a row: more space than between lines, or another size of type."""
    if last is None:
        return True
    if abs(last.size - row.size) > 0.12 * max(last.size, row.size):
        return True
    return above is not None and not -1 <= row.top - above.bottom <= spacing + 0.35 * row.size


def _drop_running_lines(printed: Sequence[Printed]) -> None:
    seen: Counter[_Place] = Counter()
    for page in printed:
        seen.update({place for row in page.rows for place in _places(row, page)})
    few = len(printed) <= 4
    least = 2 if few else max(3, ceil(0.3 * len(printed)))
    # On two or three pages only a number shows that a line runs on: a sentence may well stand twice.
    running = {place for place, count in seen.items() if count >= least and ("#" in place[2] or not few)}
    for page in printed:
        page.items = [
            element
            for element in page.items
            if isinstance(element, PrintedTable) or not running.intersection(_places(element, page))
        ]
    tabs = Counter(text for page in printed for text in {_one_text(rows) for rows in page.asides})
    for page in printed:
        page.asides = [rows for rows in page.asides if tabs[_one_text(rows)] < _RUNNING_ASIDE]


def _one_text(rows: Sequence[PrintedRow]) -> str:
    return _NUMBER.sub("#", " ".join(row.text for row in rows))


def _places(row: PrintedRow, page: Printed) -> list[_Place]:
    """Return where and what a line in a margin is, without numbers.

    Each place stands twice, as its distance may round either way. A line that opens or ends with the page's number is
    also known by that: it may name the chapter besides.
    """
    at_top = row.bottom < _MARGIN * page.height
    if not at_top and row.top < (1 - _MARGIN) * page.height:
        return []
    texts = [_SPACES.sub(" ", _NUMBER.sub("#", row.text))]
    texts += [f"# {int(number) - page.number}" for number in _OUTER_NUMBERS.findall(row.text)]
    distance = row.top if at_top else page.height - row.bottom
    rounded = (int(distance // 4), int((distance + 2) // 4) + 1000)
    return [(at_top, place, text) for place in rounded for text in texts]


def _body_size(printed: Sequence[Printed]) -> float:
    sizes: Counter[float] = Counter()
    for page in printed:
        for row in page.rows:
            sizes[round(row.size * 2) / 2] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _take_notes(page: Printed, body: float) -> list[PrintedRow]:
    """Take the footnotes from the foot of a page: small lines, the first of which opens with a number.

    They would otherwise stand in the middle of a list or sentence that runs over the page.
    """
    first = len(page.items)
    while first and isinstance(row := page.items[first - 1], PrintedRow) and row.size < 0.93 * body:
        first -= 1
    small = [element for element in page.items[first:] if isinstance(element, PrintedRow)]
    begin = next((n for n, row in enumerate(small) if row.note or _NOTE_NUMBER.match(row.text)), len(small))
    notes = [row for row in small[begin:] if row.top > 0.35 * page.height]
    if len(notes) != len(small[begin:]):
        return []
    page.items = page.items[: first + begin]
    return notes


def _spacing(printed: Sequence[Printed]) -> float:
    """Return the usual white space between two lines of a paragraph, in points."""
    gaps = Counter(
        round((low.top - high.bottom) * 2) / 2
        for page in printed
        for high, low in pairwise(page.rows)
        if 0 <= low.top - high.bottom < 0.6 * low.size and abs(high.size - low.size) < 0.6
    )
    return gaps.most_common(1)[0][0] if gaps else 0.0


def _join_tables(printed: Sequence[Printed]) -> None:
    """Move the rows of a table that goes on over a page break to where it begins."""
    open_table: PrintedTable | None = None
    for page in printed:
        if not page.items:
            continue
        first = page.items[0]
        if open_table and isinstance(first, PrintedTable) and _goes_on(open_table, first):
            alone = len(page.items) == 1
            _append(open_table, first)
            page.items = page.items[1:]
            if alone:
                continue
        last = page.items[-1] if page.items else None
        open_table = last if isinstance(last, PrintedTable) else None


def _goes_on(table: PrintedTable, other: PrintedTable) -> bool:
    same_place = abs(table.left - other.left) < 8 and abs(table.right - other.right) < 8
    return same_place and table.width == other.width


def _append(table: PrintedTable, other: PrintedTable) -> None:
    rows, starts = other.rows, other.starts
    if len(rows) > 1 and rows[0] == table.rows[0]:
        rows, starts = rows[1:], starts[1:]  # the headings, repeated
    if rows and _is_rest_of_row(table.rows, rows):
        joined = [f"{above}\n{below}".strip() for above, below in zip(table.rows[-1], rows[0], strict=True)]
        table.rows[-1] = joined
        rows, starts = rows[1:], starts[1:]
    table.rows += rows
    table.starts += starts


def _is_rest_of_row(table: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether a page break runs through a row: a cell that all other rows fill is empty above or below it."""
    above, below = table[-1], rows[0]
    others = [*table[:-1], *rows[1:]]
    for c, (high, low) in enumerate(zip(above, below, strict=True)):
        if bool(high) != bool(low) and all(row[c] for row in others):
            return True
    return below[0][:1].islower() and not above[0].endswith(_SENTENCE_END)

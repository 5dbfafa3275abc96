"""Joins the printed pages of a PDF: running lines go, broken tables go on, footnotes stand at the end."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from inspections.reader.source.layout import PrintedRow
from inspections.reader.source.lines import LineWriter
from inspections.reader.source.tables import PrintedTable

# Running headers and footers stand in this share of the page's height at its top and foot.
_MARGIN = 0.12
_NUMBER = re.compile(r"\d+")
_OUTER_NUMBERS = re.compile(r"^\d{1,3}(?=\s|$)|(?<=\s)\d{1,3}$")
_SPACES = re.compile(r"\s+")
_NOTE_NUMBER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹\d]{1,3}\s")
_SENTENCE_END = (".", "?", "!", ":")

Item = PrintedRow | PrintedTable
_Place = tuple[bool, int, str]


@dataclass(slots=True)
class Printed:
    """One page, its lines and tables in reading order."""

    number: int
    height: float
    items: list[Item]

    @property
    def rows(self) -> list[PrintedRow]:
        return [element for element in self.items if isinstance(element, PrintedRow)]

    @property
    def letters(self) -> int:
        texts = [row.text for row in self.rows]
        texts += [
            cell for element in self.items if isinstance(element, PrintedTable) for row in element.rows for cell in row
        ]
        return sum(len(text) for text in texts)


def in_order(rows: Sequence[PrintedRow], tables: Sequence[PrintedTable]) -> list[Item]:
    """Return rows in their reading order, each table before the first row that stands below it."""
    items: list[Item] = []
    waiting = sorted(tables, key=lambda table: table.top)
    for row in rows:
        while waiting and waiting[0].top <= row.top:
            items.append(waiting.pop(0))
        items.append(row)
    return [*items, *waiting]


def write(printed: Sequence[Printed], writer: LineWriter) -> None:
    """Write the pages as lines. What is cut: running lines. What moves: footnotes, to the end."""
    _drop_running_lines(printed)
    body = _body_size(printed)
    notes = [(page.number, _take_notes(page, body)) for page in printed]
    _join_tables(printed)
    spacing = _spacing(printed)
    last: PrintedRow | None = None
    for page in printed:
        above: PrintedRow | None = None
        for element in page.items:
            if isinstance(element, PrintedTable):
                _write_table(element, writer)
                above = last = None
                continue
            if _sets_apart(last, above, element, spacing):
                writer.blank(page=page.number)
            writer.add(element.text, page=page.number)
            above = last = element
    if any(rows for _, rows in notes):
        writer.blank()
        writer.add("---")
    for number, rows in notes:
        for row in rows:
            if row.note or _NOTE_NUMBER.match(row.text):
                writer.blank(page=number)
            writer.add(row.text, page=number)


def _write_table(table: PrintedTable, writer: LineWriter) -> None:
    if not table.rows:
        return
    writer.blank(page=table.starts[0])
    used = [c for c in range(table.width) if any(row[c] for row in table.rows)]
    for row, page in zip(table.rows, table.starts, strict=True):
        writer.add_row((row[c] for c in used), page=page)
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
        first = page.items[0] if page.items else None
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
        joined = [f"{above} {below}".strip() for above, below in zip(table.rows[-1], rows[0], strict=True)]
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

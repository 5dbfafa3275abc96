"""Finds the tables of a PDF page by their rules, and their text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pdfplumber.page import Page
from pdfplumber.table import Table

from inspections.reader.source.layout import cell_text
from inspections.reader.source.turned import UPRIGHT, Char, letters, way_of

# A drawing has more lines than a table, and trying them all would take minutes.
_MOST_EDGES = 3000
# Lines further apart than this are no two sides of a row, in points.
_TALLEST_ROW = 300
_MOST_HEADING_ROWS = 3
# Type this much larger than the usual is a heading's.
_HEADING_SIZE = 1.12

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class PrintedTable:
    """Rows of cell texts. `left` and `right`, in points, tell its continuation on the next page."""

    rows: list[list[str]]
    top: float
    bottom: float
    left: float
    right: float
    starts: list[int] = field(default_factory=list)  # the page each row begins on

    @property
    def width(self) -> int:
        return len(self.rows[0])


def find(page: Page, chars: Sequence[Char]) -> tuple[list[PrintedTable], list[Char]]:
    """Return the tables of a page, and the characters that are in none.

    A table that is set sideways is none; an upright one may hold some words that are.
    """
    across = _ruled_across(page, [char for char in chars if way_of(char) == UPRIGHT])
    boxes = [[list(row.cells) for row in table.rows] for table in _ruled(page)] + across
    tables: list[PrintedTable] = []
    loose = list(chars)
    for rows in sorted(boxes, key=lambda rows: _edges(rows)[1]):
        table, rest = _fill(rows, loose)
        if table:
            tables.append(table)
            loose = rest
    for table in tables:
        table.starts = [page.page_number] * len(table.rows)
    return tables, loose


def _ruled(page: Page) -> list[Table]:
    edges = page.edges
    upright = [edge for edge in edges if edge["orientation"] == "v" and edge["height"] > 6]
    if len(upright) < 2 or len(edges) - len(upright) < 2 or len(edges) > _MOST_EDGES:
        return []
    # A row that a page break runs through may have no line at the break: its sides say where it ends.
    ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]
    return page.find_tables({"explicit_horizontal_lines": ends})


def _fill(rows: list[list[Box | None]], chars: Sequence[Char]) -> tuple[PrintedTable | None, list[Char]]:
    """Return the table with its text, and the characters left over; no table where there is one column or less."""
    left, top, right, bottom = _edges(rows)
    held: dict[tuple[int, int], list[Char]] = {}
    rest: list[Char] = []
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        place = _place(rows, x, y) if left <= x <= right and top <= y <= bottom else None
        if place:
            held.setdefault(place, []).append(char)
        else:
            rest.append(char)
    inside = [char for chars_inside in held.values() for char in chars_inside]
    if 2 * letters(char for char in inside if way_of(char) == UPRIGHT) < letters(inside):
        return None, list(chars)
    texts = [[cell_text(held[r, c]) if (r, c) in held else "" for c in range(len(row))] for r, row in enumerate(rows)]
    used = [c for c in range(len(texts[0])) if any(row[c] for row in texts)]
    if len(used) < 2:
        return None, list(chars)
    kept = [row for row in texts if any(row)]
    return PrintedTable(kept, top, bottom, left, right), rest


def _place(rows: list[list[Box | None]], x: float, y: float) -> tuple[int, int] | None:
    for r, row in enumerate(rows):
        for c, box in enumerate(row):
            if box and box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                return r, c
    return None


def _edges(rows: list[list[Box | None]]) -> Box:
    boxes = [box for row in rows for box in row if box]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _ruled_across(page: Page, chars: Sequence[Char]) -> list[list[list[Box | None]]]:
    """Return tables that have lines between their rows and none between their columns."""
    if any(edge["orientation"] == "v" and edge["height"] > 8 for edge in page.edges[:_MOST_EDGES]):
        return []
    ruled: list[list[list[Box | None]]] = []
    for rules, (left, right) in _stacks(page):
        top, bottom = rules[0], rules[-1]
        inside = [c for c in chars if top < c["top"] and c["bottom"] < bottom + 1 and left - 1 <= c["x0"] <= right]
        for part in _parts(rules, inside):
            columns = _columns([c for c in inside if part[0] < c["top"] < part[-1]], left, right)
            if len(columns) >= 2 and len(part) >= 3:
                heights = [_top_of_headings(part[0], columns, chars), *part]
                ruled.append([[(x0, y0, x1, y1) for x0, x1 in columns] for y0, y1 in pairwise(heights) if y1 > y0])
    return ruled


def _top_of_headings(rule: float, columns: Sequence[tuple[float, float]], chars: Sequence[Char]) -> float:
    """Return the top of the column headings above the first line: up to three rows of type that keep to the columns."""
    top, edges = rule, [x1 for _, x1 in columns[:-1]]
    above = [c for c in chars if c["bottom"] <= rule + 2 and columns[0][0] <= c["x0"] <= columns[-1][1]]
    for _ in range(_MOST_HEADING_ROWS):
        near = [c for c in above if c["bottom"] <= top + 2 and not c["text"].isspace()]
        last = max((c["bottom"] for c in near), default=0.0)
        row = [c for c in near if last - c["bottom"] < 2]
        size = row[0]["size"] if row else 0.0
        words = [(c["x0"], c["x1"]) for c in row]
        crossed = any(x0 < edge < x1 for x0, x1 in words for edge in edges) or _runs_over(words, edges, size)
        if not row or top - last > size or crossed:
            break
        top = min(c["top"] for c in row) - 1
    return top


def _runs_over(words: Sequence[tuple[float, float]], edges: Sequence[float], size: float) -> bool:
    """Return whether letters stand close on both sides of an edge between columns."""
    return any(
        any(edge - size < x1 <= edge for _, x1 in words) and any(edge <= x0 < edge + size for x0, _ in words)
        for edge in edges
    )


def _parts(rules: list[float], chars: Sequence[Char]) -> list[list[float]]:
    """Return the stack of lines, parted where running text stands between two of them: there one table ends."""
    parts = [[rules[0]]]
    for upper, lower in pairwise(rules):
        between = [c for c in chars if upper < c["top"] < lower]
        if between and (len(_columns(between, *_extent(chars))) < 2 or _holds_heading(between, chars)):
            parts.append([])
        parts[-1].append(lower)
    return parts


def _holds_heading(between: Sequence[Char], chars: Sequence[Char]) -> bool:
    usual = median(c["size"] for c in chars)
    return any(c["size"] > _HEADING_SIZE * usual and not c["text"].isspace() for c in between)


def _extent(chars: Sequence[Char]) -> tuple[float, float]:
    return min(c["x0"] for c in chars), max(c["x1"] for c in chars)


def _stacks(page: Page) -> Iterable[tuple[list[float], tuple[float, float]]]:
    """Yield three or more lines of the same width, one below the other, no further apart than rows are."""
    by_extent: dict[tuple[int, int], list[float]] = {}
    for left, right, height in _rules(page):
        if right - left > 0.4 * page.width:
            by_extent.setdefault((round(left / 4), round(right / 4)), []).append(height)
    for (near, far), heights in by_extent.items():
        left, right = near * 4.0, far * 4.0
        stack: list[float] = []
        for height in sorted(heights):
            if stack and height - stack[-1] < 4:
                continue  # two sides of one thick line
            if stack and height - stack[-1] > _TALLEST_ROW:
                if len(stack) >= 3:
                    yield stack, (left, right)
                stack = []
            stack.append(height)
        if len(stack) >= 3:
            yield stack, (left, right)


def _rules(page: Page) -> Iterable[tuple[float, float, float]]:
    """Yield the left, the right and the height of each line across the page, drawn in one piece or cell by cell."""
    edges = [edge for edge in page.edges[:_MOST_EDGES] if edge["orientation"] == "h"]
    pieces = sorted((round(edge["top"]), edge["x0"], edge["x1"]) for edge in edges)
    left = right = 0.0
    height: int | None = None
    for at, x0, x1 in pieces:
        if at == height and x0 <= right + 3:
            right = max(right, x1)
            continue
        if height is not None:
            yield left, right, float(height)
        left, right, height = x0, x1, at
    if height is not None:
        yield left, right, float(height)


def _columns(chars: Sequence[Char], left: float, right: float) -> list[tuple[float, float]]:
    """Return the columns that white strips of more than 5 points leave. One right after a list number is none."""
    spans = sorted((char["x0"], char["x1"]) for char in chars if not char["text"].isspace())
    strips: list[float] = []
    reach = spans[0][1] if spans else right
    for x0, x1 in spans:
        if x0 - reach > 5 and reach - left > 60:
            strips.append((x0 + reach) / 2)
        reach = max(reach, x1)
    return list(pairwise([left - 2, *strips, right + 2]))

"""Puts the characters of a PDF page back into lines, in the order in which a person reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from inspections.reader.patterns import lazy
from inspections.reader.source.letters import readable
from inspections.reader.source.spacing import SPACE, SPACE_BETWEEN_TEXTS, word_gap
from inspections.reader.source.turned import Char, by_way, upright

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = lazy(r"[\d,*†‡§\[\]\s]+$")
_STANDARD = lazy(r"(?:[PR]\s*)?\d\.\d\b")
# In ems: a gap that sets two texts apart (a name and its rating).
_APART = 1.5
# In ems: a gap within a line that may part two texts.
_HOLE = 0.5


@dataclass(slots=True)
class Run:
    """Characters of one size that follow each other on one base line; measures in points from the top left.

    `tight` says that words may run together. `holes` are wide gaps: where in the text, from and to where.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    tight: bool = False
    holes: list[tuple[int, float, float]] = field(default_factory=list)


@dataclass(slots=True)
class _Letters:
    """A run while it is collected; `gaps` are those before each letter but the first, None for a space character."""

    texts: list[str]
    gaps: list[float | None]
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    holes: list[tuple[int, float, float]] = field(default_factory=list)

    def run(self) -> Run:
        space, tight = word_gap(self.gaps)
        text = self.texts[0]
        holes: list[tuple[int, float, float]] = []
        waiting = iter([*self.holes, (0, 0.0, 0.0)])
        at, left, right = next(waiting)
        for position, (letter, gap) in enumerate(zip(self.texts[1:], self.gaps, strict=True), start=1):
            if at == position:
                holes.append((len(text), left, right))
                at, left, right = next(waiting)
            text += f" {letter}" if gap is None or gap > space else letter
        return Run(text, self.x0, self.x1, self.top, self.bottom, self.size, tight, holes)


@dataclass(slots=True)
class PrintedRow:
    """One printed line. `note` tells a line that opens with a small raised mark, as a footnote does."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    note: bool = False
    tight: bool = False


@dataclass(slots=True)
class _Band:
    """Runs that share a line; the largest of them says where the line is."""

    main: Run
    runs: list[Run] = field(default_factory=list)


def runs_of(chars: Iterable[Char]) -> list[Run]:
    """Join upright characters, in the order in which the page draws them."""
    runs: list[_Letters] = []
    current: _Letters | None = None
    space = False
    for char in chars:
        text = char["text"]
        if not text or text.isspace():
            space = True
            continue
        x0, x1, bottom, size = char["x0"], char["x1"], char["bottom"], char["size"]
        if current and _follows(current, x0, bottom, size):
            if text == current.texts[-1] and x0 < current.x1 - 0.7 * (x1 - x0):
                continue  # bold made by printing twice
            gap = (x0 - current.x1) / size if size else 0.0
            if gap > _HOLE:
                current.holes.append((len(current.texts), current.x1, x0))
            current.gaps.append(None if space else gap)
            current.texts.append(text)
            current.x1 = max(current.x1, x1)
        else:
            current = _Letters([text], [], x0, x1, char["top"], bottom, size)
            runs.append(current)
        space = False
    return [run.run() for run in runs]


def rows_of(runs: Iterable[Run]) -> list[PrintedRow]:
    """Return the printed lines, from top to bottom."""
    return [row for band in _bands(runs) if (row := _row(band)).text]


def reading_order(runs: Sequence[Run], width: float) -> list[PrintedRow]:
    """Return the printed lines of a page `width` points wide; where it is set in two columns, the left one first."""
    gutter = _gutter(runs, width)
    crossing = sorted((run for run in runs if run.x0 < gutter - 2 and run.x1 > gutter + 2), key=lambda r: r.top)
    crosses = {id(run) for run in crossing}
    edges = [float("-inf"), *(run.top for run in crossing), float("inf")]
    rows: list[PrintedRow] = []
    waiting: list[Run] = []
    for upper, lower in pairwise(edges):
        block = [run for run in runs if upper <= run.top < lower]
        across = [run for run in block if id(run) in crosses]
        sides = [run for run in block if id(run) not in crosses]
        left = [run for run in sides if run.x0 < gutter]
        right = [run for run in sides if run.x0 >= gutter]
        if _are_columns(rows_of(left), rows_of(right)):
            rows += rows_of([*waiting, *across]) + rows_of(left) + rows_of(right)
            waiting = []
        else:
            waiting += block
    return rows + rows_of(waiting)


def cell_text(chars: Iterable[Char]) -> str:
    """Return the lines of a table cell, each on its own; those set sideways after the others."""
    ways = by_way(chars)
    rows = [row for way, letters in ways.items() if way is not None for row in rows_of(runs_of(upright(letters, way)))]
    return "\n".join(row.text for row in rows)


def _follows(run: _Letters, x0: float, bottom: float, size: float) -> bool:
    same_line = abs(bottom - run.bottom) < 0.6 and abs(size - run.size) < 0.6
    return same_line and -0.9 * size <= x0 - run.x1 <= _APART * size and x0 >= run.x0


def _bands(runs: Iterable[Run]) -> list[_Band]:
    bands: list[_Band] = []
    for run in sorted(runs, key=lambda run: (run.top + run.bottom) / 2):
        for band in reversed(bands[-8:]):
            if _beside(band.main, run):
                band.runs.append(run)
                if run.size > band.main.size:
                    band.main = run
                break
        else:
            bands.append(_Band(run, [run]))
    return sorted(bands, key=lambda band: band.main.bottom)


def _beside(run: Run, other: Run) -> bool:
    shared = min(run.bottom, other.bottom) - max(run.top, other.top)
    return shared >= 0.5 * min(run.bottom - run.top, other.bottom - other.top)


def _row(band: _Band) -> PrintedRow:
    runs = sorted(band.runs, key=lambda run: run.x0)
    # The size that most of the line is set in: a raised mark or a drop capital does not make the line.
    main = max(runs, key=lambda run: len(run.text) * run.size)
    text, end, note = "", runs[0].x0, False
    last: Run | None = None
    for run in runs:
        piece = run.text
        if last and run.text == last.text and run.x0 - last.x0 < 0.3 * run.size:
            continue  # bold made by printing twice
        if _is_mark(run, main):
            if text.strip():
                end = max(end, run.x1)
                continue  # a footnote mark would stick to the word before it
            note, piece = True, run.text.translate(_SUPERSCRIPTS) + " "
        space = SPACE_BETWEEN_TEXTS if last and abs(run.size - last.size) < 0.04 * main.size else SPACE
        text += _gap(run.x0 - end, main.size, text, space) + piece
        last, end = run, max(end, run.x1)
    return PrintedRow(
        text=_without_soft_hyphens(readable(text)),
        x0=runs[0].x0,
        x1=max(run.x1 for run in runs),
        top=main.top,
        bottom=main.bottom,
        size=main.size,
        note=note,
        tight=any(run.tight for run in runs),
    )


def _is_mark(run: Run, main: Run) -> bool:
    raised = main.bottom - run.bottom > 0.08 * main.size
    return run.size < 0.8 * main.size and raised and bool(_MARK.match(run.text))


def _gap(points: float, size: float, before: str, space: float) -> str:
    if not before or before.endswith(" "):
        return ""
    if points > _APART * size:
        return "  "
    return " " if points > space * size else ""


def _without_soft_hyphens(text: str) -> str:
    """Return the text without the places where a word may be broken; the one where it is broken stays."""
    return text[:-1].replace("\xad", "") + text[-1:]


def _gutter(runs: Sequence[Run], width: float) -> float:
    """Return the middle of the strip, as high as the page and near its middle, that the fewest lines cross."""
    best, least = width / 2, float("inf")
    for step in range(31):
        # From the middle outwards, so that of equal strips the middle one wins.
        at = width * (0.5 + (step + 1) // 2 * (0.01 if step % 2 else -0.01))
        crossed = sum(1 for run in runs if run.x0 < at - 2 and run.x1 > at + 2)
        if crossed < least:
            best, least = at, crossed
    return best


def _are_columns(left: Sequence[PrintedRow], right: Sequence[PrintedRow]) -> bool:
    """Return whether two sides are read one after the other. Names with their ratings or figures are read across."""
    if min(len(left), len(right)) < 2:
        return False
    codes = [sum(1 for row in side if _STANDARD.match(row.text)) for side in (left, right)]
    if min(codes) >= 2:
        return True
    return min(len(left), len(right)) >= 4 and all(_is_prose(side) for side in (left, right))


def _is_prose(rows: Sequence[PrintedRow]) -> bool:
    widths = [row.x1 - row.x0 for row in rows]
    column = max(row.x1 for row in rows) - min(row.x0 for row in rows)
    return column > 120 and median(widths) > 0.7 * column and median(len(row.text) for row in rows) > 25

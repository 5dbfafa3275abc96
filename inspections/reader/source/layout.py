"""Puts the characters of a PDF page back into lines, in the order in which a person reads them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = re.compile(r"[\d,*†‡§\[\]\s]+$")
_STANDARD = re.compile(r"(?:[PR]\s*)?\d\.\d\b")
_BROKEN_AT_HYPHEN = re.compile(r"(?<=[a-z])- (?=[a-z])(?!(?:and|or|to)\b)")
_GLYPH_CODE = re.compile(r"\(cid:\d+\)")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xa0": " "})
# Symbol fonts print a bullet as one of these.
_SYMBOL_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf06c": "•", "\uf06e": "•", "\uf0d8": "•"})

# In ems: a gap that is a space, and a gap that sets two texts apart (a name and its rating).
_SPACE = 0.18
_APART = 1.5

Char = Mapping[str, Any]


@dataclass(slots=True)
class Run:
    """Characters of one size that follow each other on one base line; measures in points from the top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


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


@dataclass(slots=True)
class _Band:
    """Runs that share a line; the largest of them says where the line is."""

    main: Run
    runs: list[Run] = field(default_factory=list)


def runs_of(chars: Iterable[Char]) -> list[Run]:
    """Join characters, in the order in which the page draws them. Turned ones (watermarks) are left out."""
    runs: list[Run] = []
    current: Run | None = None
    space = False
    for char in chars:
        text = char["text"]
        if not text or text.isspace():
            space = True
            continue
        if not char["upright"]:
            continue
        x0, x1, bottom, size = char["x0"], char["x1"], char["bottom"], char["size"]
        if current and _follows(current, x0, bottom, size):
            if text == current.text[-1] and x0 < current.x1 - 0.7 * (x1 - x0):
                continue  # bold made by printing twice
            joint = " " if space or x0 - current.x1 > _SPACE * size else ""
            current.text += joint + text
            current.x1 = max(current.x1, x1)
        else:
            current = Run(text, x0, x1, char["top"], bottom, size)
            runs.append(current)
        space = False
    return runs


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
    """Return the text of a table cell, its lines joined."""
    text = " ".join(row.text for row in rows_of(runs_of(chars)))
    return _BROKEN_AT_HYPHEN.sub("-", text)


def _follows(run: Run, x0: float, bottom: float, size: float) -> bool:
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
        text += _gap(run.x0 - end, main.size, text) + piece
        last, end = run, max(end, run.x1)
    return PrintedRow(
        text=_clean(text),
        x0=runs[0].x0,
        x1=max(run.x1 for run in runs),
        top=main.top,
        bottom=main.bottom,
        size=main.size,
        note=note,
    )


def _is_mark(run: Run, main: Run) -> bool:
    raised = main.bottom - run.bottom > 0.08 * main.size
    return run.size < 0.8 * main.size and raised and bool(_MARK.match(run.text))


def _gap(points: float, size: float, before: str) -> str:
    if not before or before.endswith(" "):
        return ""
    if points > _APART * size:
        return "  "
    return " " if points > _SPACE * size else ""


def _clean(text: str) -> str:
    text = text.translate(_SYMBOL_BULLETS)
    text = _GLYPH_CODE.sub(lambda match: "" if text[: match.start()].strip() else "• ", text)
    text = _PRIVATE.sub("", text).translate(_LIGATURES)
    if text.endswith("\xad"):
        text = text[:-1] + "-"
    return text.replace("\xad", "").replace("\u200b", "").strip()


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

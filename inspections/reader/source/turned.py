"""Tells which way the letters of a page run, and turns those that stand sideways or upside down."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import atan, cos, sin
from statistics import median
from typing import Any

from pdfplumber.page import Page

Char = Mapping[str, Any]

# Ways in degrees against the clock; None for letters that run aslant, as watermarks do.
UPRIGHT, UP, OVER, DOWN = 0, 90, 180, 270
SIDEWAYS = (UP, DOWN, OVER)
# The sine of eight degrees: so much askew is a page upright still.
_ASKEW = 0.14
# A slope below this is none: a tenth of a degree.
_LEAST_SLOPE = 0.0017


def way_of(char: Char) -> int | None:
    """Return which way a letter runs."""
    along, across = char["matrix"][:2]
    if not across and along > 0:
        return UPRIGHT
    if abs(across) <= _ASKEW * abs(along):
        return UPRIGHT if along > 0 else OVER
    if abs(along) <= _ASKEW * abs(across):
        return UP if across > 0 else DOWN
    return None


def by_way(chars: Iterable[Char]) -> dict[int | None, list[Char]]:
    """Return the letters by the way they run, each in the order in which the page draws them."""
    ways: dict[int | None, list[Char]] = {UPRIGHT: []}
    for char in chars:
        ways.setdefault(way_of(char), []).append(char)
    if OVER in ways and not _runs_left(ways[OVER]):
        # Letters of a negative size on a page that is turned over: they are seen upright.
        ways[UPRIGHT] += ways.pop(OVER)
    return ways


def _runs_left(chars: Sequence[Char]) -> bool:
    same_line = [pair for pair in pairwise(chars) if abs(pair[0]["bottom"] - pair[1]["bottom"]) < 0.6]
    return sum(1 if next_one["x0"] < last["x0"] else -1 for last, next_one in same_line) >= 0


def straightened(chars: Sequence[Char]) -> Sequence[Char]:
    """Return the letters of a page that lies a little askew, as scanned ones do, as if it lay straight."""
    if not chars or not any(char["matrix"][1] and char["matrix"][0] for char in chars[:: len(chars) // 20 + 1]):
        return chars
    slopes = [char["matrix"][1] / char["matrix"][0] if char["matrix"][0] else 0.0 for char in chars]
    usual = median(slopes)
    if not _LEAST_SLOPE < abs(usual) <= _ASKEW:
        return chars
    angle = atan(usual)
    return [
        _straight(char, angle) if abs(slope - usual) < _LEAST_SLOPE else char
        for char, slope in zip(chars, slopes, strict=True)
    ]


def _straight(char: Char, angle: float) -> Char:
    """Return a letter turned back by an angle around the page's corner, its box without what the slope adds to it."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    wide, high = char["x1"] - char["x0"], char["bottom"] - char["top"]
    cosine, sine = cos(angle), sin(angle)
    slant, square = abs(sine), cosine**2 - sine**2
    width, height = (wide * cosine - high * slant) / square, (high * cosine - wide * slant) / square
    left, middle = x * cosine - y * sine - width / 2, x * sine + y * cosine
    top = middle - height / 2
    place = {"x0": left, "x1": left + width, "top": top, "bottom": top + height, "size": height}
    return {**char, **place, "matrix": (1, 0, 0, 1, 0, 0)}


def letters(chars: Iterable[Char]) -> int:
    """Return how many of these are no spaces."""
    return sum(1 for char in chars if not char["text"].isspace())


def upright(chars: Iterable[Char], way: int) -> list[Char]:
    """Return letters that run this way as they stand where the page is turned."""
    return [_turned(char, way) for char in chars] if way != UPRIGHT else list(chars)


def _turned(char: Char, way: int) -> Char:
    x0, x1, top, bottom = char["x0"], char["x1"], char["top"], char["bottom"]
    places = {UP: (-bottom, -top, x0, x1), DOWN: (top, bottom, -x1, -x0), OVER: (-x1, -x0, -bottom, -top)}
    left, right, upper, lower = places[way]
    place = {"x0": left, "x1": right, "top": upper, "bottom": lower, "size": lower - upper}
    return {**char, **place, "matrix": (1, 0, 0, 1, 0, 0)}


def page_turned(page: Page, way: int) -> Page:
    """Return the page as it is seen when it is turned until what runs this way is upright."""
    described = page.page_obj
    turned = object.__new__(type(described))
    turned.__dict__.update(described.__dict__)
    turned.rotate = (described.rotate + way) % 360
    turned.attrs = {**described.attrs, "Rotate": turned.rotate}
    return Page(page.pdf, turned, page_number=page.page_number)

"""Where everything of the picture of a chain stands: nodes on a year axis, joined by lines, one below the other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

FEWEST = 3  # fewer are said in a sentence (docs/pages.md#numbers-and-pictures)
MOST = 12  # rows of one picture; the table below it has them all

WIDTH = 680
LEFT, RIGHT = 24, 656  # of the axis
TOP = 52
ROW = 84
HALF = (LEFT + RIGHT) / 2
LETTERS = 46  # of one line of a label, so that it ends inside the picture
ASIDE = 18  # between nodes of one day, so that a line from the first does not run through the second
APART = (0, -6, 6)  # where lines reach one node, so that two dashed ones do not look like a whole one
YEARS_SHOWN = 8  # at most, so that their numbers do not touch


@dataclass(frozen=True, slots=True)
class Item:
    """One time that it was said: when, and the lines beside its node."""

    key: int
    on: date | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """From the earlier to the later; flagged by the inspectorate is a whole line, linked by us a dashed one."""

    earlier: int
    later: int
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Label:
    """One line of words."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Node:
    """A node with its words: to its right in the left half, to its left in the right half."""

    x: float
    y: float
    anchor: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Down from the earlier node, then across to the later one."""

    path: str
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything in the units of the drawing; `left_out` are older than what is drawn."""

    width: int
    height: int
    years: tuple[Label, ...]
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    left_out: int


def draw(items: Sequence[Item], joins: Iterable[Join]) -> Picture | None:
    """Return the picture of these, oldest first; None where they are too few for one."""
    if len(items) < FEWEST:
        return None
    shown = items[-MOST:]
    dated = [entry.on for entry in shown if entry.on]
    first, last = (min(dated).year, max(dated).year + 1) if dated else (0, 1)
    nodes: dict[int, Node] = {}
    for row, entry in enumerate(shown):
        nodes[entry.key] = _node(entry, row, first, last, same=sum(above.on == entry.on for above in shown[:row]))
    drawn = [join for join in joins if join.earlier in nodes and join.later in nodes]
    reaching: dict[int, int] = defaultdict(int)
    lines = []
    for join in drawn:
        aside = APART[reaching[join.later] % len(APART)]
        reaching[join.later] += 1
        lines.append(Line(_path(nodes[join.earlier], nodes[join.later], aside), join.is_flagged))
    return Picture(
        width=WIDTH,
        height=TOP + ROW * len(shown),
        years=tuple(_years(first, last)) if dated else (),
        nodes=tuple(nodes.values()),
        lines=tuple(lines),
        left_out=len(items) - len(shown),
    )


def cut(text: str) -> str:
    """Return the line of a label, cut where it would leave the picture; the table has the whole of it."""
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1].rstrip()}…"


def _node(item: Item, row: int, first: int, last: int, *, same: int) -> Node:
    """Place a recommendation in the picture; `same` nodes of its day above it make it stand aside of them.

    It stands aside to the side of its words.
    """
    place = _place(item.on, first, last) if item.on else float(LEFT)
    y = float(TOP + ROW * row + 16)
    anchor, away, side = ("start", 14, 1) if place <= HALF else ("end", -14, -1)
    x = place + side * ASIDE * same
    labels = tuple(Label(x + away, y + 5 + 20 * number, cut(text)) for number, text in enumerate(item.lines))
    return Node(x, y, anchor, labels)


def _place(on: date, first: int, last: int) -> float:
    """Return the day's place on the axis from 1 January of `first` to 1 January of `last`."""
    passed = (on - date(first, 1, 1)).days / (date(last, 1, 1) - date(first, 1, 1)).days
    return round(LEFT + (RIGHT - LEFT) * passed, 1)


def _years(first: int, last: int) -> Iterable[Label]:
    step = -(-(last - first + 1) // YEARS_SHOWN)
    for year in range(first, last + 1, step):
        yield Label(_place(date(year, 1, 1), first, last), 20, str(year))


def _path(earlier: Node, later: Node, aside: int) -> str:
    return f"M{earlier.x} {earlier.y}V{later.y + aside}H{later.x}"

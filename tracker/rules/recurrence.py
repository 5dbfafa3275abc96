"""Recommendations that were made again: what belongs together, how often it was said, and since when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.choices import DatePrecision
from inspections.rules import graph
from tracker.errors import InvalidInput
from tracker.rules import wording
from tracker.rules.deadlines import due_date
from tracker.rules.wording import date_stated

Edge = tuple[int, int]  # (the earlier recommendation, the later one that takes it up)

LONGEST = 3  # lengths of chains are counted as 1, 2 and '3 or more'


def chain_of(start: int, edges: Iterable[Edge]) -> frozenset[int]:
    """Return all that hangs together with `start`, both ways and at any depth; itself alone where nothing is linked.

    Splits and mergers are in it with every branch: what was split in two is one chain.
    """
    return frozenset(graph.reached([start], _neighbours(edges)))


def around(starts: Iterable[int], edges: Iterable[Edge]) -> list[Edge]:
    """Return the edges of the chains that these are in: few of all that there are."""
    pairs = list(edges)
    members = graph.reached(starts, _neighbours(pairs))
    return [pair for pair in pairs if pair[0] in members]


def chains(edges: Iterable[Edge]) -> list[frozenset[int]]:
    """Return every chain of two or more; each recommendation is in one of them at most."""
    neighbours = _neighbours(edges)
    seen: set[int] = set()
    whole = []
    for start in neighbours:
        if start not in seen:
            chain = frozenset(graph.reached([start], neighbours))
            seen |= chain
            whole.append(chain)
    return whole


def times_made(edges: Iterable[Edge]) -> dict[int, int]:
    """Return how often each was said up to and with itself: along the longest line that leads to it.

    A split into two, or two merged into one, is one time more and not two. What is not linked is not in it (once).
    Raises ValueError where the edges loop, which `would_loop` keeps out.
    """
    pairs = list(edges)
    later = graph.following(pairs)
    waits_for: dict[int, int] = defaultdict(int)
    for _, target in pairs:
        waits_for[target] += 1
    times = {node: 1 for pair in pairs for node in pair}
    ready = [node for node in times if not waits_for[node]]
    done = 0
    while ready:
        node = ready.pop()
        done += 1
        for target in later.get(node, ()):
            times[target] = max(times[target], times[node] + 1)
            waits_for[target] -= 1
            if not waits_for[target]:
                ready.append(target)
    if done < len(times):
        raise ValueError("Recommendations take each other up in a loop")
    return times


def would_loop(edges: Iterable[Edge], new_edge: Edge) -> bool:
    """Return whether this link would make a recommendation take itself up, at any depth."""
    return graph.would_loop(edges, new_edge)


@dataclass(frozen=True, slots=True)
class DatedReport:
    """A recommendation by its key and reference, with the day and precision that its report prints."""

    key: int
    ref: str
    published_on: date | None
    precision: str


def in_order(one: DatedReport, other: DatedReport) -> tuple[DatedReport, DatedReport]:
    """Return the two, the earlier one first. Raises InvalidInput unless the dates of their reports run forward.

    A month could be any of its days, so that a report of a day in it is neither earlier nor later.
    """
    if one.key == other.key:
        raise InvalidInput("A recommendation cannot be linked to itself. Select another one", field="other")
    if not (one.published_on and other.published_on):
        undated = one if one.published_on is None else other
        raise InvalidInput(
            f"The report of {undated.ref} has no date. Correct the date of its inspection first", field="other"
        )
    if _is_before(one, other):
        return one, other
    if _is_before(other, one):
        return other, one
    raise InvalidInput(
        f"The reports of {one.ref} and {other.ref} are of the same time, so neither is the earlier one", field="other"
    )


def check_can_link(edges: Iterable[Edge], *, earlier: DatedReport, later: DatedReport) -> None:
    """Raise InvalidInput where this link would make a recommendation replace itself, at any depth."""
    if would_loop(edges, (earlier.key, later.key)):
        raise InvalidInput(f"{earlier.ref} replaces {later.ref} already, so both cannot be", field="other")


def _is_before(one: DatedReport, other: DatedReport) -> bool:
    if one.published_on is None or other.published_on is None:
        return False
    return due_date(one.published_on, DatePrecision(one.precision or DatePrecision.DAY)) < other.published_on


def firsts_of(node: int, edges: Iterable[Edge]) -> frozenset[int]:
    """Return where it began: the recommendations that lead to `node` and take up nothing themselves."""
    earlier = graph.following((later, earlier) for earlier, later in edges)
    return frozenset(reached for reached in graph.reached([node], earlier) if not earlier.get(reached))


def made_words(*, times: int, since: date | None, precision: str = DatePrecision.DAY) -> str:
    """Return 'Made 3 times since May 2019'; '' for once, which is what every recommendation is."""
    if times < 2:
        return ""
    return f"Made {wording.times(times)}{f' since {said_on(since, precision)}' if since else ''}"


def years_between(first: date | None, last: date | None) -> int:
    """Return the whole years from the first to the last; 0 where one of them is not known."""
    if first is None or last is None:
        return 0
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def length_words(times: int) -> str:
    """Return the heading in the table of lengths: '1', '2' or '3 or more'."""
    return f"{LONGEST} or more" if times >= LONGEST else str(times)


def said_on(day: date | None, precision: str) -> str:
    """Return a report's date as precisely as it is printed."""
    if day is None:
        return "date not in the report"
    return date_stated(day, precision)


def _neighbours(edges: Iterable[Edge]) -> dict[int, list[int]]:
    return graph.following(pair for earlier, later in edges for pair in ((earlier, later), (later, earlier)))

"""Who answers for a body that has closed: a dated graph of predecessors and successors, many to many."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from inspections.rules import graph

Body = TypeVar("Body", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Edge(Generic[Body]):
    """From `on`, `successor` answers for what `predecessor` answered for."""

    predecessor: Body
    successor: Body
    on: date


@dataclass(frozen=True, slots=True)
class Predecessor(Generic[Body]):
    """A body that came before, and the day it passed on; the earliest day where it did so more than once."""

    body: Body
    on: date


@dataclass(frozen=True, slots=True)
class Interval(Generic[Body]):
    """`body` answers from `from_on` until the day before `to_on`; an empty end means still."""

    body: Body
    from_on: date
    to_on: date | None


def would_loop(edges: Iterable[Edge[Body]], new_edge: Edge[Body]) -> bool:
    """Return whether adding this edge would make a body its own successor, at any depth."""
    pairs = ((edge.predecessor, edge.successor) for edge in edges)
    return graph.would_loop(pairs, (new_edge.predecessor, new_edge.successor))


def living_bodies(body: Body, edges: Iterable[Edge[Body]], closed: Mapping[Body, date], on: date) -> set[Body]:
    """Return the living bodies that answer for `body` on a day: itself while it lives, then its successors.

    A body closes at the start of its closing day. Empty when a closed body has no successor yet.
    """
    following = _by_predecessor(edge for edge in edges if edge.on <= on)
    living: set[Body] = set()
    seen, waiting = {body}, [body]
    while waiting:
        current = waiting.pop()
        if current not in closed or closed[current] > on:
            living.add(current)
            continue
        for edge in following.get(current, ()):
            if edge.successor not in seen:
                seen.add(edge.successor)
                waiting.append(edge.successor)
    return living


def predecessors(body: Body, edges: Iterable[Edge[Body]]) -> tuple[Predecessor[Body], ...]:
    """Return every body that led to this one, at any depth, the latest to pass on first."""
    leading: dict[Body, list[Edge[Body]]] = {}
    for edge in edges:
        leading.setdefault(edge.successor, []).append(edge)
    passed: dict[Body, date] = {}
    seen, waiting = {body}, [body]
    while waiting:
        for edge in leading.get(waiting.pop(), ()):
            passed[edge.predecessor] = min(edge.on, passed.get(edge.predecessor, edge.on))
            if edge.predecessor not in seen:
                seen.add(edge.predecessor)
                waiting.append(edge.predecessor)
    ordered = sorted(passed.items(), key=lambda row: row[1], reverse=True)
    return tuple(Predecessor(came_before, on) for came_before, on in ordered)


def answerable_intervals(
    body: Body, edges: Iterable[Edge[Body]], closed: Mapping[Body, date], from_on: date
) -> tuple[Interval[Body], ...]:
    """Return who answers, and when, for a recommendation made to `body` on `from_on`; earliest first.

    On each day these are the bodies that `living_bodies` gives for that day.
    """
    following = _by_predecessor(edges)
    starts, waiting = {body: from_on}, [body]
    while waiting:
        current = waiting.pop()
        if current not in closed:
            continue
        for edge in following.get(current, ()):
            start = max(starts[current], closed[current], edge.on)
            # Two ways may lead to one successor: it answers from the earlier day.
            if edge.successor not in starts or start < starts[edge.successor]:
                starts[edge.successor] = start
                waiting.append(edge.successor)
    intervals = [
        Interval(answering, start, closed.get(answering))
        for answering, start in starts.items()
        if answering not in closed or start < closed[answering]
    ]
    return tuple(sorted(intervals, key=lambda interval: interval.from_on))


def _by_predecessor(edges: Iterable[Edge[Body]]) -> dict[Body, list[Edge[Body]]]:
    following: dict[Body, list[Edge[Body]]] = {}
    for edge in edges:
        following.setdefault(edge.predecessor, []).append(edge)
    return following

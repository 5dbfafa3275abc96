"""Walks along a graph that runs one way, many to many: what is reached, and what a new edge would close to a loop."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def following(edges: Iterable[tuple[Node, Node]]) -> dict[Node, list[Node]]:
    """Return where each node leads, in the order of the edges."""
    targets: dict[Node, list[Node]] = defaultdict(list)
    for source, target in edges:
        targets[source].append(target)
    return targets


def reached(starts: Iterable[Node], ways: Mapping[Node, Iterable[Node]]) -> set[Node]:
    """Return the starts and all that they lead to, at any depth; a loop does no harm."""
    waiting = list(starts)
    seen = set(waiting)
    while waiting:
        for target in ways.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def would_loop(edges: Iterable[tuple[Node, Node]], new_edge: tuple[Node, Node]) -> bool:
    """Return whether adding this edge would lead a node back to itself, at any depth."""
    source, target = new_edge
    return source in reached([target], following(edges))

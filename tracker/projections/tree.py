"""The tree of bodies as the projections walk it: what is above a place, and who came after it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from inspections.models import Organisation, Succession
from inspections.rules import graph
from tracker.models.statements import Question


@dataclass(slots=True)
class Tree:
    """Every body by its place, and the places of who succeeded whom; answers are kept for as long as the tree is."""

    bodies: dict[str, int]
    successors: dict[str, list[str]]
    _above: dict[str, frozenset[int]] = field(default_factory=dict)
    _after: dict[str, frozenset[int]] = field(default_factory=dict)

    def above(self, path: str | None) -> frozenset[int]:
        """Return the body at a place and each above it; nothing for no place."""
        if path is None:
            return frozenset()
        if path not in self._above:
            self._above[path] = frozenset(self.bodies[place] for place in prefixes(path) if place in self.bodies)
        return self._above[path]

    def after(self, path: str) -> frozenset[int]:
        """Return the bodies to which what the body at a place left belongs: successors, and each above them.

        The other way round of `Organisation.objects.paths_before`: a body inside the one asked about is not before it.
        """
        if path not in self._after:
            bodies: set[int] = set()
            for before in prefixes(path):
                for successor in graph.reached([before], self.successors) - {before}:
                    within = {place for place in prefixes(successor) if not before.startswith(place)}
                    bodies.update(self.bodies[place] for place in within if place in self.bodies)
            self._after[path] = frozenset(bodies)
        return self._after[path]


AT_PLACES = Question(lambda keys: Organisation.objects.filter(path__in=keys).values_list("path", "pk"))


def read_tree() -> Tree:
    """Return the tree as it is now; 2 queries."""
    successors = graph.following(Succession.objects.values_list("predecessor__path", "successor__path"))
    return Tree(dict(Organisation.objects.values_list("path", "pk")), successors)


def read_part(paths: Iterable[str]) -> Tree:
    """Return the part of the tree that is above these places, without who succeeded whom; 1 query."""
    above = {place for path in paths for place in prefixes(path)}
    return Tree(dict(AT_PLACES.rows(keys=sorted(above))), {})


@cache
def prefixes(path: str) -> tuple[str, ...]:
    """Return the places from the top down to this one: '/moj/', '/moj/hmpps/' of '/moj/hmpps/'."""
    parts = path.strip("/").split("/")
    return tuple(f"/{'/'.join(parts[:end])}/" for end in range(1, len(parts) + 1))

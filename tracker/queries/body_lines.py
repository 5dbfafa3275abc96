"""Bodies as rows name them: each read once for all rows that name it, without its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inspections.models.organisation import display_name


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body as a row names it, with what its address is made of."""

    pk: int
    name: str
    slug: str
    kind: str
    parent: "BodyLine | None" = None

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return display_name(self.name, self.kind)


def body_line(bodies: dict[int, BodyLine], columns: Sequence[Any], parent: Sequence[Any] = ()) -> BodyLine:
    """Return a body of key, name, slug and kind; `bodies` holds those of the rows before, and takes it."""
    pk, name, slug, kind = columns
    held = bodies.get(pk)
    if held is None or (parent and held.parent is None):
        above = BodyLine(parent[0], parent[1], parent[2], parent[3]) if parent and parent[0] is not None else None
        held = bodies[pk] = BodyLine(pk, name, slug, kind, above)
    return held

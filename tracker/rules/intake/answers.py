"""What a person answers in the tasks of a report's review, and how a draft keeps it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class TaskAnswers:
    """The answers of a task that asks nothing but whether all is right."""

    def kept(self) -> dict[str, Any]:
        """Return what the draft keeps of them, as JSON can hold it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class DetailsAnswers(TaskAnswers):
    """The facts of the inspection; dates as exactly as the report states them."""

    organisation: int
    kind: str
    framework: str
    published: str | None
    fieldwork_started: str | None
    score: int | None
    max_score: int | None
    rating: str
    isbn: str
    lead_inspector: str
    report_url: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationAnswers(TaskAnswers):
    """One recommendation. `added_for` is the heading of one that the reader did not read, else None.

    `standards` are codes of the report's framework.
    """

    text: str
    short_title: str
    number: int | None
    addressee: int | None
    theme: str
    flagged_repeat: bool
    left_out: str = ""
    standards: Sequence[str] = ()
    added_for: str | None = None

    def kept(self) -> dict[str, Any]:
        """Return what the draft keeps; only what was added by hand says so."""
        kept = asdict(self) | {"standards": list(self.standards)}
        heading = kept.pop("added_for")
        return kept if heading is None else kept | {"is_added": True, "addressee_as_printed": heading}


@dataclass(frozen=True, slots=True)
class EarlierAnswers(TaskAnswers):
    """Which recommendation an earlier one is; an empty addressee follows its heading."""

    match: str
    addressee: int | None


@dataclass(frozen=True, slots=True)
class AddresseesAnswers(TaskAnswers):
    """The body that each heading means, by the heading's key, and the other bodies that answer for what it asks."""

    bodies: Mapping[str, int | None]
    also: Mapping[str, Collection[int]] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """Return what the draft keeps: a body for each heading, and the others where there are any."""
        return {**self.bodies, **{also_key(key): sorted(bodies) for key, bodies in self.also.items() if bodies}}


def also_key(heading: str) -> str:
    """Return under what a draft keeps the other bodies that answer below a heading."""
    return f"also:{heading}"

"""What a person answers in the tasks of a report's review, and how a draft keeps it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

# The key, among the rows of earlier recommendations, of what is said of their report.
EARLIER_REPORT = "report"


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

    `standards` are codes of the report's framework, `other_themes` those beside the main one.
    """

    text: str
    short_title: str
    number: int | None
    addressee: int | None
    theme: str
    flagged_repeat: bool
    left_out: str = ""
    standards: Sequence[str] = ()
    other_themes: Sequence[str] = ()
    added_for: str | None = None

    def kept(self) -> dict[str, Any]:
        """Return what the draft keeps; only what was added by hand says so."""
        kept = asdict(self) | {"standards": list(self.standards), "other_themes": list(self.other_themes)}
        heading = kept.pop("added_for")
        return kept if heading is None else kept | {"is_added": True, "addressee_as_printed": heading}


@dataclass(frozen=True, slots=True)
class RowsAnswers(TaskAnswers):
    """All recommendations of a report, by the key of their row."""

    rows: Mapping[str, RecommendationAnswers]

    def kept(self) -> dict[str, Any]:
        """Return what the draft keeps of each row."""
        return {key: row.kept() for key, row in self.rows.items()}


@dataclass(frozen=True, slots=True)
class KeyQuestionAnswers:
    """A key question as printed, and its figures in whole per cent."""

    text: str
    percent: int | None
    previous_percent: int | None
    comparator_percent: int | None


@dataclass(frozen=True, slots=True)
class StandardAnswers:
    """A standard as printed; an empty rating means that none is printed."""

    code: str
    title: str
    rating: str
    previous_rating: str
    key_questions: tuple[KeyQuestionAnswers, ...]


@dataclass(frozen=True, slots=True)
class RatingsAnswers(TaskAnswers):
    """Every standard that is recorded, in printed order."""

    standards: tuple[StandardAnswers, ...]

    def kept(self) -> dict[str, Any]:
        """Return what the draft keeps, as JSON can hold it."""
        rows = [asdict(standard) for standard in self.standards]
        return {"standards": [row | {"key_questions": list(row["key_questions"])} for row in rows]}


@dataclass(frozen=True, slots=True)
class AlertAnswers(TaskAnswers):
    """What the alert says, in printed order; no lines mean no alert."""

    concerns: Sequence[str]
    required_actions: Sequence[str]


@dataclass(frozen=True, slots=True)
class EarlierReportAnswers(TaskAnswers):
    """When the earlier report was published, and of whom it was where we do not hold it."""

    published: str | None
    organisation: int | None
    kind: str

    def kept(self) -> dict[str, Any]:
        """Return what the draft keeps beside the rows."""
        return {EARLIER_REPORT: asdict(self)}


@dataclass(frozen=True, slots=True)
class EarlierAnswers(TaskAnswers):
    """Which recommendation an earlier one is, and what the report says of it; an empty addressee follows its heading.

    `improvement` is yes, no or empty, where the report does not say whether more is required.
    """

    match: str
    addressee: int | None
    text: str
    short_title: str
    number: int | None
    theme: str
    category: str
    action_taken: str
    improvement: str


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

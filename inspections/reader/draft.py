"""The draft of an inspection: what one report says, in the shape of the contract report-draft.schema.json."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Generic, TypeVar

from inspections.reader.layout import LayoutRow

T = TypeVar("T")


# The code of the doubt that says why a file was refused which is read anyway.
READ_ANYWAY = "read-anyway"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the source: 1-based line, and page where the source has pages."""

    line: int | None
    page: int | None = None

    @classmethod
    def of_row(cls, row: LayoutRow) -> "Place":
        return cls(row.number, row.page)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and where it was found."""

    value: T
    place: Place


@dataclass(frozen=True, slots=True)
class KeyQuestionDraft:
    """A key question with its figures in per cent; None where none is printed."""

    text: str
    percent: int | None
    previous_percent: int | None = None
    comparator_percent: int | None = None


@dataclass(frozen=True, slots=True)
class StandardDraft:
    """A standard as rated in the report."""

    code: str
    title: str
    rating: str | None
    key_questions: tuple[KeyQuestionDraft, ...] = ()
    previous_rating: str | None = None


@dataclass(frozen=True, slots=True)
class RecommendationDraft:
    """A new recommendation, its wording complete."""

    number: int | None
    addressee: str | None
    text: str
    flagged_repeat: bool
    source: Place


@dataclass(frozen=True, slots=True)
class EarlierRecommendationDraft:
    """A recommendation of an earlier report that this one judges."""

    number: int | None
    addressee: str | None
    text: str
    action_taken: str | None
    category: str | None
    improvement_still_required: bool | None
    source: Place


@dataclass(frozen=True, slots=True)
class AlertDraft:
    """An organisational alert: its concerns and the actions in answer to it."""

    concerns: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReaderDoubt:
    """Something for a person to check, and where."""

    code: str
    message: str
    source: Place | None = None


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """Everything found in one report. What the report does not say is None; dates are 'YYYY-MM' or 'YYYY-MM-DD'."""

    organisation: str | None = None
    region: str | None = None
    published: str | None = None
    fieldwork_started: str | None = None
    isbn: str | None = None
    lead_inspector: str | None = None
    framework: str | None = None
    score: int | None = None
    max_score: int | None = None
    overall_rating: str | None = None
    previous_overall_rating: str | None = None
    standards: tuple[StandardDraft, ...] = ()
    recommendations: tuple[RecommendationDraft, ...] = ()
    previous_report_published: str | None = None
    previous_recommendations: tuple[EarlierRecommendationDraft, ...] = ()
    organisational_alert: AlertDraft | None = None
    warnings: tuple[ReaderDoubt, ...] = ()
    sources: Mapping[str, Place] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the draft as plain lists and dicts, ready for JSON, in the exact shape of the contract."""
        whole = asdict(self)
        for warning in whole["warnings"]:
            if warning["source"] is None:
                del warning["source"]
        return {name: _plain(value) for name, value in whole.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(element) for element in value]
    if isinstance(value, dict):
        return {key: _plain(element) for key, element in value.items()}
    return value

"""A report as it was read, from the contract's JSON, in the plain values that rules compare."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspections.choices import DatePrecision, Rating
from tracker.choices import Progress

RATINGS: Mapping[str, Rating] = {rating.label: rating for rating in Rating}
CATEGORIES: Mapping[str, Progress] = {category.label: category for category in Progress}


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as exactly as a report states it; a month stands on its first day."""

    on: date
    precision: DatePrecision

    @property
    def month(self) -> date:
        return self.on.replace(day=1)

    @property
    def text(self) -> str:
        """Return '2024-11' or '2024-11-05', as in the contract."""
        return self.on.isoformat()[: 7 if self.precision is DatePrecision.MONTH else 10]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file that was read."""

    line: int | None
    page: int | None


NOWHERE = Place(None, None)


@dataclass(frozen=True, slots=True)
class ReadRecommendation:
    """A new recommendation; `key` is its place in the report from 1, as text."""

    key: str
    number: int | None
    addressee: str
    text: str
    flagged_repeat: bool
    line: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class ReadEarlier:
    """An earlier recommendation that the report judges; `key` as above."""

    key: str
    number: int | None
    addressee: str
    text: str
    action_taken: str
    category: Progress | None
    improvement_still_required: bool | None
    line: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class ReadKeyQuestion:
    """A key question's figures, in whole per cent."""

    text: str
    percent: int | None
    previous_percent: int | None
    comparator_percent: int | None


@dataclass(frozen=True, slots=True)
class ReadStandard:
    """A standard as printed; an empty rating means that none is printed."""

    code: str
    title: str
    rating: str
    previous_rating: str
    key_questions: tuple[ReadKeyQuestion, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """A doubt of the reader's."""

    code: str
    message: str
    line: int | None


@dataclass(frozen=True, slots=True)
class ReadReport:
    """Everything that was read; an empty text or None means that the report does not say."""

    organisation: str
    region: str
    published: StatedDate | None
    fieldwork_started: StatedDate | None
    isbn: str
    lead_inspector: str
    framework: str
    score: int | None
    max_score: int | None
    rating: str
    standards: tuple[ReadStandard, ...]
    recommendations: tuple[ReadRecommendation, ...]
    previous_published: StatedDate | None
    earlier: tuple[ReadEarlier, ...]
    concerns: tuple[str, ...]
    required_actions: tuple[str, ...]
    warnings: tuple[Warned, ...]
    places: Mapping[str, Place] = field(default_factory=dict)

    def place(self, fact: str) -> Place:
        """Return where a fact stands, by its JSON pointer in the contract."""
        return self.places.get(fact, NOWHERE)


# Enough for the facts of a long report; drawing a page takes a tenth of a second.
_MOST_PAGES = 40


def pages_to_show(report: ReadReport) -> tuple[int, ...]:
    """Return the pages on which anything stands that was read, of the recommendations first if they are many."""
    rows = [row.page for row in report.recommendations] + [row.page for row in report.earlier]
    facts = [place.page for place in report.places.values()]
    return tuple(dict.fromkeys(page for page in rows + facts if page))[:_MOST_PAGES]


def stated_date(text: str | None) -> StatedDate | None:
    """Return '2024-11' to the month, '2024-11-05' to the day, and None for nothing.

    ValueError for a date that is not one.
    """
    if not text:
        return None
    if len(text) == len("2024-11"):
        return StatedDate(date.fromisoformat(f"{text}-01"), DatePrecision.MONTH)
    return StatedDate(date.fromisoformat(text), DatePrecision.DAY)


def from_contract(draft: Mapping[str, Any]) -> ReadReport:
    """Return a draft in the shape of the report-draft contract."""
    alert = draft["organisational_alert"] or {}
    return ReadReport(
        organisation=draft["organisation"] or "",
        region=draft["region"] or "",
        published=stated_date(draft["published"]),
        fieldwork_started=stated_date(draft["fieldwork_started"]),
        isbn=draft["isbn"] or "",
        lead_inspector=draft["lead_inspector"] or "",
        framework=draft["framework"] or "",
        score=draft["score"],
        max_score=draft["max_score"],
        rating=_rating(draft["overall_rating"]),
        standards=tuple(_standard(standard) for standard in draft["standards"]),
        recommendations=tuple(
            _new(str(place), recommendation) for place, recommendation in enumerate(draft["recommendations"], start=1)
        ),
        previous_published=stated_date(draft["previous_report_published"]),
        earlier=tuple(
            _earlier(str(n), recommendation)
            for n, recommendation in enumerate(draft["previous_recommendations"], start=1)
        ),
        concerns=tuple(alert.get("concerns", ())),
        required_actions=tuple(alert.get("actions", ())),
        warnings=tuple(
            Warned(warning["code"], warning["message"], (warning.get("source") or {}).get("line"))
            for warning in draft["warnings"]
        ),
        places={pointer: Place(source["line"], source["page"]) for pointer, source in draft.get("sources", {}).items()},
    )


def _rating(words: str | None) -> str:
    return RATINGS[words].value if words else ""


def _standard(row: Mapping[str, Any]) -> ReadStandard:
    return ReadStandard(
        code=row["code"],
        title=row["title"],
        rating=_rating(row["rating"]),
        previous_rating=_rating(row.get("previous_rating")),
        key_questions=tuple(
            ReadKeyQuestion(
                text=question["text"],
                percent=question["percent"],
                previous_percent=question.get("previous_percent"),
                comparator_percent=question.get("comparator_percent"),
            )
            for question in row["key_questions"]
        ),
    )


def _new(key: str, row: Mapping[str, Any]) -> ReadRecommendation:
    return ReadRecommendation(
        key=key,
        number=row["number"],
        addressee=row["addressee"] or "",
        text=row["text"],
        flagged_repeat=row["flagged_repeat"],
        line=row["source"]["line"],
        page=row["source"]["page"],
    )


def _earlier(key: str, row: Mapping[str, Any]) -> ReadEarlier:
    return ReadEarlier(
        key=key,
        number=row["number"],
        addressee=row["addressee"] or "",
        text=row["text"],
        action_taken=row["action_taken"] or "",
        category=CATEGORIES[row["category"]] if row["category"] else None,
        improvement_still_required=row["improvement_still_required"],
        line=row["source"]["line"],
        page=row["source"]["page"],
    )

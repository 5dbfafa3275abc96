"""Holds what was read against the words and figures that it can be; what is none of them is left out, with a doubt."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from inspections.reader import words
from inspections.reader.draft import (
    EarlierRecommendationDraft,
    KeyQuestionDraft,
    Place,
    ReaderDoubt,
    ReportDraft,
    StandardDraft,
)
from inspections.reader.patterns import lazy

_CATEGORIES = frozenset({"No progress", "Some progress", "Sufficient progress"})
_MONTH = lazy(r"\d{4}-\d{2}")
_DATES = {
    "published": "The date of publication",
    "fieldwork_started": "The first day of fieldwork",
    "previous_report_published": "The date of the previous report",
}
_OVERALL = {"overall_rating": "The overall rating", "previous_overall_rating": "The previous overall rating"}


def checked(draft: ReportDraft) -> tuple[ReportDraft, list[ReaderDoubt]]:
    """Return the draft with only what its vocabulary allows, and a doubt for each value that was left out."""
    doubts: list[ReaderDoubt] = []
    kept: dict[str, object] = {}
    for name, what in _OVERALL.items():
        kept[name] = _rating(getattr(draft, name), what, draft.sources.get(f"/{name}"), doubts)
    for name, what in _DATES.items():
        kept[name] = _date(getattr(draft, name), what, draft.sources.get(f"/{name}"), doubts)
    kept["standards"] = tuple(
        _standard(standard, draft.sources.get(f"/standards/{index}/rating"), doubts)
        for index, standard in enumerate(draft.standards)
    )
    kept["previous_recommendations"] = tuple(_earlier(earlier, doubts) for earlier in draft.previous_recommendations)
    if not _is_score(draft):
        kept["score"] = kept["max_score"] = None
        doubts.append(_doubt("The score", f"{draft.score}/{draft.max_score}", draft.sources.get("/score")))
    return replace(draft, **kept), doubts  # type: ignore[arg-type]


def _doubt(what: str, value: object, place: Place | None) -> ReaderDoubt:
    return ReaderDoubt("no-such-value", f"{what} was read as '{value}', which it cannot be. Enter it.", place)


def _rating(value: str | None, what: str, place: Place | None, doubts: list[ReaderDoubt]) -> str | None:
    if value is None or value in words.RATINGS:
        return value
    doubts.append(_doubt(what, value, place))
    return None


def _date(value: str | None, what: str, place: Place | None, doubts: list[ReaderDoubt]) -> str | None:
    """Return the date, to the month where the day does not exist."""
    if value is None or _is_date(value):
        return value
    doubts.append(_doubt(what, value, place))
    month = value[: len("2024-11")]
    return month if _is_date(month) else None


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(f"{value}-01" if _MONTH.fullmatch(value) else value)
    except ValueError:
        return False
    return True


def _standard(standard: StandardDraft, place: Place | None, doubts: list[ReaderDoubt]) -> StandardDraft:
    name = f"{standard.code} {standard.title}".strip()
    return replace(
        standard,
        rating=_rating(standard.rating, f"The rating of {name}", place, doubts),
        previous_rating=_rating(standard.previous_rating, f"The previous rating of {name}", place, doubts),
        key_questions=tuple(_question(question, name, place, doubts) for question in standard.key_questions),
    )


def _question(
    question: KeyQuestionDraft, name: str, place: Place | None, doubts: list[ReaderDoubt]
) -> KeyQuestionDraft:
    wrong = dict(_wrong_figures(question))
    doubts += [_doubt(f"A figure of {name}", value, place) for value in wrong.values()]
    return replace(question, **dict.fromkeys(wrong))  # type: ignore[arg-type]


def _wrong_figures(question: KeyQuestionDraft) -> Iterator[tuple[str, int]]:
    for name in ("percent", "previous_percent", "comparator_percent"):
        value = getattr(question, name)
        if value is not None and not 0 <= value <= 100:
            yield name, value


def _earlier(earlier: EarlierRecommendationDraft, doubts: list[ReaderDoubt]) -> EarlierRecommendationDraft:
    if earlier.category is None or earlier.category in _CATEGORIES:
        return earlier
    doubts.append(_doubt("The progress on an earlier recommendation", earlier.category, earlier.source))
    return replace(earlier, category=None)


def _is_score(draft: ReportDraft) -> bool:
    return draft.score is None or 0 <= draft.score <= (draft.max_score if draft.max_score is not None else draft.score)

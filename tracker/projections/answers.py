"""Works out what is kept of a body's answer: the latest view of each judge, its clocks, and from where it is seen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from inspections.choices import DatePrecision, OrganisationKind
from tracker.choices import BeforeService, Ending, Judge, ReviewOutcome
from tracker.models import Answerable, EndingRequest, Judgement, Response, Takeover
from tracker.projections.facts import AnswerFact, Chosen, Reading, named_row
from tracker.projections.writing import Rows
from tracker.rules.intake.said_before import is_asked
from tracker.rules.responses import asked_on
from tracker.rules.reviews import is_reviewed
from tracker.rules.self_assessments import state_of

COLUMNS = (
    "pk", "recommendation_id", "organisation_id", "organisation__path", "organisation__kind", "from_on",
    "asked_from_on", "to_on", "ended_at", "follows_id", "answered", "acknowledged", "drafted",
    "ending_asked",
    "recommendation__inspection__organisation__path", "recommendation__addressee__path",
    "recommendation__inspection__published_on", "recommendation__inspection__published_precision",
    "recommendation__inspection__known_from_later", "ending", "before_on", "recommendation__inspection_id",
    "recommendation__inspection__said_before__said", "recommendation__inspection__said_before__said_on",
)  # fmt: skip


AnswerRow = named_row("AnswerRow", COLUMNS)
VIEW_COLUMNS = (
    "pk", "answerable_id", "judge", "category", "dated_on", "inspection__published_precision", "review__decision",
    "review__answer_by_on", "inspection_id",
)  # fmt: skip
ViewRow = named_row("ViewRow", VIEW_COLUMNS)


def kept_answers(recommendations: Chosen) -> Rows:
    """Return what is kept of the answers of these recommendations; 3 queries for any number."""
    rows = [AnswerRow(*row) for row in _answers_of.rows(recommendations)]
    views = _latest_views(recommendations)
    seen, paper = _seen_from(rows, recommendations), _before_service(rows, views)
    return {
        (row.pk,): {
            "recommendation_id": row.recommendation_id,
            "organisation_id": row.organisation_id,
            "is_open": row.to_on is None,
            **_of_clocks(row, paper[row.pk]),
            "is_ending_asked": row.to_on is None and row.ending_asked,
            "asked_on": _asked_on(row, row.asked_from_on or row.from_on),
            "told_on": _asked_on(row, row.from_on),
            "seen_from": " ".join(seen[row.pk]),
            **_of_owner(views.get((row.pk, Judge.OWNER)), row.organisation__kind),
            **_of_region(views.get((row.pk, Judge.REGION))),
            **_of_inspectorate(views.get((row.pk, Judge.INSPECTORATE))),
        }
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Paper:
    """What a later report said of an answer, and when HMPPS answered it before this service."""

    is_judged: bool
    judged_on: date | None
    judged_precision: str
    answered_on: date | None


def _before_service(rows: Iterable[Any], views: Mapping[tuple[int, str], Any]) -> dict[int, Paper]:
    """Return it for each row: of the row itself, or of one that passed on to it, as `answered` is worked out."""
    by_recommendation: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_recommendation[row.recommendation_id].append(row)
    paper = {}
    for held in by_recommendation.values():
        passed_on = [row for row in held if row.ending == Ending.PASSED_ON]
        for row in held:
            before = [row, *(earlier for earlier in passed_on if earlier.pk != row.pk)]
            days = [day for answer in before if (day := answer.before_on)]
            judged = _judged(row, [views.get((answer.pk, Judge.INSPECTORATE)) for answer in before])
            paper[row.pk] = Paper(*judged, days[0] if row.answered and days else None)
    return paper


def _judged(row: Any, views: Iterable[Any]) -> tuple[bool, date | None, str]:
    """Return whether a later report judged it, or is said to have, when, and how exactly that is known."""
    later = [view for view in views if view and view.inspection_id != row.recommendation__inspection_id]
    if later:
        return True, later[0].dated_on, later[0].inspection__published_precision or DatePrecision.DAY
    if row.recommendation__inspection__said_before__said == BeforeService.JUDGED:
        return True, row.recommendation__inspection__said_before__said_on, DatePrecision.DAY
    return False, None, ""


def _of_clocks(row: Any, paper: Paper) -> dict[str, Any]:
    is_open = row.to_on is None
    asked = is_asked(
        is_open=is_open,
        known_from_later=row.recommendation__inspection__known_from_later,
        is_judged=paper.is_judged,
    )
    return {
        "is_asked": asked,
        "is_judged": paper.is_judged,
        "judged_on": paper.judged_on,
        "judged_precision": paper.judged_precision,
        "answered_before_on": paper.answered_on,
        "is_answered": row.answered,
        "is_acknowledged": row.acknowledged or paper.answered_on is not None,
        "is_drafted": is_open and row.drafted and not paper.is_judged,
    }


def _with_answering(answers: QuerySet[Answerable]) -> QuerySet[Answerable]:
    """Add what was said: AnswerableQuerySet.with_answering says what the first two mean.

    And `before_on`, the day of the newest confirmed response where it was given before this service.
    """
    given = Response.objects.filter(answerable=OuterRef("pk"), confirmed_at__isnull=False).order_by("-pk")
    own = Answerable.objects.filter(pk=OuterRef("pk"))
    closed = Q(ending=Ending.SUFFICIENT, organisation=OuterRef("organisation"))
    reopened = Q(followers=OuterRef("pk"), organisation=OuterRef("organisation"))
    earlier = Q(ending=Ending.PASSED_ON) | closed | reopened
    before = Answerable.objects.filter(earlier, recommendation=OuterRef("recommendation"))
    confirmed = Q(responses__confirmed_at__isnull=False)
    newer = Response.objects.filter(answerable=OuterRef("answerable"), pk__gt=OuterRef("pk"))
    drafts = Response.objects.filter(~Exists(newer), answerable=OuterRef("pk"), confirmed_at__isnull=True)
    return answers.annotate(
        drafted=Exists(drafts),
        ending_asked=Exists(EndingRequest.objects.filter(answerable=OuterRef("pk"), decision="")),
        before_on=Subquery(given.values("answered_on")[:1]),
        answered=Exists(own.filter(confirmed)) | Exists(before.filter(confirmed)),
        acknowledged=Exists(own.filter(acknowledgement__isnull=False)),
    )


@Reading
def _answers_of(recommendations: Chosen) -> QuerySet[Answerable, Any]:
    chosen = Answerable.objects.filter(recommendations.matching("recommendation"))
    return _with_answering(chosen).order_by("pk").values_list(*COLUMNS)


@Reading
def _named(recommendations: Chosen) -> QuerySet[Takeover, Any]:
    """Ask which bodies a confirmed reorganisation names for which row."""
    decided = Takeover.objects.filter(
        recommendations.matching("answerable__recommendation"),
        ending="",
        reorganisation__confirmed_at__isnull=False,
        reorganisation__undone_at__isnull=True,
        bodies__isnull=False,
    )
    return decided.values_list("answerable_id", "bodies")


@Reading
def _views(recommendations: Chosen) -> QuerySet[Judgement, Any]:
    chosen = recommendations.matching("answerable__recommendation")
    return Judgement.objects.filter(chosen, withdrawal__isnull=True).values_list(*VIEW_COLUMNS)


def seen_from(rows: Collection[AnswerFact], named: Mapping[int, Collection[int]]) -> dict[int, set[str]]:
    """Return for each row of one recommendation the places of the rows to which it passed on, and its own.

    `named` are, by row, the bodies that a confirmed takeover names for it.
    """
    earlier = {line.pk: [row.pk for row in rows if _took_over(line, row, named)] for line in rows}
    places = {row.pk: {row.path} for row in rows}
    for line in rows:
        reached: set[int] = set()
        waiting = list(earlier[line.pk])
        while waiting:
            row = waiting.pop()
            if row not in reached:
                reached.add(row)
                places[row].add(line.path)
                waiting += earlier[row]
    return places


def _took_over(line: AnswerFact, row: AnswerFact, named: Mapping[int, Collection[int]]) -> bool:
    """Return whether a row took over straight from another one, which has ended."""
    if row.ended_at is None or row.pk == line.pk:
        return False
    lasted = line.ended_at is None or line.ended_at >= row.ended_at
    return row.pk == line.follows or (lasted and line.body in named.get(row.pk, ()))


def _seen_from(rows: Iterable[Any], recommendations: Chosen) -> dict[int, list[str]]:
    """Return the places from which the work on each answer is seen; 1 query."""
    named: dict[int, set[int]] = defaultdict(set)
    for row, body in _named.rows(recommendations):
        named[row].add(body)
    by_recommendation: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_recommendation[row.recommendation_id].append(row)
    seen = {}
    for held in by_recommendation.values():
        printed = {held[0].recommendation__inspection__organisation__path, held[0].recommendation__addressee__path}
        if len(held) == 1:
            seen[held[0].pk] = sorted({held[0].organisation__path, *printed} - {None})
            continue
        for pk, places in seen_from([_fact(row) for row in held], named).items():
            seen[pk] = sorted((places | printed) - {None})
    return seen


def _fact(row: Any) -> AnswerFact:
    return AnswerFact(
        pk=row.pk,
        body=row.organisation_id,
        path=row.organisation__path,
        is_open=row.to_on is None,
        ended_at=row.ended_at,
        has_passed_on=False,
        follows=row.follows_id,
    )


def _asked_on(row: Any, answers_from: date) -> date:
    return asked_on(
        published_on=row.recommendation__inspection__published_on,
        precision=DatePrecision(row.recommendation__inspection__published_precision or DatePrecision.DAY),
        answers_from=answers_from,
    )


def _latest_views(recommendations: Chosen) -> dict[tuple[int, str], Any]:
    """Return the newest standing judgement by answer and judge (rules/progress.latest_by_judge); 1 query."""
    rows = [ViewRow(*row) for row in _views.rows(recommendations)]
    in_order = sorted(rows, key=lambda row: (row.dated_on or date.min, row.pk))
    return {(row.answerable_id, row.judge): row for row in in_order}


def _of_owner(view: Any, kind: str) -> dict[str, Any]:
    if view is None:
        return dict.fromkeys(("owner_view_id", "owner_on", "owner_answer_by_on")) | {
            "owner_category": "",
            "owner_state": "",
        }
    state = state_of(
        decision=ReviewOutcome(view.review__decision) if view.review__decision else None,
        is_withdrawn=False,
        is_newest=True,
        is_for_review=is_reviewed(OrganisationKind(kind)),
    )
    return {
        "owner_view_id": view.pk,
        "owner_category": view.category,
        "owner_on": view.dated_on,
        "owner_state": state.name,
        "owner_answer_by_on": view.review__answer_by_on,
    }


def _of_region(view: Any) -> dict[str, Any]:
    if view is None:
        return {"region_view_id": None, "region_category": "", "region_on": None}
    return {"region_view_id": view.pk, "region_category": view.category, "region_on": view.dated_on}


def _of_inspectorate(view: Any) -> dict[str, Any]:
    if view is None:
        return dict.fromkeys(("inspectorate_view_id", "inspectorate_on")) | {
            "inspectorate_category": "",
            "inspectorate_precision": "",
        }
    return {
        "inspectorate_view_id": view.pk,
        "inspectorate_category": view.category,
        "inspectorate_on": view.dated_on,
        "inspectorate_precision": view.inspection__published_precision or DatePrecision.DAY,
    }

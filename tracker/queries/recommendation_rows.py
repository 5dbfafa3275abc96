"""Recommendations as rows show them, read from what is kept: three views side by side, next date, overdue actions."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet, Subquery

from inspections.choices import DatePrecision
from inspections.models import Organisation
from inspections.models.reference import reference
from tracker.choices import ActionStatus, Judge, Progress
from tracker.models import (
    Answers,
    KeptAnswer,
    Recommendation,
    RecommendationPlace,
    RecommendationTheme,
)
from tracker.models.action import AnswersQuerySet
from tracker.models.statements import Question
from tracker.queries.answering import Clock, clock, tags_of
from tracker.queries.body_lines import BodyLine, body_line
from tracker.queries.recurrence import MadeAgain
from tracker.rules import endings
from tracker.rules.access import Actor, Doing, seeing
from tracker.rules.deadlines import is_overdue
from tracker.rules.intake.said_before import standing_words
from tracker.rules.lifecycle import OPEN_STATUSES
from tracker.rules.progress import View, latest_by_judge
from tracker.rules.self_assessments import SelfAssessmentState


@dataclass(frozen=True, slots=True)
class InspectionLine:
    """A report as a row names it."""

    pk: int
    organisation: BodyLine | None
    published_on: date | None
    published_precision: str
    known_from_later: bool

    @property
    def ref(self) -> str:
        return reference("INS", self.pk)


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme of a recommendation."""

    code: str
    name: str
    is_primary: bool


@dataclass(slots=True)
class RecommendationLine:
    """A recommendation as printed, with its primary theme; all `themes` where they were asked for."""

    pk: int
    inspection: InspectionLine
    number: int | None
    short_title: str
    text: str
    addressee: BodyLine | None
    addressee_as_printed: str
    flagged_repeat: bool
    theme: str
    themes: list[ThemeLine] = field(default_factory=list)

    @property
    def ref(self) -> str:
        return reference(Recommendation.REF_PREFIX, self.pk)


@dataclass(frozen=True, slots=True)
class BodyViews:
    """What owner, region and inspectorate said of one body's progress.

    `is_hidden`: the recommendation stands in the reader's area, and this body's work is shown to others alone. What is
    empty was then not shown, rather than not said.
    """

    organisation: BodyLine
    views: dict[Judge, View | None]
    is_hidden: bool = False


@dataclass(slots=True)
class ListedRecommendation:
    """One recommendation in a list; the work is what the reader may see of it.

    `stands`: it stands in the reader's area. `is_seen`: they see the work on the answer of a body that answers now.
    `has_ended`: each of its bodies has. `is_ending_asked`: somebody has asked to end it for a body whose work they see.
    """

    recommendation: RecommendationLine
    made: MadeAgain | None = None
    stands: bool = False
    is_seen: bool = False
    has_ended: bool = False
    is_ending_asked: bool = False
    bodies: list[BodyViews] = field(default_factory=list)
    next_due: tuple[date, str] | None = None
    overdue: int = 0
    actions: int = 0
    notes: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Return 'Open', 'Ended' or 'Ending asked for'."""
        if self.is_ending_asked:
            return endings.ASKED
        return "Ended" if self.has_ended else "Open"

    @property
    def hidden(self) -> list[BodyViews]:
        return [body for body in self.bodies if body.is_hidden]


_BODY = ("name", "slug", "kind")
_PRINTED = (
    "pk", "number", "short_title", "text", "addressee_as_printed", "flagged_repeat", "inspection_id",
    "inspection__published_on", "inspection__published_precision", "inspection__known_from_later",
    "inspection__organisation_id", *(f"inspection__organisation__{name}" for name in _BODY),
    "inspection__organisation__parent_id", *(f"inspection__organisation__parent__{name}" for name in _BODY),
    "addressee_id", *(f"addressee__{name}" for name in _BODY),
    "kept__theme__name", "kept__times_made", "kept__first_made_on", "kept__first_made_precision",
)  # fmt: skip
_ANSWER = (
    "answerable_id", "recommendation_id", "is_open", "organisation_id",
    *(f"organisation__{name}" for name in _BODY), "seen_from", "is_answered", "is_acknowledged", "is_ending_asked",
    "asked_on", "told_on", "owner_view_id", "owner_category", "owner_on", "owner_state", "owner_answer_by_on",
    "region_view_id", "region_category", "region_on", "inspectorate_view_id", "inspectorate_category",
    "inspectorate_on", "inspectorate_precision", "is_asked", "is_judged", "judged_on", "judged_precision",
    "answered_before_on",
)  # fmt: skip

# What is read of a place, from the one area of a reader.
WORK = ("recommendation_id", "stands", "actions", "next_due_on", "next_due_precision", "open_due")
_REASONS = ("owner_view__reasons", "region_view__reasons", "inspectorate_view__reasons")


class _Answer(NamedTuple):
    """What is kept of one body's answer: the columns of _ANSWER, and of _REASONS where those were read."""

    answerable_id: int
    recommendation_id: int
    is_open: bool
    body: int
    body_name: str
    body_slug: str
    body_kind: str
    seen_from: str
    is_answered: bool
    is_acknowledged: bool
    is_ending_asked: bool
    asked_on: date
    told_on: date
    owner_view: int | None
    owner_category: str
    owner_on: date | None
    owner_state: str
    owner_answer_by_on: date | None
    region_view: int | None
    region_category: str
    region_on: date | None
    inspectorate_view: int | None
    inspectorate_category: str
    inspectorate_on: date | None
    inspectorate_precision: str
    is_asked: bool
    is_judged: bool
    judged_on: date | None
    judged_precision: str
    answered_before_on: date | None
    owner_reasons: str = ""
    region_reasons: str = ""
    inspectorate_reasons: str = ""


def rows_of(
    actor: Actor,
    recommendations: Sequence[int],
    *,
    on: date,
    work: Iterable[Sequence[Any]] | None = None,
    with_themes: bool = False,
    with_reasons: bool = False,
) -> list[ListedRecommendation]:
    """Return the rows of these recommendations, in this order; 3 queries for any number.

    2 where `work` was read before: their places in the actor's one area, with the columns of WORK. One more with all
    their themes; `with_reasons` adds those of each view. Which of them may be listed, the caller has asked; what of the
    work is shown is decided here, of each body's answer by itself.
    """
    rows = _printed(recommendations)
    _add_answers(actor, rows, on=on, with_reasons=with_reasons)
    if actor.sees_by_area_alone:
        _add_work(rows, _read_work(actor, rows) if work is None else work, on=on)
    else:
        _add_work_asked(actor, rows, on=on)
    if with_themes:
        _add_themes(rows)
    return [rows[pk] for pk in recommendations if pk in rows]


def shown_answers(actor: Actor) -> AnswersQuerySet:
    """Return what actions answer now, as far as the row and the page of a recommendation may show it."""
    return Answers.objects.current().shown_to(actor)


def _printed(recommendations: Sequence[int]) -> dict[int, ListedRecommendation]:
    bodies: dict[int, BodyLine] = {}
    return {row[0]: _printed_row(row, bodies) for row in _PRINTED_ROWS.rows(keys=recommendations)}


def _printed_row(row: tuple[Any, ...], bodies: dict[int, BodyLine]) -> ListedRecommendation:
    pk, number, title, text, printed, flagged, inspection, published_on, precision, from_later, *rest = row
    body, parent, addressee, (theme, times, since, since_precision) = rest[:4], rest[4:8], rest[8:12], rest[12:]
    report = InspectionLine(inspection, _body(bodies, body, parent), published_on, precision, from_later)
    line = RecommendationLine(
        pk, report, number, title, text, _body(bodies, addressee), printed, flagged, theme or ""
    )  # fmt: skip
    return ListedRecommendation(line, MadeAgain(times, since, since_precision) if (times or 1) > 1 else None)


def _body(bodies: dict[int, BodyLine], columns: Sequence[Any], parent: Sequence[Any] = ()) -> BodyLine | None:
    return body_line(bodies, columns, parent) if columns[0] is not None else None


def _add_answers(actor: Actor, rows: dict[int, ListedRecommendation], *, on: date, with_reasons: bool) -> None:
    """Add the three views of each body, and what is owed; 1 query."""
    answers: dict[int, list[_Answer]] = defaultdict(list)
    columns = _ANSWER + (_REASONS if with_reasons else ())
    for columns_read in _ANSWERS.rows(columns, keys=list(rows)):
        answer = _Answer(*columns_read)
        answers[answer.recommendation_id].append(answer)
    sees = seeing(actor)
    bodies: dict[int, BodyLine] = {}
    for pk, row in rows.items():
        _show_answers(row, [(answer, sees(answer.seen_from.split())) for answer in answers[pk]], bodies, on=on)


def _show_answers(
    row: ListedRecommendation, answers: list[tuple["_Answer", bool]], bodies: dict[int, BodyLine], *, on: date
) -> None:
    """Add to a row what its answers show; with each comes whether the reader sees the work on it."""
    views: dict[int, list[View]] = {}
    hidden: set[int] = set()
    clocks: list[tuple[Clock, bool]] = []
    for answer, is_seen in answers:
        body = body_line(bodies, answer[3:7])
        said = _views(answer, is_seen=is_seen)
        if answer.is_open or said:
            views.setdefault(body.pk, []).extend(said)
        if answer.is_open:
            clocks.append((_clock(answer, on=on), is_seen))
            if not is_seen:
                hidden.add(body.pk)
            row.is_seen |= is_seen
            row.is_ending_asked |= is_seen and answer.is_ending_asked
    row.has_ended = bool(answers) and not clocks
    row.notes = tags_of(clocks)
    row.tags = [*row.notes, *([endings.ASKED] if row.is_ending_asked else [])]
    row.bodies = [
        BodyViews(bodies[pk], latest_by_judge(views[pk]), is_hidden=pk in hidden)
        for pk in sorted(views, key=lambda pk: (bodies[pk].name, pk))
    ]


def _clock(answer: _Answer, *, on: date) -> Clock:
    return clock(
        asked_on=answer.asked_on,
        told_on=answer.told_on,
        runs=answer.is_asked,
        is_answered=answer.is_answered,
        is_acknowledged=answer.is_acknowledged,
        on=on,
        stands=standing_words(
            is_judged=answer.is_judged,
            judged_on=answer.judged_on,
            judged_precision=answer.judged_precision,
            answered_on=answer.answered_before_on,
        ),
    )


def _views(answer: _Answer, *, is_seen: bool) -> list[View]:
    """Return the latest view of each judge on one answer; what the inspectorate said is public."""
    views = []
    if answer.inspectorate_view:
        views.append(
            View(
                Judge.INSPECTORATE,
                Progress(answer.inspectorate_category),
                answer.inspectorate_on,
                reasons=answer.inspectorate_reasons,
                order=answer.inspectorate_view,
                precision=DatePrecision(answer.inspectorate_precision),
            )
        )
    if is_seen and answer.region_view:
        views.append(
            View(
                Judge.REGION,
                Progress(answer.region_category),
                answer.region_on,
                reasons=answer.region_reasons,
                order=answer.region_view,
            )
        )
    if is_seen and answer.owner_view:
        views.append(
            View(
                Judge.OWNER,
                Progress(answer.owner_category),
                answer.owner_on,
                reasons=answer.owner_reasons,
                order=answer.owner_view,
                state=SelfAssessmentState[answer.owner_state],
                answer_by_on=answer.owner_answer_by_on,
            )
        )
    return views


def _read_work(actor: Actor, rows: Iterable[int]) -> Iterable[Sequence[Any]]:
    """Return what is kept of these in the actor's one area; 1 query."""
    areas = actor.areas(Doing.SEE_WORK)
    return _WORK_ROWS.rows(keys=list(rows), area=areas[0]) if areas else ()


def _add_work(rows: dict[int, ListedRecommendation], work: Iterable[Sequence[Any]], *, on: date) -> None:
    """Add whether each stands in the area, and the actions that are seen from there."""
    today = on.isoformat()
    for pk, stands, actions, due_on, precision, open_due in work:
        row = rows[pk]
        row.stands, row.actions = stands, actions
        row.next_due = (due_on, precision) if due_on else None
        row.overdue = bisect_left(open_due.split(), today) if open_due else 0
    _show_hidden(rows)


def _add_work_asked(actor: Actor, rows: dict[int, ListedRecommendation], *, on: date) -> None:
    """Add the same for who sees by several areas, or by a post outside them; 2 queries."""
    places = RecommendationPlace.objects.of_areas(actor).filter(recommendation__in=list(rows), stands=True)
    for pk in places.values_list("recommendation_id", flat=True):
        rows[pk].stands = True
    facts = shown_answers(actor).filter(answerable__recommendation__in=list(rows)).values_list(
        "answerable__recommendation_id", "action_id", "action__status", "action__due_on", "action__due_precision"
    )  # fmt: skip
    for pk, _, status, due_on, precision in sorted(set(facts), key=lambda fact: (fact[3] or date.max, fact[1])):
        row = rows[pk]
        row.actions += 1
        row.overdue += is_overdue(status=ActionStatus(status), due_on=due_on, on=on)
        if row.next_due is None and due_on and ActionStatus(status) in OPEN_STATUSES:
            row.next_due = (due_on, precision)
    _show_hidden(rows)


def _show_hidden(rows: dict[int, ListedRecommendation]) -> None:
    """Say of bodies that their work is shown elsewhere only where the recommendation stands in the reader's area."""
    for row in rows.values():
        if not row.stands and row.hidden:
            row.bodies = [BodyViews(body.organisation, body.views) for body in row.bodies]


def _add_themes(rows: dict[int, ListedRecommendation]) -> None:
    """Add every theme, the primary one first; 1 query."""
    for pk, code, name, is_primary in _THEMES.rows(keys=list(rows)):
        rows[pk].recommendation.themes.append(ThemeLine(code, name, is_primary))


def _places_in(area: str, keys: Sequence[int]) -> QuerySet[Any]:
    here = Organisation.objects.filter(path=area).values("pk")
    return RecommendationPlace.objects.filter(organisation=Subquery(here[:1]), recommendation__in=keys)


_PRINTED_ROWS = Question(lambda keys: Recommendation.objects.filter(pk__in=keys).values_list(*_PRINTED))
_ANSWERS = Question(lambda columns, keys: KeptAnswer.objects.filter(recommendation__in=keys).values_list(*columns))
_WORK_ROWS = Question(lambda area, keys: _places_in(area, keys).values_list(*WORK))
_THEMES = Question(
    lambda keys: (
        RecommendationTheme.objects.filter(recommendation__in=keys)
        .order_by("-is_primary", "theme__position", "pk")
        .values_list("recommendation_id", "theme__code", "theme__name", "is_primary")
    ),
)

"""Where the answers to recommendations stand: one by one on a page, as tags in lists, as counts, as what waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings

from inspections.models import Organisation
from tracker.models import Acknowledgement, AlertDuty, Answerable, Recommendation, Response
from tracker.models.first_ones import Found, Part, Parts, first_ones
from tracker.models.recommendation import AnswerableQuerySet
from tracker.models.statements import Question
from tracker.queries import alerts
from tracker.rules import responses
from tracker.rules.access import Actor, Doing, may
from tracker.rules.intake import said_before
from tracker.rules.responses import Standing
from tracker.rules.wording import exact_plural

ROWS = 10
UNANSWERED, OVERDUE, UNACKNOWLEDGED = "unanswered", "answer-overdue", "unacknowledged"
ENDING_ASKED = "ending-asked"
STATES = (UNANSWERED, OVERDUE, UNACKNOWLEDGED, ENDING_ASKED)
OF_THE_WORK = frozenset({UNACKNOWLEDGED, ENDING_ASKED})  # shown to those who see the work on the body's answer
# What of answers and alerts needs a person.
PARTS: Parts = {
    "to_answer": Part(
        lambda actor, *_: Answerable.objects.waiting().own(actor).longest_asked_first(), ROWS, is_counted=True
    ),
    "to_confirm": Part(
        lambda actor, *_: Response.objects.to_confirm().in_areas(actor.areas(Doing.CONFIRM_RESPONSES)),
        ROWS,
        is_counted=True,
    ),
    "alerts": Part(
        lambda actor, *_: AlertDuty.objects.visible_to(actor).mine(actor).open().order_by("answer_by_on", "pk"), ROWS
    ),
}
# The rows of each, by their keys.
_RECORDS = {
    "to_answer": Question(lambda keys: Answerable.objects.waiting().for_row().filter(pk__in=keys)),
    "to_confirm": Question(lambda keys: Response.objects.for_row().filter(pk__in=keys)),
    "alerts": Question(lambda keys: AlertDuty.objects.for_row().filter(pk__in=keys)),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """The two clocks of a body for one recommendation; a clock that does not run has no day and counts nothing.

    `stands` is what was said instead, of an answer that is open: by a later report, or before this service.
    """

    due_on: date | None
    is_overdue: bool
    days_silent: int | None
    stands: str = ""

    @property
    def silence(self) -> str:
        """Return 'Not yet acknowledged, 12 days'; '' once somebody has seen it."""
        days = self.days_silent
        return "" if days is None else f"Not yet acknowledged, {exact_plural(days, 'day')}"


@dataclass(frozen=True, slots=True)
class BodyAnswer:
    """One body's answer to a recommendation, as the reader may see it, and what the reader may do about it."""

    answerable: Answerable
    standing: Standing
    confirmed: Response | None
    draft: Response | None
    earlier: list[Response]
    acknowledgement: Acknowledgement | None
    clock: Clock
    sees_work: bool
    can_draft: bool
    can_confirm: bool
    can_acknowledge: bool
    is_own: bool

    @property
    def newest(self) -> Response | None:
        """Return the response from which a change starts."""
        return self.draft or self.confirmed


@dataclass(frozen=True, slots=True)
class ResponsesWaiting:
    """A recommendation of one's own body that waits to be acknowledged or answered."""

    answerable: Answerable
    clock: Clock
    needs_draft: bool


@dataclass(frozen=True, slots=True)
class Decisions:
    """What of the answers and alerts needs the person: the first ten of each, and how many there are."""

    to_answer: list[ResponsesWaiting] = field(default_factory=list)
    to_answer_count: int = 0
    to_confirm: list[Response] = field(default_factory=list)
    to_confirm_count: int = 0
    alerts: list[AlertDuty] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.to_answer or self.to_confirm or self.alerts)


def answers_of(
    actor: Actor,
    recommendation: Recommendation,
    seen: Iterable[Response],
    *,
    on: date,
    answerables: Iterable[Answerable] | None = None,
) -> list[BodyAnswer]:
    """Return each body's answer, those who answer now first; `seen` are the responses that the actor may see.

    1 query, none where its `answerables` were read before (recommendations.whole).
    """
    rows = (
        answerables
        if answerables is not None
        else (
            Answerable.objects.filter(recommendation=recommendation)
            .with_answering()
            .with_work_seen_by(actor)
            .select_related("acknowledgement__acknowledged_by", "recommendation__inspection", "organisation__parent")
            .order_by("to_on", "organisation__name", "pk")
        )
    )
    in_order = sorted(rows, key=lambda row: row.to_on is not None)
    by_body: dict[int, list[Response]] = {}
    for response in seen:
        by_body.setdefault(response.answerable_id, []).append(response)
    return [_answer(actor, answerable, by_body.get(answerable.pk, []), on=on) for answerable in in_order]


def answer_part(
    actor: Actor,
    recommendation: Recommendation,
    seen: Iterable[Response],
    *,
    on: date,
    answerables: Iterable[Answerable] | None = None,
) -> dict[str, Any]:
    """Return what the page of a recommendation shows of its answers, and the alert to which it points.

    At most 3 queries, 2 where its `answerables` were read before.
    """
    alert = alerts.alert_of(recommendation)
    linked = alert is not None and alert.links.filter(answerable__recommendation=recommendation).exists()
    answers = answers_of(actor, recommendation, seen, on=on, answerables=answerables)
    return {"answering": answers, "organisational_alert": alert, "is_linked": linked}


def clock(
    *,
    asked_on: date,
    told_on: date,
    runs: bool,
    is_answered: bool,
    is_acknowledged: bool,
    on: date,
    stands: str = "",
) -> Clock:
    """Return the clock of an answer: it `runs` where anything is owed (rules/intake/said_before.is_asked)."""
    if not runs:
        return Clock(due_on=None, is_overdue=False, days_silent=None, stands=stands)
    due = responses.due_on(asked_on, days=settings.RESPONSE_DAYS)
    return Clock(
        due_on=None if is_answered else due,
        is_overdue=responses.is_overdue(due=due, is_answered=is_answered, on=on),
        days_silent=None if is_acknowledged else max(0, (on - told_on).days),
        stands=stands,
    )


def clock_of(answerable: Answerable, *, on: date) -> Clock:
    """Return the clock of a row that came `with_answering`, with its recommendation's inspection."""
    return clock(
        asked_on=answerable.asked_on(),
        told_on=answerable.told_on(),
        runs=answerable.is_asked,
        is_answered=answerable.is_answered,
        is_acknowledged=answerable.is_acknowledged,
        on=on,
        stands=said_before.standing_words(
            is_judged=answerable.is_judged,
            judged_on=answerable.judged_on,
            judged_precision=answerable.judged_precision,
            answered_on=answerable.answered_before_on,
        ),
    )


def tags_of(clocks: Iterable[tuple[Clock, bool]]) -> list[str]:
    """Return what a list says of the clocks of a recommendation's open answers: unanswered, late, not acknowledged.

    Then what was said of them before this service, or by a later report. With each clock comes whether the reader sees
    the work on that body's answer: silence is shown to nobody else.
    """
    held = list(clocks)
    silent = [clock for clock, is_seen in held if is_seen and clock.silence]
    tags = []
    if any(clock.due_on for clock, _ in held):
        tags.append("Answer overdue" if any(clock.is_overdue for clock, _ in held) else "Not yet answered")
    if silent:
        tags.append(max(silent, key=lambda clock: clock.days_silent or 0).silence)
    return tags + list(dict.fromkeys(clock.stands for clock, _ in held if clock.stands))


def owing(state: str, *, bodies: Iterable[Organisation | None], on: date) -> AnswerableQuerySet:
    """Return the answering bodies, at or below each of these, in one of STATES."""
    days = settings.RESPONSE_DAYS
    answerables: AnswerableQuerySet = {
        UNANSWERED: Answerable.objects.unanswered,
        OVERDUE: lambda: Answerable.objects.answer_overdue(on=on, days=days),
        UNACKNOWLEDGED: Answerable.objects.unacknowledged,
        ENDING_ASKED: Answerable.objects.ending_asked,
    }[state]()
    for body in bodies:
        answerables = answerables.of_body(body) if body is not None else answerables
    return answerables


def decisions_of(actor: Actor, found: Mapping[str, Found] | None = None, *, on: date) -> Decisions:
    """Return what waits for the actor: their own bodies' recommendations, drafts to confirm, alerts.

    1 query for each of which there is any, and one more where PARTS were not `found` before.
    """
    there = found if found is not None else first_ones(actor, PARTS, on=on)[0]
    answers, drafts, duties = (
        {row.pk: row for row in question.rows(keys=there[name].keys)} for name, question in _RECORDS.items()
    )
    return Decisions(
        to_answer=[
            ResponsesWaiting(answers[pk], clock_of(answers[pk], on=on), needs_draft=answers[pk].needs_draft)
            for pk in there["to_answer"].keys
        ],
        to_answer_count=there["to_answer"].count,
        to_confirm=[drafts[pk] for pk in there["to_confirm"].keys],
        to_confirm_count=there["to_confirm"].count,
        alerts=[duties[pk] for pk in there["alerts"].keys],
    )


def _answer(actor: Actor, answerable: Answerable, seen: list[Response], *, on: date) -> BodyAnswer:
    """Return a body's answer as a page shows it; `seen` is newest first."""
    body = answerable.organisation
    confirmed = next((response for response in seen if response.confirmed_at), None)
    draft = seen[0] if seen and seen[0].confirmed_at is None else None
    standing = responses.standing_of(
        is_open=answerable.to_on is None, has_confirmed=confirmed is not None, newest_is_draft=draft is not None
    )
    is_own = responses.is_own_body(actor, path=body.path, kind=body.kind)
    clock = clock_of(answerable, on=on)
    return BodyAnswer(
        answerable=answerable,
        standing=standing,
        confirmed=confirmed,
        draft=draft,
        earlier=[response for response in seen if response not in (confirmed, draft)],
        acknowledgement=getattr(answerable, "acknowledgement", None),
        clock=clock,
        sees_work=answerable.is_seen,
        can_draft=responses.can_draft(standing) and may(actor, Doing.RESPOND, paths=[body.path]),
        can_confirm=responses.can_confirm(standing) and may(actor, Doing.CONFIRM_RESPONSES, paths=[body.path]),
        is_own=is_own,
        can_acknowledge=is_own and _is_silent(answerable) and responses.can_draft(standing),
    )


def _is_silent(answerable: Answerable) -> bool:
    """Return whether it can be acknowledged: nobody has, and no later report has judged it."""
    return not (answerable.is_acknowledged or answerable.is_judged)

"""The parts of a change of an action that several operations share: moving its date, blocking it, its new owner."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from inspections.choices import DatePrecision
from tracker.choices import NoticeKind, NoticeWay
from tracker.errors import InvalidInput
from tracker.models import Action, DateChange, Notice
from tracker.projections.keeping import atomic
from tracker.rules import deadlines
from tracker.rules.access import Actor
from tracker.rules.free_text import check_free_text
from tracker.rules.lifecycle import OPEN_STATUSES
from tracker.rules.typed.text import one_line, paragraphs
from tracker.rules.wording import too_long

WHOM_LIMIT = 200  # characters
REASON_LIMIT = 500  # characters


@dataclass(frozen=True, slots=True)
class NewDate:
    """A date asked for, with the reason that every move needs."""

    on: date
    precision: DatePrecision
    reason: str

    @property
    def counts_on(self) -> date:
        return deadlines.due_date(self.on, self.precision)


@dataclass(frozen=True, slots=True)
class Blocked:
    """On whom an action waits, and since when (today where that is not said); '' for nobody any more."""

    by_whom: str
    since_on: date | None = None


def move_date(*, action: Action, to: NewDate, by: Actor, at: datetime) -> None:
    """Set a new due date and keep its reason; a part of an operation that holds the row and saves it."""
    if to.counts_on == action.due_on and to.precision == action.due_precision:
        raise InvalidInput("Enter a date that differs from the one now", field="new_due_on")
    if not paragraphs(to.reason):
        raise InvalidInput("Enter why the date moves", field="reason")
    check_free_text(to.reason, field="reason")
    DateChange.objects.create(
        action=action,
        old_on=action.due_on,
        new_on=to.counts_on,
        reason=paragraphs(to.reason),
        changed_at=at,
        changed_by_id=by.person_id,
    )
    action.due_on, action.due_precision = to.counts_on, to.precision
    action.first_due_on = action.first_due_on or to.counts_on


def set_blocked(*, action: Action, blocked: Blocked | None, by: Actor, at: datetime) -> None:
    """Set on whom the action waits; whatever has ended waits for nobody.

    A part of an operation that holds the row and saves it.
    """
    whom = one_line(blocked.by_whom if blocked else action.blocked_by_whom)
    if action.state not in OPEN_STATUSES:
        if blocked and whom:
            raise InvalidInput("Only an action that is still open can be blocked", field="blocked_by_whom")
        whom = ""
    if len(whom) > WHOM_LIMIT:
        raise InvalidInput(too_long("the team or organisation it is waiting on", WHOM_LIMIT), field="blocked_by_whom")
    check_free_text(whom, field="blocked_by_whom")
    today = timezone.localdate(at)
    since = (blocked.since_on if blocked else None) or action.blocked_since_on or today
    if whom and since > today:
        raise InvalidInput("The date from which it is blocked must be today or in the past", field="blocked_since_on")
    action.blocked_by_whom = whom
    action.blocked_since_on = since if whom else None


@atomic
def tell_owner(*, action: Action, by: Actor, at: datetime) -> Notice | None:
    """Note, for whoever covers or holds the owning post, that the action is theirs now; not for the person themself.

    What the service itself brings in was nobody's decision of today, so nobody is told.
    """
    if by.is_service:
        return None
    told = Action.objects.with_told(on=timezone.localdate(at)).values_list("told_id", flat=True).get(pk=action.pk)
    if told is None or told == by.person_id:
        return None
    kind = NoticeKind.ASSIGNED
    notice, _ = Notice.objects.get_or_create(
        kind=kind,
        subject=action.ref,
        number=action.version,
        person_id=told,
        rung="",
        defaults={"way": NoticeWay.INSTANT, "created_at": at},
    )
    return notice

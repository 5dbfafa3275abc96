"""What one change of several actions would do to each of them, and to which it cannot be done, with why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.choices import DatePrecision
from tracker.choices import ActionStatus
from tracker.errors import WrongState
from tracker.models import Action, Post
from tracker.rules import access, deadlines, lifecycle
from tracker.rules.access import Actor, Doing
from tracker.rules.action_words import day_words


@dataclass(frozen=True, slots=True)
class BulkChange:
    """The one thing that is changed: a new owner, a new date or a new status."""

    owner_post: Post | None = None
    due_on: date | None = None
    precision: DatePrecision = DatePrecision.DAY
    status: ActionStatus | None = None

    @property
    def counts_on(self) -> date | None:
        return deadlines.due_date(self.due_on, self.precision) if self.due_on else None

    @property
    def words(self) -> str:
        """Return what the change makes of an action: 'due March 2027'."""
        if self.owner_post:
            return f"owner {self.owner_post}"
        if self.counts_on:
            return f"due {day_words(self.counts_on.isoformat(), self.precision)}"
        return f"status ‘{self.status.label}’" if self.status else ""


@dataclass(frozen=True, slots=True)
class Line:
    """An action with what becomes of it: from what, or why not."""

    action: Action
    now: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do."""

    will: list[Line]
    cannot: list[Line]


def preview(actor: Actor, actions: Iterable[Action], change: BulkChange) -> Preview:
    """Return what the change would do to these actions, in the order given; no query where their posts are loaded."""
    lines = [Line(action, _now(action, change), why_not(actor, action, change)) for action in actions]
    return Preview(will=[line for line in lines if not line.why_not], cannot=[line for line in lines if line.why_not])


def why_not(actor: Actor, action: Action, change: BulkChange) -> str:
    """Return why this action cannot be changed so, in a sentence; '' when it can."""
    doing = Doing.PLAN_ACTIONS if change.owner_post else Doing.UPDATE_ACTIONS
    if not access.may(actor, doing, paths=action.paths(), post_id=action.owner_post_id):
        return "You cannot change this action."
    try:
        lifecycle.check_can_edit(action.state)
        if change.status:
            lifecycle.check_can_move(action.state, change.status)
    except WrongState as refusal:
        return str(refusal)
    return "It is so already." if _is_already(action, change) else ""


def _is_already(action: Action, change: BulkChange) -> bool:
    if change.owner_post:
        return action.owner_post_id == change.owner_post.pk
    if change.counts_on:
        return (action.due_on, action.due_precision) == (change.counts_on, change.precision)
    return action.status == change.status


def _now(action: Action, change: BulkChange) -> str:
    if change.owner_post:
        return str(action.owner_post)
    if change.counts_on:
        return day_words(action.due_on.isoformat(), action.due_precision) if action.due_on else "No date"
    return action.state.label

"""Puts an action back as it was before an ending withdrew it."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.models import Action, Update
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.rules.access import Actor


@dataclass(frozen=True, slots=True)
class WithdrawnAction:
    """What an action was before it was withdrawn, as noted then, and the version and update that this gave it."""

    action: int
    status: str
    blocked_by_whom: str
    blocked_since_on: str | None
    last_update_at: str | None
    version: int
    update: int


@atomic
def restore_action(*, held: WithdrawnAction, by: Actor, at: datetime) -> Action:
    """Restore an action from the facts that were noted when it was withdrawn; a part of taking back what did so.

    The update that only said 'withdrawn' goes, and what people wrote stays. The version goes up, so that a form that
    was opened in between does not save.
    """
    since, last = held.blocked_since_on, held.last_update_at
    action = Action.objects.select_for_update(of=("self",)).get(pk=held.action)
    was, action.status = action.status, held.status
    action.blocked_by_whom = held.blocked_by_whom
    action.blocked_since_on = date.fromisoformat(since) if since else None
    action.last_update_at = datetime.fromisoformat(last) if last else None
    action.version = held.version + 1
    action.save(update_fields=["status", "blocked_by_whom", "blocked_since_on", "last_update_at", "version"])
    Update.objects.filter(pk=held.update).delete()
    before, after = {"status": was}, {"status": action.status}
    history.record(verb="action.restored", subject=action.ref, by=by, at=at, before=before, after=after)
    return action

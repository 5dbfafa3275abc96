"""Changes the owner, the date or the status of several actions at once, with one reason."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from tracker.errors import EditConflict, InvalidInput, TokenReused, WrongState
from tracker.models import Action, Event, Update
from tracker.operations import history
from tracker.operations.action_changes import REASON_LIMIT, NewDate, move_date, set_blocked, tell_owner
from tracker.operations.action_edits import CHANGED_BY_EDITS
from tracker.paging import PAGE_SIZE
from tracker.projections.keeping import atomic
from tracker.queries import bulk
from tracker.queries.bulk import BulkChange
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.action_words import differences
from tracker.rules.free_text import check_free_text
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import too_long

VERB = "action.changed-together"


@atomic
def change_actions(
    *, versions: Mapping[int, int], change: BulkChange, reason: str, token: uuid.UUID, by: Actor, at: datetime
) -> list[Action]:
    """Change all of these actions (primary key and version) or none; one event each. At most a page of them.

    The same token again changes nothing and gives the same actions. Raises NotAllowed; WrongState when one of them
    cannot be changed so; InvalidInput; EditConflict, with those that somebody saved meanwhile.
    """
    check_reason(reason)
    if change.owner_post:
        access.check_may(by, Doing.PLAN_ACTIONS, paths=[change.owner_post.organisation.path])
    if not 0 < len(versions) <= PAGE_SIZE:
        raise InvalidInput(f"Choose between 1 and {PAGE_SIZE} actions", field="actions")
    visible = Action.objects.visible_to(by).filter(pk__in=list(versions)).values_list("pk", flat=True)
    rows = Action.objects.select_for_update(of=("self",)).filter(pk__in=list(visible)).order_by("pk")
    locked = list(rows.select_related("owner_post__organisation"))
    if _was_done(locked, token=token, reason=reason):
        return locked
    if len(locked) < len(versions):
        raise WrongState("One of these actions cannot be found any more. Choose the actions again.")
    changed = [action for action in locked if action.version != versions[action.pk]]
    if changed:
        raise EditConflict("Somebody saved one of these actions after you chose it", current=changed)
    for action in locked:
        why_not = bulk.why_not(by, action, change)
        if why_not:
            raise WrongState(f"{action.ref}: {why_not}")
        _change(action, change, reason=paragraphs(reason), token=token, by=by, at=at)
    return locked


def check_reason(reason: str) -> None:
    """Raise InvalidInput unless the reason says why."""
    if not paragraphs(reason):
        raise InvalidInput("Enter why these actions change", field="reason")
    if len(paragraphs(reason)) > REASON_LIMIT:
        raise InvalidInput(too_long("the reason", REASON_LIMIT), field="reason")
    check_free_text(reason, field="reason")


def _was_done(actions: list[Action], *, token: uuid.UUID, reason: str) -> bool:
    refs = [action.ref for action in actions]
    event = Event.objects.about(*refs).filter(verb=VERB, after__token=str(token)).first()
    if event is None:
        return False
    if event.after["reason"] != paragraphs(reason):
        raise TokenReused("This form was already used for another change. Choose the actions again.")
    return True


def _change(action: Action, change: BulkChange, *, reason: str, token: uuid.UUID, by: Actor, at: datetime) -> None:
    before = action.facts()
    said = {"reason": reason, "token": str(token)}
    if change.owner_post:
        action.owner_post = change.owner_post
    if change.due_on:
        move_date(action=action, to=NewDate(change.due_on, change.precision, reason), by=by, at=at)
    if change.status:
        action.status, action.last_update_at = change.status, at
        set_blocked(action=action, blocked=None, by=by, at=at)
        _add_update(action, reason=reason, token=token, by=by, at=at)
    action.version += 1
    action.save(update_fields=CHANGED_BY_EDITS)
    old, new = differences(before, action.facts())
    history.record(verb="action.changed-together", subject=action.ref, by=by, at=at, before=old, after=new | said)
    if change.owner_post:
        tell_owner(action=action, by=by, at=at)


def _add_update(action: Action, *, reason: str, token: uuid.UUID, by: Actor, at: datetime) -> None:
    """Add an update with the reason, so that the last update of an action always says the status it has."""
    Update.objects.create(
        action=action,
        text=reason,
        status=action.status,
        token=uuid.uuid5(token, action.ref),
        posted_at=at,
        posted_by_id=by.person_id,
    )

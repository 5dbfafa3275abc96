"""Changes what an action says: its words, its owner, what it answers, its date and on whom it waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from tracker.errors import EditConflict, InvalidInput
from tracker.models import Action, AlertAction, Answerable, Answers, Post
from tracker.operations import history
from tracker.operations.action_changes import Blocked, NewDate, move_date, set_blocked, tell_owner
from tracker.operations.actions import CHANGED_BY_UPDATES
from tracker.projections.keeping import atomic
from tracker.rules import access, lifecycle
from tracker.rules.access import Actor, Doing
from tracker.rules.action_words import WORDS, ActionWords, differences
from tracker.rules.free_text import check_free_text
from tracker.rules.typed.text import paragraphs

CHANGED_BY_EDITS = [*WORDS, "owner_post", *CHANGED_BY_UPDATES]


@dataclass(frozen=True, slots=True)
class Edit:
    """An action as it is to be. `ended` are answers that stop, for `ending_reason`; `added` what it answers as well.

    None for the date and the blockage leaves them as they are.
    """

    words: ActionWords
    owner_post: Post
    added: tuple[Answerable, ...] = ()
    ended: tuple[Answers, ...] = ()
    ending_reason: str = ""
    new_date: NewDate | None = None
    blocked: Blocked | None = None


@atomic
def edit_action(*, action: Action, version: int, edit: Edit, by: Actor, at: datetime) -> Action:
    """Make the action as `edit` says; one event with before and after, none where it is so already (double click).

    A new owner is told. Raises NotAllowed (the owning post, the new one and what is added must be in the actor's
    area); WrongState (withdrawn); InvalidInput; EditConflict when somebody saved meanwhile.
    """
    locked = Action.objects.select_for_update(of=("self",)).select_related("owner_post__organisation").get(pk=action.pk)
    _check_may(locked, edit, by=by)
    lifecycle.check_can_edit(locked.state)
    before = locked.facts()
    locked.words = edit.words.checked()
    locked.owner_post = edit.owner_post
    if edit.new_date and not _is_already(locked, edit.new_date):
        _check_version(locked, version)
        move_date(action=locked, to=edit.new_date, by=by, at=at)
    set_blocked(action=locked, blocked=edit.blocked, by=by, at=at)
    old, new = differences(before, locked.facts())
    new |= _answers(locked, edit, version=version, at=at)
    if not new:
        return locked
    _check_version(locked, version)
    locked.version += 1
    locked.save(update_fields=CHANGED_BY_EDITS)
    reasons = [edit.new_date.reason if edit.new_date and "due_on" in new else "", edit.ending_reason]
    reason = "; ".join(paragraphs(part) for part in reasons if paragraphs(part))
    history.record(verb="action.edited", subject=locked.ref, by=by, at=at, before=old, after=new | {"reason": reason})
    if "owner_post" in new:
        tell_owner(action=locked, by=by, at=at)
    return locked


def _check_may(action: Action, edit: Edit, *, by: Actor) -> None:
    access.check_may(by, Doing.PLAN_ACTIONS, paths=action.paths())
    if edit.owner_post.pk != action.owner_post_id:
        access.check_may(by, Doing.PLAN_ACTIONS, paths=[edit.owner_post.organisation.path])
    for answerable in edit.added:
        access.check_may(by, Doing.PLAN_ACTIONS, paths=[answerable.organisation.path])


def _check_version(action: Action, version: int) -> None:
    if action.version != version:
        current = Action.objects.select_related("owner_post__organisation").get(pk=action.pk)
        raise EditConflict("Somebody saved this action after you opened it", current=current)


def _is_already(action: Action, to: NewDate) -> bool:
    return (action.due_on, action.due_precision) == (to.counts_on, to.precision)


def _answers(action: Action, edit: Edit, *, version: int, at: datetime) -> dict[str, Any]:
    """End and add what it answers; say which, as an event keeps it. An action always answers something."""
    current = {answers.pk: answers for answers in Answers.objects.current().filter(action=action)}
    ended = [answers for answers in edit.ended if answers.pk in current]
    held = {answers.answerable_id for answers in current.values()}
    added = [answerable for answerable in edit.added if answerable.pk not in held]
    if not ended and not added:
        return {}
    _check_version(action, version)
    if ended and not paragraphs(edit.ending_reason):
        raise InvalidInput("Enter why it no longer answers the recommendation", field="ending_reason")
    check_free_text(edit.ending_reason, field="ending_reason")
    if len(ended) == len(current) and not added and not AlertAction.objects.filter(action=action).exists():
        raise InvalidInput("Keep or add at least one recommendation that the action answers", field="answers")
    if any(answerable.to_on for answerable in added):
        raise InvalidInput("Choose a recommendation that is still open", field="also")
    on = timezone.localdate(at)
    Answers.objects.filter(pk__in=[answers.pk for answers in ended]).update(
        to_on=on, reason=paragraphs(edit.ending_reason)
    )
    Answers.objects.bulk_create(Answers(action=action, answerable=answerable, from_on=on) for answerable in added)
    changed = {
        "answers_added": [answerable.recommendation.ref for answerable in added],
        "answers_ended": [answers.answerable.recommendation.ref for answers in ended],
    }
    return {name: refs for name, refs in changed.items() if refs}

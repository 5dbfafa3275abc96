"""Ends a body's duty to answer for a recommendation, and says what becomes of the actions that answered it."""

import uuid
from datetime import datetime

from django.utils import timezone

from tracker.choices import ActionStatus, Ending
from tracker.models import Action, Answerable, Answers, Update
from tracker.operations import history
from tracker.operations.action_changes import set_blocked
from tracker.operations.actions import CHANGED_BY_UPDATES
from tracker.operations.sustain_checks import plan_checks
from tracker.projections.keeping import atomic
from tracker.queries.endings import actions_after
from tracker.rules.access import Actor
from tracker.rules.action_words import differences

WITHDRAWN_BECAUSE = "Withdrawn because the recommendation has ended: {ending}."


@atomic
def end_answerable(*, answerable: Answerable, ending: Ending, reason: str, by: Actor, at: datetime) -> Answerable:
    """End a body's duty; a part of the operation that decides the ending, checks who may and holds the row.

    Actions stop answering it for this body; open ones that then answer nothing are withdrawn, the others go on
    (queries/endings). One event for the recommendation and one for each action withdrawn.
    """
    after = actions_after(answerable)
    answerable.to_on = max(timezone.localdate(at), answerable.from_on)
    answerable.ending, answerable.ending_reason = ending, reason
    answerable.ended_at, answerable.ended_by_id = at, by.person_id
    answerable.save(update_fields=["to_on", "ending", "ending_reason", "ended_at", "ended_by"])
    said = f"The recommendation has ended: {ending.label.lower()}"
    Answers.objects.current().filter(answerable=answerable).update(to_on=answerable.to_on, reason=said)
    facts = {"ending": ending.value, "organisation": answerable.organisation.slug}
    history.record(verb="recommendation.ended", subject=answerable.recommendation.ref, by=by, at=at, after=facts)
    if ending is Ending.SUFFICIENT:
        plan_checks(answerable=answerable, by=by, at=at)
    for action in after.withdrawn:
        withdraw_action(action=action, because=WITHDRAWN_BECAUSE.format(ending=ending.label.lower()), by=by, at=at)
    return answerable


@atomic
def withdraw_action(*, action: Action, because: str, by: Actor, at: datetime) -> Update:
    """Withdraw an action; a part of an operation that ends what it answers, and checks who may.

    Not everybody who may end a duty may update the action. The update says why. Nothing else of the action changes, but
    it waits for nobody any more.
    """
    locked = Action.objects.select_for_update(of=("self",)).select_related("owner_post__organisation").get(pk=action.pk)
    before = locked.facts()
    locked.status = ActionStatus.WITHDRAWN
    set_blocked(action=locked, blocked=None, by=by, at=at)
    locked.last_update_at = at
    locked.version += 1
    locked.save(update_fields=CHANGED_BY_UPDATES)
    update = Update.objects.create(
        action=locked, text=because, status=locked.status, token=uuid.uuid4(), posted_at=at, posted_by_id=by.person_id
    )
    old, new = differences(before, locked.facts())
    after = new | {"update": update.pk}
    history.record(verb="action.updated", subject=locked.ref, by=by, at=at, before=old, after=after)
    return update

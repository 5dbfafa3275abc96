"""Ends a body's duty to answer for a recommendation, and says what becomes of the actions that answered it."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tracker.choices import ActionStatus, Ending
from tracker.models import Answerable, Answers
from tracker.operations import history
from tracker.operations.actions import update_action
from tracker.portfolio.endings import actions_after
from tracker.rules.access import Actor

WITHDRAWN_BECAUSE = "Withdrawn because the recommendation has ended: {ending}."


@transaction.atomic
def end_answerable(*, answerable: Answerable, ending: Ending, reason: str, by: Actor, at: datetime) -> Answerable:
    """Part of the operation that decides the ending, which checks who may; the caller holds the row.

    Actions stop answering it for this body; open ones that then answer nothing are withdrawn, the others go on
    (portfolio/endings). One event for the recommendation and one for each action withdrawn.
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
    for action in after.withdrawn:
        update_action(
            action=action,
            version=action.version,
            status=ActionStatus.WITHDRAWN,
            text=WITHDRAWN_BECAUSE.format(ending=ending.label.lower()),
            token=uuid.uuid4(),
            by=by,
            at=at,
        )
    return answerable

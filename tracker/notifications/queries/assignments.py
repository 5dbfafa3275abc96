"""Actions that were given to people and still are theirs: what a digest tells of them."""

from collections.abc import Iterable

from inspections.choices import DatePrecision
from tracker.models import Action
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.assignments import Assigned
from tracker.rules.notices import Identity


def still_theirs(notices: Iterable[NoticeToTell], day: Day) -> dict[Identity, Assigned]:
    """Return what is still somebody's, whose action is open; 1 query, none for none."""
    given = [notice.identity for notice in notices]
    if not given:
        return {}
    numbers = {Action.number_of(identity.subject) for identity in given}
    actions = Action.objects.open().filter(pk__in=[number for number in numbers if number])
    by_ref = {action.ref: action for action in actions.with_told(on=day.on).for_row()}
    return {
        identity: _assigned(by_ref[identity.subject])
        for identity in given
        if identity.subject in by_ref and by_ref[identity.subject].told_id == identity.person_id
    }


def _assigned(action: Action) -> Assigned:
    post, precision = str(action.owner_post), DatePrecision(action.due_precision)
    return Assigned(action.ref, action.title, post, action.due_on, precision)

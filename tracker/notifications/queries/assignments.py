"""Actions that were given to people and still are theirs: what a digest tells of them."""

from collections.abc import Iterable
from datetime import date

from inspections.choices import DatePrecision
from tracker.choices import NoticeKind
from tracker.models import Action
from tracker.notifications.rules.assignments import Assigned


def keys_that_hold(keys: Iterable[str], *, on: date) -> set[str]:
    """Those of these notices' keys whose action is open and whose person answers for it; 1 query."""
    return set(still_theirs(keys, on=on))


def still_theirs(keys: Iterable[str], *, on: date) -> dict[str, Assigned]:
    """What is still somebody's, by its notice's key; 1 query, none without such keys."""
    given = {key: key.split(":") for key in keys if key.startswith(f"{NoticeKind.ASSIGNED.value}:")}
    if not given:
        return {}
    numbers = {Action.number_of(ref) for _, ref, _, _ in given.values()}
    actions = Action.objects.open().filter(pk__in=[number for number in numbers if number])
    found = {action.ref: action for action in actions.with_told(on=on).for_row()}
    return {
        key: _assigned(found[ref])
        for key, (_, ref, _, person) in given.items()
        if ref in found and str(found[ref].told_id) == person
    }


def _assigned(action: Action) -> Assigned:
    post, precision = str(action.owner_post), DatePrecision(action.due_precision)
    return Assigned(action.ref, action.title, post, action.due_on, precision)

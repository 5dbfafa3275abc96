"""Addresses that a mail server refused for good: noted, told to the lead, and cleared when they work again."""

from datetime import datetime

from django.db import transaction

from tracker.choices import NoticeKind
from tracker.errors import NotAllowed, WrongState
from tracker.models import Person
from tracker.notifications.models import Bounce, NoticeToTell
from tracker.notifications.operations.message_queue import ERROR_LIMIT
from tracker.notifications.queries import bounces
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.kinds import RULES
from tracker.operations import history, people
from tracker.rules.access import Actor, check_is_the_service
from tracker.rules.calendar import london_date


@transaction.atomic
def note_bounce(*, person: Person, address: str, reason: str, by: Actor, at: datetime) -> Bounce | None:
    """Remember that a person's address does not work, once; the next look for notices tells the lead above them.

    Until it is cleared nothing is sent there: a post's mail goes to who covers it, and waits where nobody does. None
    where the person has another address by now: what was refused says nothing of that one.
    """
    check_is_the_service(by)
    if Person.objects.select_for_update().get(pk=person.pk).email.casefold() != address.casefold():
        return None
    bounce, is_new = Bounce.objects.get_or_create(
        person=person, cleared_at=None, defaults={"address": address, "reason": reason[:ERROR_LIMIT], "bounced_at": at}
    )
    if is_new:
        Person.objects.filter(pk=person.pk).update(address_refused_at=at)
        history.record(verb="person.address-refused", subject=person.ref, by=by, at=at, after={"address": address})
    return bounce


@transaction.atomic
def raise_bounce_notices(*, day: Day | None = None, by: Actor, at: datetime) -> int:
    """Note each address that does not work for whoever leads there now and was not told; return how many are new.

    So a lead who comes later hears of it too. 1 query where every address works.
    """
    check_is_the_service(by)
    to_tell = bounces.to_tell(day or Day(london_date(at)))
    known = NoticeToTell.objects.noted(to_tell.keys())
    way = RULES[NoticeKind.ADDRESS_BOUNCED].way
    notices = [NoticeToTell.made(identity, way=way, at=at) for identity in to_tell if identity not in known]
    NoticeToTell.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


@transaction.atomic
def clear_bounce(*, bounce: Bounce, by: Actor, at: datetime) -> Bounce:
    """Let mail go to the address again: somebody has put it right. What was not told meanwhile is told then.

    Raises NotAllowed unless the administrator's area holds every role of the person, and WrongState if it was cleared.
    """
    people.check_may_manage(person=bounce.person, on=london_date(at), by=by)
    locked = Bounce.objects.select_for_update(of=("self",)).standing().filter(pk=bounce.pk).first()
    if locked is None:
        raise WrongState("Somebody has already cleared this address.")
    return _clear(locked, by=by, at=at)


@transaction.atomic
def clear_own_bounce(*, person: Person, by: Actor, at: datetime) -> Bounce:
    """Let mail go to one's own address again: the person says that it arrives.

    Raises NotAllowed for anybody else, and WrongState where nothing stands against the address.
    """
    if by.person_id != person.pk:
        raise NotAllowed("Only the person who gets the emails says that they arrive again.")
    locked = Bounce.objects.select_for_update(of=("self",)).standing().of_person(person.pk).first()
    if locked is None:
        raise WrongState("Emails go to your address already.")
    return _clear(locked, by=by, at=at)


def _clear(bounce: Bounce, *, by: Actor, at: datetime) -> Bounce:
    Bounce.objects.filter(pk=bounce.pk).clear(by_id=by.person_id, at=at)
    bounce.cleared_at, bounce.cleared_by_id = at, by.person_id
    after = {"address": bounce.address}
    history.record(verb="person.address-cleared", subject=bounce.person.ref, by=by, at=at, after=after)
    return bounce

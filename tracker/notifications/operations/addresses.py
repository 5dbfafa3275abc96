"""Corrects the address that somebody signs in with and gets mail at, and tells them."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tracker.choices import MessageKind
from tracker.errors import EditConflict, InvalidInput
from tracker.models import Event, Person
from tracker.notifications.models import Bounce, Message
from tracker.notifications.rules import invitations
from tracker.operations import history, people
from tracker.rules.access import Actor


@transaction.atomic
def change_address(*, person: Person, email: str, was: str, by: Actor, at: datetime) -> Person:
    """Give a person another address; what was refused at the one before no longer counts. The same changes nothing.

    Sessions stay open, because who signed in has not changed. The person is told by mail at the new address if they
    have signed in before. `was` is the address that was seen: raises EditConflict where it is another by now;
    NotAllowed unless the administrator's area holds every role of the person; InvalidInput for an address that is wrong
    or taken.
    """
    locked = people.locked_to_manage(person=person, by=by, at=at)
    address = people.check_address(email, besides=locked)
    before = locked.email
    if address == before:
        return locked
    if before != was:
        raise EditConflict("Somebody changed this address after you opened the page", current=locked)
    _save(locked, address)
    Bounce.objects.of_person(locked.pk).clear(by_id=by.person_id, at=at)
    event = history.record(
        verb="person.changed-address",
        subject=locked.ref,
        by=by,
        at=at,
        before={"address": before},
        after={"address": address},
    )
    if locked.first_signed_in_at is not None:
        _tell(locked, event, at=at)
    return locked


def _save(person: Person, address: str) -> None:
    """Save the address; of two people given one at the same moment the database refuses the second."""
    person.email = address
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError as taken:
        raise InvalidInput(f"{address} already has an account", field="email") from taken


def _tell(person: Person, event: Event, *, at: datetime) -> None:
    """Make one mail; where one waits it says what is true when it goes."""
    kind = MessageKind.ADDRESS_CHANGED
    if Message.objects.of_person(person.pk).of_kind(kind).unsent(at=at).exists():
        return
    message = Message.made(person_id=person.pk, kind=kind, number=event.pk, at=at)
    message.not_before_at = invitations.goes_at(at)
    message.save()

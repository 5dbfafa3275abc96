"""What people are told of a change of their address, and the refusal that stands against an address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.models import Event, Person
from tracker.notifications.models import Bounce
from tracker.notifications.queries import accounts
from tracker.notifications.rules import addresses
from tracker.rules.calendar import london_date


@dataclass(frozen=True, slots=True)
class AddressChange:
    """The last change of somebody's address; `why_not` says why they are not told, '' where they are."""

    why_not: str
    by: Person | None = None
    on: date | None = None


def of_people(people: Iterable[Person], *, on: date) -> dict[int, AddressChange]:
    """Return, by person, what they would be told on a day; 3 queries for any number, none for nobody."""
    told = list(people)
    if not told:
        return {}
    refs = {person.pk: person.ref for person in told}
    account_of = accounts.of_people(told, on=on)
    events: dict[str, Event] = {}
    for event in Event.objects.about(*refs.values()).of_verb("person.changed-address"):
        events.setdefault(event.subject, event)
    return {number: _changed(addresses.why_not(account_of[number]), events.get(refs[number])) for number in account_of}


def refusal_of(person: Person) -> Bounce | None:
    """Return what stands against the person's address; 1 query, none where no mail server has refused it."""
    return Bounce.objects.standing().of_person(person.pk).first() if person.address_refused_at else None


def _changed(why_not: str, event: Event | None) -> AddressChange:
    return AddressChange(why_not, event.by, london_date(event.at)) if event else AddressChange(why_not)

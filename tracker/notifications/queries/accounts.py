"""The accounts of people as the rules of mail about accounts take them."""

from collections.abc import Iterable
from datetime import date

from tracker.models import Membership, Person
from tracker.notifications.models import Bounce
from tracker.notifications.rules.accounts import Account


def of_people(people: Iterable[Person], *, on: date) -> dict[int, Account]:
    """Return, by person, their account on a day; 2 queries for any number, none for nobody."""
    by_number = {person.pk: person for person in people}
    if not by_number:
        return {}
    with_role = set(
        Membership.objects.not_ended(on=on).filter(person__in=by_number).values_list("person_id", flat=True)
    )
    bounced = set(Bounce.objects.standing().filter(person__in=by_number).values_list("person_id", flat=True))
    return {
        number: Account(
            is_open=person.is_active,
            has_signed_in=person.first_signed_in_at is not None,
            has_role=number in with_role,
            bounces=number in bounced,
        )
        for number, person in by_number.items()
    }


def of_person(person: Person, *, on: date) -> Account:
    """Return a person's account on a day; 2 queries."""
    return of_people([person], on=on)[person.pk]

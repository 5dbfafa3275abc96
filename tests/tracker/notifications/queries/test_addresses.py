"""What people are told of a change of their address: the last one, by whom, and why they are not told."""

from datetime import timedelta
from typing import Any

from tests.factories.bounces import refuse
from tests.factories.rows import save_changed
from tests.factories.world import NOW, TODAY, World
from tracker.models import Person, actor_of
from tracker.notifications.operations.addresses import change_address
from tracker.notifications.queries import addresses
from tracker.notifications.queries.addresses import AddressChange

DAY = timedelta(days=1)


def change(world: World, email: str, *, was: str, days: int = 0, key: str = "administrator") -> None:
    by = actor_of(world.people[key], on=TODAY)
    change_address(person=world.people["head"], email=email, was=was, by=by, at=NOW + days * DAY)


def people_of(world: World, *keys: str) -> list[Person]:
    return list(Person.objects.filter(pk__in=[world.people[key].pk for key in keys]))


def test_the_last_change_is_told_with_who_made_it_and_when(staff: World) -> None:
    change(staff, "second@example.org", was="head@example.org")
    change(staff, "third@example.org", was="second@example.org", days=2)

    found = addresses.of_people(people_of(staff, "head", "lead"), on=TODAY)

    assert found == {
        staff.people["head"].pk: AddressChange("", staff.people["administrator"], TODAY + 2 * DAY),
        staff.people["lead"].pk: AddressChange(""),
    }


def test_who_is_not_told_is_said_why(staff: World) -> None:
    change(staff, "second@example.org", was="head@example.org")
    save_changed(staff.people["head"], is_active=False)

    [found] = addresses.of_people(people_of(staff, "head"), on=TODAY).values()

    assert (found.why_not, found.by) == ("The account is closed.", staff.people["administrator"])


def test_it_costs_three_queries_for_any_number_and_none_for_nobody(
    staff: World, django_assert_num_queries: Any
) -> None:
    people = list(Person.objects.all())

    with django_assert_num_queries(3):
        assert len(addresses.of_people(people, on=TODAY)) == len(people)
    with django_assert_num_queries(0):
        assert addresses.of_people([], on=TODAY) == {}


def test_what_stands_against_an_address_until_it_is_cleared(staff: World) -> None:
    head, lead = staff.people["head"], staff.people["lead"]
    bounce = refuse(person=head, address=head.email, reason="550", bounced_at=NOW)

    before = [addresses.refusal_of(person) for person in (head, lead)]
    save_changed(bounce, cleared_at=NOW)

    assert (before, addresses.refusal_of(head)) == ([bounce, None], None)

"""What of an account decides whether mail about it goes: read for any number of people in two queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.bounces import refuse
from tests.factories.rows import save_changed
from tests.factories.world import NOW, TODAY, World
from tracker.models import Membership, Person
from tracker.notifications.models import Bounce
from tracker.notifications.queries import accounts
from tracker.notifications.rules.accounts import Account

USUAL = Account(is_open=True, has_signed_in=True, has_role=True, bounces=False)


def roles_of(person: Person, **changes: Any) -> None:
    Membership.objects.filter(person=person).update(**changes)


def refuse_and_clear(person: Person) -> None:
    refuse(person=person, address=person.email, reason="550", bounced_at=NOW)
    Bounce.objects.of_person(person.pk).clear(by_id=None, at=NOW)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda person: None, USUAL),
        (lambda person: save_changed(person, is_active=False), Account(False, True, True, False)),
        (lambda person: save_changed(person, first_signed_in_at=None), Account(True, False, True, False)),
        (lambda person: roles_of(person, to_on=TODAY), Account(True, True, False, False)),
        (lambda person: roles_of(person, from_on=TODAY + timedelta(days=9)), USUAL),
        (
            lambda person: refuse(person=person, address=person.email, reason="550", bounced_at=NOW),
            Account(True, True, True, True),
        ),
        (refuse_and_clear, USUAL),
    ],
    ids=["usual", "closed", "never signed in", "role over", "role to come", "refused", "cleared"],
)
def test_each_fact_is_the_persons_own(staff: World, change: Callable[[Person], None], expected: Account) -> None:
    change(staff.people["head"])
    people = [Person.objects.get(pk=staff.people[key].pk) for key in ("head", "lead")]

    assert list(accounts.of_people(people, on=TODAY).values()) == [expected, USUAL]


@pytest.mark.parametrize("count", [1, 10])
def test_it_costs_two_queries_for_any_number(staff: World, count: int, django_assert_num_queries: Any) -> None:
    people = list(Person.objects.order_by("pk")[:count])

    with django_assert_num_queries(2):
        assert len(accounts.of_people(people, on=TODAY)) == count


def test_for_nobody_it_costs_none(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        assert accounts.of_people([], on=TODAY) == {}


def test_of_one_person_it_says_the_same(staff: World) -> None:
    person = Person.objects.get(pk=staff.people["head"].pk)

    assert accounts.of_person(person, on=TODAY) == USUAL

"""What an invitation says of somebody's account: each role, who gave it last, and what became of the invitations."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.rows import save_changed
from tests.factories.world import NOW, STARTED, TODAY, World, make_person
from tracker.choices import MessageKind, MessageState, Role
from tracker.models import Person, actor_of
from tracker.notifications.queries import invitations
from tracker.operations import people
from tracker.rules.access import SERVICE, Actor

DAY = timedelta(days=1)


@pytest.fixture
def person(world: World) -> Person:
    """Somebody new: the administrator gave one role today, and the service another from next month."""
    new = people.add_person(email="new@example.org", name="New", password="k7mp-x2vd-aaaa-bbbb", by=SERVICE, at=NOW)
    by = actor_of(world.people["administrator"], on=TODAY)
    give(world, new, Role.HEAD_OF_PDU, "leeds", by=by)
    give(world, new, Role.AUDITOR, "wigan", by=SERVICE, from_on=TODAY + 30 * DAY)
    return new


def give(world: World, person: Person, role: Role, body: str, *, by: Actor, **days: Any) -> None:
    people.give_role(person=person, role=role, organisation=world.organisations[body], by=by, at=NOW, **days)


def test_each_role_is_told_with_who_gave_it(world: World, person: Person) -> None:
    [found] = invitations.of_people([person], on=TODAY).values()

    administrator = world.people["administrator"]
    told = {(each.role, each.body, each.from_on, each.given_on, each.by) for each in found.roles}
    assert told == {
        ("Head of PDU", "Leeds PDU", TODAY, TODAY, administrator),
        ("Auditor", "Wigan PDU", TODAY + 30 * DAY, TODAY, None),
    }
    assert (found.why_not, found.givers) == ("", (administrator,))


def test_a_role_without_a_trail_says_no_day(world: World) -> None:
    old = make_person(world, "old", role=Role.AUDITOR, body="leeds", title=None)

    [found] = invitations.of_people([old], on=TODAY).values()

    assert [(each.from_on, each.given_on, each.by) for each in found.roles] == [(STARTED, None, None)]


@pytest.mark.parametrize("count", [1, 10])
def test_it_costs_four_queries_for_any_number_and_none_for_nobody(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    found = list(Person.objects.order_by("pk")[:count])

    with django_assert_num_queries(4):
        assert len(invitations.of_people(found, on=TODAY)) == count
    with django_assert_num_queries(0):
        assert invitations.of_people([], on=TODAY) == {}


def test_the_page_shows_the_newest_of_its_invitations_and_no_other_mail(
    world: World, person: Person, django_assert_num_queries: Any
) -> None:
    kind = MessageKind.INVITATION
    make_message(person, uid="1", kind=kind, state=MessageState.SENT, sent_at=NOW)
    newest = make_message(person, uid="2", kind=kind, created_at=NOW + DAY)
    make_message(person, uid="3", created_at=NOW + 2 * DAY)
    make_message(world.people["lead"], uid="4", kind=kind)

    with django_assert_num_queries(3):
        found = invitations.of_person(person, on=TODAY)

    assert (found.last, found.count, found.why_not, found.is_waiting) == (newest, 2, "", True)


def test_who_has_signed_in_is_not_invited_and_was_never(world: World) -> None:
    head = world.people["head"]
    save_changed(head, first_signed_in_at=NOW)

    found = invitations.of_person(Person.objects.get(pk=head.pk), on=TODAY)

    assert (found.last, found.count, found.why_not) == (None, 0, "This person has signed in already.")
    assert not found.is_waiting

"""Invitations: effect, refusal, event, notice (none), twice; and that demo worlds send none."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories.bounces import refuse
from tests.factories.world import NOW, STARTED, TODAY, World, make_person
from tracker.choices import MessageKind, MessageState, Role
from tracker.errors import NotAllowed, WrongState
from tracker.models import Event, Membership, Person, actor_of
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.operations import invitations
from tracker.operations import people
from tracker.rules.access import SERVICE, Actor
from tracker.sample_data.national.world import make_national_world

DAY = timedelta(days=1)


def by(world: World, key: str = "administrator") -> Actor:
    return actor_of(world.people[key], on=TODAY)


def invite(
    world: World, key: str = "head", *, seen: int = 0, at: datetime = NOW, as_: str = "administrator"
) -> Message:
    return invitations.invite(person=world.people[key], seen=seen, by=by(world, as_), at=at)


def sent(world: World, key: str = "head") -> None:
    Message.objects.filter(person=world.people[key]).update(state=MessageState.SENT, sent_at=NOW)


def made() -> list[tuple[str, int, int]]:
    """Kind, person and number of each message."""
    return list(Message.objects.order_by("pk").values_list("kind", "person", "number"))


def test_it_is_a_message_of_its_own_that_is_not_the_days_one(world: World) -> None:
    message = invite(world)

    assert (message.kind, message.state, message.day_on) == (MessageKind.INVITATION, MessageState.PENDING, None)
    assert (message.person, message.created_at, message.not_before_at) == (world.people["head"], NOW, NOW)
    assert Event.objects.get(verb="person.invited").after == {"number": 1}
    assert not NoticeToTell.objects.exists()


def test_adding_somebody_invites_them_once(world: World) -> None:
    given = {"role": Role.AUDITOR, "organisation": world.organisations["yorkshire"]}
    person, _ = invitations.invite_person(email="new@example.org", name="New", **given, by=by(world), at=NOW)
    people.give_role(person=person, role=Role.NATIONAL, organisation=world.organisations["hmpps"], by=SERVICE, at=NOW)

    assert made() == [(MessageKind.INVITATION, person.pk, 1)]


def test_at_a_weekend_it_waits_for_the_morning(world: World) -> None:
    assert invite(world, at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC)).not_before_at == datetime(
        2026, 11, 23, 7, 30, tzinfo=UTC
    )


def test_the_same_click_twice_makes_one(world: World) -> None:
    first = invite(world)
    sent(world)
    second, third = [invite(world, seen=1, at=NOW + DAY) for _ in range(2)]

    assert (first.pk != second.pk, second.pk == third.pk) == (True, True)
    assert [event.after["number"] for event in Event.objects.filter(verb="person.invited").order_by("pk")] == [1, 2]


def test_while_one_waits_there_is_no_other(world: World) -> None:
    invite(world)

    with pytest.raises(WrongState, match="waits to be sent"):
        invite(world, seen=1)


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.SUPPRESSED])
def test_after_one_that_did_not_go_there_is_another(world: World, state: MessageState) -> None:
    invite(world)
    Message.objects.update(state=state)

    assert invite(world, seen=1).number == 2


def signed_in(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(first_signed_in_at=NOW)


def closed(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def without_role(person: Person) -> None:
    Membership.objects.filter(person=person).update(to_on=TODAY)


def bounced(person: Person) -> None:
    refuse(person=person, address=person.email, reason="550", bounced_at=NOW)


@pytest.mark.parametrize("change", [signed_in, closed, without_role, bounced])
def test_who_cannot_sign_in_first_is_not_invited(world: World, change: Any) -> None:
    change(world.people["head"])

    with pytest.raises(WrongState):
        invite(world)
    assert made() == []


@pytest.mark.parametrize("key", ["head", "lead", "national", "auditor"])
def test_only_an_administrator_invites(world: World, key: str) -> None:
    with pytest.raises(NotAllowed):
        invite(world, as_=key)


def test_not_somebody_with_a_role_outside_the_area(world: World) -> None:
    make_person(world, "local", role=Role.ADMINISTRATOR, body="manchester", title=None)
    Membership.objects.create(
        person=world.people["other_head"],
        organisation=world.organisations["hmpps"],
        role=Role.NATIONAL,
        from_on=STARTED,
    )

    with pytest.raises(NotAllowed):
        invite(world, "other_head", as_="local")


def test_a_world_to_test_with_invites_nobody(db: None, settings: Any) -> None:
    settings.DEBUG = True
    make_national_world(recommendations=20, updates=1, seed=1, is_for_tests=True, on=TODAY, by=SERVICE, at=NOW)

    assert Person.objects.filter(first_signed_in_at=None).exists()
    assert not Message.objects.of_kind(MessageKind.INVITATION).exists()

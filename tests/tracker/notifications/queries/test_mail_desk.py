"""The administrators' page of mail: of their own people alone, what waits longest and what failed last first."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.factories.bounces import refuse
from tests.factories.mail import FAILED, SENT, make_mail, make_message
from tests.factories.rows import save_changed
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World, make_person
from tracker.choices import MessageState, Role
from tracker.notifications.models import Bounce, MailHold, Message
from tracker.notifications.queries import mail_desk
from tracker.rules.access import Actor

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def administrator(world: World) -> Actor:
    return actor(world, "administrator")


@pytest.fixture
def local(world: World) -> Actor:
    """The administrator of Greater Manchester."""
    make_person(world, "local", role=Role.ADMINISTRATOR, body="manchester", title=None)
    return actor(world, "local")


def test_what_waits_comes_by_when_it_was_to_go_and_what_failed_the_newest_first(
    world: World, administrator: Actor
) -> None:
    head = world.people["head"]
    later, sooner = make_message(head, uid="1"), make_message(head, uid="2", not_before_at=NOW - MINUTE)
    old, new = (make_message(head, uid=each, state=MessageState.FAILED, created_at=NOW + each * DAY) for each in (3, 4))
    make_message(head, uid="5", state=MessageState.HELD)

    found = mail_desk.desk(administrator, at=NOW)

    assert (found.waiting, found.failed) == ([sooner, later], [new, old])
    assert (found.waiting_count, found.failed_count, found.is_late) == (2, 2, False)


def test_what_became_of_the_mail_of_a_week_the_most_first(world: World, administrator: Actor) -> None:
    facts = [("n1", "delivered", 1), ("n2", "delivered", 6), ("", "", 1), ("n3", "delivered", 8)]
    for reference, delivery, days in facts:
        make_message(
            world.people["lead"], uid=f"{reference}{days}", state=MessageState.SENT, sent_at=NOW - days * DAY,
            provider_reference=reference, delivery=delivery,
        )  # fmt: skip

    assert mail_desk.desk(administrator, at=NOW).sent == [
        ("Delivered to the mailbox", 2),
        ("Taken by the mail server", 1),
    ]


def test_a_run_that_waits_says_how_many_are_in_it(world: World, administrator: Actor) -> None:
    hold = MailHold.objects.create(why="60 messages at once", made_at=NOW, settings_mark="a")
    MailHold.objects.create(why="over", made_at=NOW, settings_mark="a", released_at=NOW)
    make_message(world.people["head"], uid="1", state=MessageState.HELD, hold=hold)
    make_message(world.people["head"], uid="2", state=MessageState.EXPIRED, hold=hold)

    assert mail_desk.desk(administrator, at=NOW).holds == [mail_desk.Hold(hold, 1)]


def test_an_administrator_of_one_region_sees_its_people_alone(world: World, local: Actor) -> None:
    make_mail(world)
    theirs = world.people["other_head"]
    save_changed(refuse(person=theirs, address=theirs.email, reason="550", bounced_at=NOW), cleared_at=NOW)
    bounce = refuse(person=theirs, address=theirs.email, reason="550", bounced_at=NOW)
    message = make_message(theirs, uid="1", state=MessageState.FAILED)

    found = mail_desk.desk(local, at=NOW)

    assert (found.failed, found.failed_count, found.bounces, found.sent) == ([message], 1, [bounce], [])
    assert mail_desk.bounces(local) == [bounce]


@pytest.mark.parametrize("key", ["lead", "auditor"])
def test_who_manages_nobody_sees_none(world: World, key: str) -> None:
    make_mail(world)

    found = mail_desk.desk(actor(world, key), at=NOW)

    assert (found.failed, found.bounces, found.sent) == ([], [], [])


@pytest.mark.parametrize("uid", [SENT, FAILED])
def test_one_message_or_address_is_found_in_ones_own_area(
    world: World, administrator: Actor, local: Actor, uid: UUID
) -> None:
    make_mail(world)
    bounce = Bounce.objects.get()

    assert mail_desk.message(administrator, uid) == Message.objects.with_reference(uid).get()
    assert mail_desk.bounce(administrator, bounce.pk) == bounce
    assert (mail_desk.message(local, uid), mail_desk.bounce(local, bounce.pk)) == (None, None)


@pytest.mark.parametrize("count", [1, 20])
def test_it_costs_eleven_queries_and_one_for_each_run(
    world: World, administrator: Actor, count: int, django_assert_max_num_queries: Any
) -> None:
    make_mail(world)
    for number in range(count):
        make_message(world.people["lead"], uid=number, state=MessageState.FAILED)

    with django_assert_max_num_queries(11 + 1):
        found = mail_desk.desk(administrator, at=NOW)
        assert {each.person.email for each in found.failed} == {"head@example.org", "lead@example.org"}

"""Invitations as administrators see them: made with the account, shown on its page, and sent again from there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.bounces import refuse
from tests.factories.world import NOW, World, make_person
from tracker.choices import MessageState, Role
from tracker.models import Person
from tracker.notifications.models import Message
from tracker.notifications.operations.invitations import invite
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]
ANSWERS = {
    "name": "Deputy head of Leeds",
    "email": "deputy@example.org",
    "role": "head-of-pdu",
    "organisation": "leeds",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def client(signed_in: SignedIn) -> Client:
    return signed_in("administrator")


def user(world: World, page: str = "", key: str = "head") -> str:
    return f"/users/{world.people[key].ref}/{page}"


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def have_sent(at: datetime = NOW) -> None:
    Message.objects.update(state=MessageState.SENT, sent_at=at, address="head@example.org")


def test_whoever_is_added_is_invited_and_the_pages_say_so(client: Client, world: World) -> None:
    check = words(client.post("/users/new/", ANSWERS))
    done = words(client.post("/users/new/", ANSWERS | {"confirmed": "yes"}))

    assert Message.objects.get().person.email == "deputy@example.org"
    assert "An invitation goes to this address by email" in check
    assert "The invitation that goes to them by email does not hold it" in done


def test_a_new_password_invites_nobody(client: Client, world: World) -> None:
    page = words(client.post(user(world, "password/")))

    assert "invitation" not in page
    assert not Message.objects.exists()


def test_the_page_says_that_it_waits_and_offers_no_other(client: Client, world: World) -> None:
    invite(person=world.people["head"], by=SERVICE, at=NOW)

    page = words(client.get(user(world)))

    assert "Waits to be sent, from 18 November 2026 at 10:00am" in page
    assert "Send the invitation again" not in page


def test_the_page_says_when_it_was_sent_and_where(client: Client, world: World) -> None:
    invite(person=world.people["head"], by=SERVICE, at=NOW)
    have_sent()

    page = words(client.get(user(world)))

    assert "Sent on 18 November 2026 at 10:00am to head@example.org" in page
    assert "Send the invitation again" in page


def test_the_page_says_why_it_was_not_sent(client: Client, world: World) -> None:
    invite(person=world.people["head"], by=SERVICE, at=NOW)
    Message.objects.update(state=MessageState.FAILED, last_error="The mail server answered 550 no such mailbox")

    assert "Not sent. The mail server answered 550 no such mailbox" in words(client.get(user(world)))


def test_it_is_sent_again_once_for_two_clicks(client: Client, world: World) -> None:
    invite(person=world.people["head"], by=SERVICE, at=NOW - timedelta(days=1))
    have_sent(NOW - timedelta(days=1))

    first = client.post(user(world, "invitation/"), {"seen": "1"}, follow=True)
    have_sent()
    second = client.post(user(world, "invitation/"), {"seen": "1"}, follow=True)

    assert Message.objects.count() == 2
    assert "The invitation goes to head@example.org within a minute" in words(first)
    assert Message.objects.filter(number=2).count() == 1
    assert "Sent on 18 November 2026" in words(second)


def test_a_click_on_an_old_page_says_that_there_is_one(client: Client, world: World) -> None:
    invite(person=world.people["head"], by=SERVICE, at=NOW - timedelta(days=1))
    have_sent(NOW - timedelta(days=1))

    answer = client.post(user(world, "invitation/"), {"seen": "0"}, follow=True)

    assert "There is an invitation of 17 November 2026 already. No other was made" in words(answer)


@pytest.mark.parametrize("seen", ["", "nonsense", "-1", "99999999999999999999", "²"])
def test_nonsense_counts_as_nothing_seen(client: Client, world: World, seen: str) -> None:
    invite(person=world.people["head"], by=SERVICE, at=NOW)
    have_sent()

    client.post(user(world, "invitation/"), {"seen": seen})

    assert Message.objects.count() == 1


def test_at_a_weekend_it_says_when_it_goes(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch, signed_in: SignedIn
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 21, 9, 0, tzinfo=UTC))

    answer = signed_in("administrator").post(user(world, "invitation/"), {"seen": "0"}, follow=True)

    assert "The invitation goes to head@example.org on Monday 23 November 2026" in words(answer)


def test_somebody_who_signed_in_is_shown_the_date_and_no_button(client: Client, world: World) -> None:
    invite(person=world.people["head"], by=SERVICE, at=NOW)
    have_sent()
    Person.objects.filter(pk=world.people["head"].pk).update(first_signed_in_at=NOW)

    page, answer = words(client.get(user(world))), client.post(user(world, "invitation/"), {"seen": "1"}, follow=True)

    assert ("Sent on 18 November 2026" in page, "invitation again" in page) == (True, False)
    assert "This person has signed in already" in words(answer)


def test_the_page_says_why_none_can_be_sent(client: Client, world: World) -> None:
    refuse(person=world.people["head"], address="head@example.org", reason="550 no such mailbox", bounced_at=NOW)

    page = words(client.get(user(world)))

    assert "No invitation can be sent now. Emails do not arrive at this address." in page
    assert "Send an invitation" not in page


def test_somebody_added_before_there_were_invitations_can_be_invited(client: Client, world: World) -> None:
    page = words(client.get(user(world)))

    assert "None was made" in page
    assert "Send an invitation" in page


@pytest.mark.parametrize("key", ["lead", "national", "auditor"])
def test_others_find_nothing_there(signed_in: SignedIn, world: World, key: str) -> None:
    assert signed_in(key).post(user(world, "invitation/"), {"seen": "0"}).status_code == 404


def test_a_stranger_signs_in_first(world: World) -> None:
    assert Client().post(user(world, "invitation/"), {"seen": "0"}).status_code == 302
    assert not Message.objects.exists()


def test_an_administrator_of_another_region_does_not_find_them(signed_in: SignedIn, world: World) -> None:
    make_person(world, "local", role=Role.ADMINISTRATOR, body="manchester", title=None)

    assert signed_in("local").post(user(world, "invitation/"), {"seen": "0"}).status_code == 404


def test_the_page_asks_the_same_for_any_number(
    client: Client, world: World, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(5):
        invite(person=world.people["head"], seen=number, by=SERVICE, at=NOW)
        have_sent()
    client.get(user(world))

    with django_assert_max_num_queries(19):
        client.get(user(world))

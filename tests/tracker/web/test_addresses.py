"""Addresses as people see them: corrected on a user's page, and said to work again on one's own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.bounces import refuse
from tests.factories.world import NOW, STARTED, World, make_person
from tracker.choices import MessageState, Role
from tracker.models import Membership, Person
from tracker.notifications.models import Bounce, Message
from tracker.notifications.operations.invitations import invite
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]
OLD, NEW = "head@example.org", "head.of.kirklees@example.org"
REASON = "The mail server answered 550 5.1.1 no such mailbox"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def client(signed_in: SignedIn) -> Client:
    return signed_in("administrator")


@pytest.fixture
def refused(world: World) -> Bounce:
    return refuse(person=world.people["head"], address=OLD, reason=REASON, bounced_at=NOW)


def page_of(world: World, page: str = "address/") -> str:
    return f"/users/{world.people['head'].ref}/{page}"


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def address_of(world: World) -> str:
    return Person.objects.get(pk=world.people["head"].pk).email


class TestUser:
    def test_the_page_leads_there_and_says_what_was_refused(
        self, client: Client, world: World, refused: Bounce
    ) -> None:
        user, form = words(client.get(page_of(world, ""))), words(client.get(page_of(world)))

        assert f'href="{page_of(world)}"' in user
        assert f"Have not arrived since 18 November 2026. {REASON}" in user
        assert REASON in form
        assert f'value="{OLD}"' in form

    def test_it_is_changed_and_the_history_says_from_what_to_what(self, client: Client, world: World) -> None:
        Person.objects.update(first_signed_in_at=NOW)

        page = words(client.post(page_of(world), {"email": NEW, "was": OLD}, follow=True))

        assert address_of(world) == NEW
        assert f"The email address is now {NEW}. They are told by email" in page
        assert f"Email address changed from {OLD} to {NEW}" in page

    def test_an_open_session_stays_open(self, client: Client, signed_in: SignedIn, world: World) -> None:
        theirs = signed_in("head")

        client.post(page_of(world), {"email": NEW, "was": OLD})

        assert theirs.get("/account/").status_code == 200

    def test_after_an_invitation_it_says_to_send_it_again(self, client: Client, world: World) -> None:
        invite(person=world.people["head"], by=SERVICE, at=NOW)
        Message.objects.update(state=MessageState.FAILED, address=OLD, last_error=REASON)

        page = words(client.post(page_of(world), {"email": NEW, "was": OLD}, follow=True))

        assert "The invitation went to the one before: send it again" in page
        assert "Send the invitation again" in page

    def test_an_invitation_that_waits_goes_to_the_new_one(self, client: Client, world: World) -> None:
        invite(person=world.people["head"], by=SERVICE, at=NOW)

        page = words(client.post(page_of(world), {"email": NEW, "was": OLD}, follow=True))

        assert "send it again" not in page

    @pytest.mark.parametrize(
        ("email", "told"),
        [
            ("", "Enter an email address"),
            ("nonsense", "Enter an email address in the correct format"),
            ("LEAD@example.org", "LEAD@example.org already has an account"),
            (f"{'a' * 250}@example.org", "254 characters or fewer"),
        ],
    )
    def test_mistakes_are_told(self, client: Client, world: World, email: str, told: str) -> None:
        answer = client.post(page_of(world), {"email": email, "was": OLD})

        assert answer.status_code == 400
        assert told in words(answer)
        assert "Error: " in words(answer)
        assert address_of(world) == OLD

    def test_somebody_elses_change_is_shown_and_the_answer_kept(self, client: Client, world: World) -> None:
        Person.objects.filter(pk=world.people["head"].pk).update(email="third@example.org")

        answer = client.post(page_of(world), {"email": NEW, "was": OLD})

        assert answer.status_code == 409
        assert "It is now third@example.org" in words(answer)
        assert f'value="{NEW}"' in words(answer)
        assert 'name="was" value="third@example.org"' in words(answer)

    def test_twice_is_once(self, client: Client, world: World) -> None:
        statuses = [client.post(page_of(world), {"email": NEW, "was": OLD}).status_code for _ in range(2)]

        assert statuses == [302, 302]

    def test_it_is_refused_for_somebody_with_a_role_outside_the_area(self, signed_in: SignedIn, world: World) -> None:
        make_person(world, "local", role=Role.ADMINISTRATOR, body="yorkshire", title=None)
        hmpps = world.organisations["hmpps"]
        Membership.objects.create(person=world.people["head"], organisation=hmpps, role=Role.NATIONAL, from_on=STARTED)
        local = signed_in("local")

        statuses = [local.get(page_of(world)).status_code, local.post(page_of(world), {"email": NEW}).status_code]

        assert statuses == [403, 403]
        assert page_of(world) not in words(local.get(page_of(world, "")))

    @pytest.mark.parametrize("key", ["head", "lead", "auditor"])
    def test_others_find_nothing_there(self, signed_in: SignedIn, world: World, key: str) -> None:
        assert signed_in(key).get(page_of(world)).status_code == 404

    def test_a_stranger_signs_in_first(self, world: World) -> None:
        assert Client().get(page_of(world)).status_code == 302

    def test_the_page_asks_little(
        self, client: Client, world: World, refused: Bounce, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        client.get(page_of(world))

        with django_assert_max_num_queries(12):
            client.get(page_of(world))


class TestOwn:
    def test_it_says_what_was_refused_and_when(self, signed_in: SignedIn, refused: Bounce) -> None:
        page = words(signed_in("head").get("/account/emails/"))

        assert "Emails to you do not arrive" in page
        assert "were refused on 18 November 2026" in page
        assert REASON in page

    def test_your_work_says_so_first(self, signed_in: SignedIn, refused: Bounce) -> None:
        page = words(signed_in("head").get("/"))

        assert page.index("Emails to you do not arrive") < page.index("Overdue (")
        assert "None has been sent since 18 November 2026." in page
        assert 'href="/account/emails/#refused"' in page
        assert "do not arrive" not in words(signed_in("lead").get("/"))

    def test_said_to_work_again_it_is_gone(self, signed_in: SignedIn, refused: Bounce) -> None:
        client = signed_in("head")

        first = words(client.post("/account/emails/arrive/", follow=True))
        second = words(client.post("/account/emails/arrive/", follow=True))

        assert f"Emails go to {OLD} again" in first
        assert "do not arrive" not in first
        assert "Emails go to your address already" in second

    def test_it_is_ones_own_alone(self, signed_in: SignedIn, refused: Bounce) -> None:
        signed_in("lead").post("/account/emails/arrive/")

        assert Bounce.objects.standing().get() == refused

    def test_looking_changes_nothing(self, signed_in: SignedIn, refused: Bounce) -> None:
        assert signed_in("head").get("/account/emails/arrive/").status_code == 405
        assert Bounce.objects.standing().exists()

    def test_without_one_nothing_is_said(self, signed_in: SignedIn, world: World) -> None:
        assert "do not arrive" not in words(signed_in("head").get("/account/emails/"))


def test_the_desk_of_mail_leads_to_the_change(client: Client, world: World, refused: Bounce) -> None:
    assert f'href="{page_of(world)}"' in words(client.get("/mail/"))

"""How often emails come: from the account, and by the signed link of a mail without signing in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.world import World
from tracker.choices import Frequency, MessageKind, MessageState
from tracker.models import Event
from tracker.notifications.models import EmailPreference, Message
from tracker.notifications.rules.email_preferences import DEFAULT, Preference
from tracker.notifications.signed_links import sign

SignedIn = Callable[[str], Client]


def link(world: World, key: str = "head", *, days_old: int = 0) -> str:
    at = timezone.now() - timedelta(days=days_old)
    return f"/email-preferences/{sign(person_id=world.people[key].pk, at=at)}/"


def choice(world: World, key: str = "head") -> Preference:
    return EmailPreference.objects.preference_of(world.people[key].pk)


class TestAccount:
    def test_it_shows_the_choice_and_what_was_sent(self, signed_in: SignedIn, world: World) -> None:
        Message.objects.create(
            person=world.people["head"],
            kind=MessageKind.DIGEST,
            state=MessageState.FAILED,
            subject="2 overdue: inspection actions",
            created_at=timezone.now(),
            not_before_at=timezone.now(),
            message_id="<5e17b5a4-0000-4000-8000-000000000009@example.org>",
            last_error="The mail server answered 550 no such mailbox",
        )

        page = signed_in("head").get("/account/emails/").content.decode()

        assert "2 overdue: inspection actions" in page
        assert "550 no such mailbox" in page
        assert "cannot be switched off" in page

    def test_somebody_elses_mail_is_not_shown(self, signed_in: SignedIn, world: World) -> None:
        at = timezone.now()
        Message.objects.create(
            person=world.people["lead"], kind="digest", subject="For the lead", created_at=at,
            not_before_at=at, message_id="<5e17b5a4-0000-4000-8000-000000000009@example.org>",
        )  # fmt: skip

        assert "For the lead" not in signed_in("head").get("/account/emails/").content.decode()

    def test_a_choice_is_saved(self, signed_in: SignedIn, world: World) -> None:
        answer = signed_in("head").post("/account/emails/", {"frequency": "weekly", "weekday": 4}, follow=True)

        assert choice(world) == Preference(Frequency.WEEKLY, 4)
        assert "Your choice is saved" in answer.content.decode()

    @pytest.mark.parametrize("sent", [{}, {"frequency": "hourly"}, {"frequency": "weekly", "weekday": 6}])
    def test_nonsense_is_refused(self, signed_in: SignedIn, world: World, sent: dict[str, str]) -> None:
        answer = signed_in("head").post("/account/emails/", sent)

        assert answer.status_code == 400
        assert "Error: " in answer.content.decode()
        assert choice(world) == DEFAULT

    def test_the_next_digest_can_be_seen(self, signed_in: SignedIn, world: World) -> None:
        page = signed_in("head").get("/account/emails/next/").content.decode()

        assert "There is nothing to tell you now" in page

    def test_the_page_asks_the_same_for_any_number_of_mails(
        self, signed_in: SignedIn, world: World, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        client = signed_in("head")

        with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
            client.get("/account/emails/")


class TestLink:
    def test_looking_changes_nothing(self, world: World) -> None:
        """Mail scanners open every link."""
        for method in ("get", "head"):
            for tail in ("", "?List-Unsubscribe=One-Click", "?frequency=stopped"):
                assert getattr(Client(), method)(link(world) + tail).status_code == 200

        assert choice(world) == DEFAULT
        assert not Event.objects.filter(verb="person.changed-emails").exists()

    def test_it_says_whose_emails_and_asks_for_no_sign_in(self, world: World) -> None:
        page = Client().get(link(world)).content.decode()

        assert "head@example.org" in page
        assert world.people["head"].name not in page

    def test_a_choice_is_saved_in_the_persons_name(self, world: World) -> None:
        client = Client(enforce_csrf_checks=True)

        answer = client.post(link(world), {"frequency": "stopped", "weekday": 0}, follow=True)

        assert choice(world).frequency is Frequency.STOPPED
        assert "Your choice is saved" in answer.content.decode()
        assert Event.objects.get(verb="person.changed-emails").by == world.people["head"]

    def test_one_click_of_a_mail_program_stops_the_digest(self, world: World) -> None:
        answer = Client(enforce_csrf_checks=True).post(link(world), {"List-Unsubscribe": "One-Click"})

        assert (answer.status_code, choice(world).frequency) == (200, Frequency.STOPPED)

    def test_a_mistake_is_told(self, world: World) -> None:
        answer = Client().post(link(world), {"frequency": ""})

        assert answer.status_code == 400
        assert "Select how often you want the digest" in answer.content.decode()

    def test_it_changes_nobody_else_even_when_somebody_else_is_signed_in(
        self, signed_in: SignedIn, world: World
    ) -> None:
        signed_in("lead").post(link(world), {"frequency": "daily"})

        assert (choice(world).frequency, choice(world, "lead")) == (Frequency.DAILY, DEFAULT)

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_old_changed_and_foreign_links_are_not_found(self, world: World, method: str) -> None:
        good = link(world)
        wrong = [link(world, days_old=61), good[:-3] + "/", "/email-preferences/nonsense/", link(world, "disabled")]

        statuses = [getattr(Client(), method)(one, {"frequency": "stopped"}).status_code for one in wrong]

        assert statuses == [404] * 4
        assert not EmailPreference.objects.exists()

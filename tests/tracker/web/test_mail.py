"""Mail as people see it: their own, the administrators' page, who would get what, and whether the jobs run."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.mail import FAILED, SENT, make_mail, make_message
from tests.factories.world import NOW, World, make_action, make_person
from tracker.choices import Frequency, MessageKind, MessageState, Role
from tracker.models import Event, Person
from tracker.notifications.models import Bounce, EmailPreference, Message, NoticeToTell
from tracker.notifications.operations import heartbeats
from tracker.notifications.operations.reminders import remind
from tracker.notifications.signed_links import sign
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is Wednesday 18 November 2026, 10am."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


@pytest.fixture
def cast(world: World) -> World:
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    make_mail(world)
    return world


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


class TestOwnEmails:
    def test_each_email_can_be_opened_and_says_what_it_told(self, cast: World, signed_in: SignedIn) -> None:
        client = signed_in("head")

        listed, opened = client.get("/account/emails/"), client.get(f"/account/emails/sent/{SENT}/")

        assert f"/account/emails/sent/{SENT}/" in words(listed)
        assert "1 overdue: inspection actions" in words(opened)
        assert f"/actions/{cast.actions['kirklees'].ref}/" in words(opened)
        assert "Action late" in words(opened)

    def test_one_that_told_nothing_says_so(self, cast: World, signed_in: SignedIn) -> None:
        assert "Nothing: what it was about was done" in words(signed_in("head").get(f"/account/emails/sent/{FAILED}/"))

    @pytest.mark.parametrize(
        ("kind", "told"),
        [
            (MessageKind.JOBS_RAN, "That the jobs ran."),
            (MessageKind.INVITATION, "What the service is, the role"),
            (MessageKind.ADDRESS_CHANGED, "That the address to sign in with was changed"),
        ],
    )
    def test_one_that_is_about_no_notice_says_what_it_is_about(
        self, cast: World, signed_in: SignedIn, kind: MessageKind, told: str
    ) -> None:
        Message.objects.with_reference(FAILED).update(kind=kind)

        assert told in words(signed_in("head").get(f"/account/emails/sent/{FAILED}/"))

    def test_what_the_provider_says_of_each_is_told(self, cast: World, signed_in: SignedIn) -> None:
        Message.objects.with_reference(SENT).update(provider_reference="n1", delivery="delivered")
        client = signed_in("head")

        listed, opened = client.get("/account/emails/"), client.get(f"/account/emails/sent/{SENT}/")

        assert "Delivered to the mailbox" in words(listed)
        assert "Delivered to the mailbox" in words(opened)

    @pytest.mark.parametrize("person", ["lead", "administrator"])
    def test_nobody_elses_can_be_opened(self, cast: World, signed_in: SignedIn, person: str) -> None:
        assert signed_in(person).get(f"/account/emails/sent/{SENT}/").status_code == 404

    def test_twenty_are_on_a_page(self, cast: World, signed_in: SignedIn) -> None:
        for number in range(25):
            uid = f"5e17b5a4-0000-4000-8000-0000000001{number:02d}"
            make_message(cast.people["lead"], uid=uid, subject=f"Digest {number}", created_at=NOW + number * MINUTE)
        client = signed_in("lead")

        first = client.get("/account/emails/").content.decode()
        after = re.search(r'href="\?after=([^"]+)"', first)
        second = client.get(f"/account/emails/?after={after and after[1]}").content.decode()

        assert re.findall(r">(Digest \d+)<", first)[:2] == ["Digest 24", "Digest 23"]
        assert re.findall(r">(Digest \d+)<", second) == [f"Digest {number}" for number in (4, 3, 2, 1, 0)]

    @pytest.mark.parametrize(
        ("sent", "expected"),
        [([], (False, False)), (["reviews"], (True, False)), (["reviews", "escalations"], (True, True))],
    )
    def test_what_is_told_at_once_can_be_chosen(
        self, cast: World, signed_in: SignedIn, sent: list[str], expected: tuple[bool, bool]
    ) -> None:
        signed_in("lead").post("/account/emails/", {"frequency": "weekly", "weekday": 0, "at_once": sent})

        chosen = EmailPreference.objects.filter(person=cast.people["lead"]).first()
        found = (chosen.tells_reviews_at_once, chosen.tells_escalations_at_once) if chosen else (True, True)
        assert found == expected

    def test_the_trail_says_what_changed_of_it(self, cast: World, signed_in: SignedIn) -> None:
        signed_in("lead").post("/account/emails/", {"frequency": "weekly", "weekday": 0, "at_once": ["reviews"]})

        event = Event.objects.get(verb="person.changed-emails")
        assert (event.before["escalations_at_once"], event.after["escalations_at_once"]) == (True, False)
        assert "reviews_at_once" not in event.after

    def test_one_click_leaves_what_is_told_at_once(self, cast: World) -> None:
        EmailPreference.objects.create(
            person=cast.people["head"], frequency=Frequency.DAILY, tells_reviews_at_once=False
        )
        Client().post(
            f"/email-preferences/{sign(person_id=cast.people['head'].pk, at=NOW)}/", {"List-Unsubscribe": "One-Click"}
        )

        chosen = EmailPreference.objects.get()
        assert (chosen.frequency, chosen.tells_reviews_at_once, chosen.tells_escalations_at_once) == (
            Frequency.STOPPED, False, True,
        )  # fmt: skip

    def test_the_preview_shows_the_subject_and_the_rows(self, cast: World, signed_in: SignedIn) -> None:
        ref = cast.actions["kirklees"].ref
        NoticeToTell.objects.create(person=cast.people["head"], kind="action-due", subject=ref, created_at=NOW)

        page = words(signed_in("head").get("/account/emails/next/"))

        assert "1 action due by 20 November" in page
        assert "Brief the managers on second checks (kirklees)" in page
        assert "other action" not in page

    def test_the_preview_lists_what_was_told_before_as_the_email_does(self, cast: World, signed_in: SignedIn) -> None:
        make_action(cast, "other", recommendation="kirklees", post="Head of PDU, kirklees", due_on=date(2026, 11, 17))
        head = cast.people["head"]
        remind(by=SERVICE, at=NOW)
        told = Message.objects.filter(person=head, kind=MessageKind.DIGEST, state=MessageState.PENDING)
        assert told.update(state=MessageState.SENT, sent_at=NOW) == 1

        page = words(signed_in("head").get("/account/emails/next/"))

        assert "Brief the managers on second checks (other)" in page


class TestAdministratorsPage:
    def test_it_shows_what_waits_what_failed_and_what_does_not_work(self, cast: World, signed_in: SignedIn) -> None:
        make_message(
            cast.people["lead"], uid="5e17b5a4-0000-4000-8000-000000000555", attempts=2, last_error="timed out"
        )
        heartbeats.beat(component="worker", at=NOW, by=SERVICE)

        page = words(signed_in("administrator").get("/mail/"))

        for expected in (
            "Waiting to be sent (1)", "timed out", "Failed (1)", "550 5.1.1", "Addresses that do not work (1)",
            "auditor@example.org", "60 messages at once", "18 November 2026 at 10:00am", "Never",
        ):  # fmt: skip
            assert expected in page

    def test_it_says_what_became_of_what_was_sent(self, cast: World, signed_in: SignedIn) -> None:
        states = [("", ""), ("n1", "delivered"), ("n2", "delivered"), ("n3", "sending"), ("n4", "some-new-status")]
        for number, (reference, delivery) in enumerate(states):
            make_message(
                cast.people["lead"], uid=f"5e17b5a4-0000-4000-8000-00000000060{number}", state=MessageState.SENT,
                sent_at=NOW - timedelta(days=6), provider_reference=reference, delivery=delivery,
            )  # fmt: skip
        make_message(
            cast.people["lead"], uid="5e17b5a4-0000-4000-8000-000000000610", state=MessageState.SENT,
            sent_at=NOW - timedelta(days=8),
        )  # fmt: skip

        page = words(signed_in("administrator").get("/mail/"))

        found = re.findall(r'data-label="Result">([^<]*)</th> <td [^>]*data-label="Emails">(\d+)</td>', page)
        assert sorted(found) == [
            ("Delivered to the mailbox", "2"),
            ("On its way to the mailbox", "2"),
            ("Taken by the mail server", "2"),
        ]

    def test_a_failed_email_is_tried_again(self, cast: World, signed_in: SignedIn) -> None:
        answer = signed_in("administrator").post(f"/mail/messages/{FAILED}/try-again/", follow=True)

        message = Message.objects.with_reference(FAILED).get()
        assert (message.state, message.not_before_at) == (MessageState.PENDING, NOW)
        assert "is tried again within a minute" in words(answer)

    def test_one_that_was_sent_cannot_be_tried_again(self, cast: World, signed_in: SignedIn) -> None:
        answer = signed_in("administrator").post(f"/mail/messages/{SENT}/try-again/", follow=True)

        assert "Only an email that waits or has failed can be tried again" in words(answer)

    def test_an_address_works_again(self, cast: World, signed_in: SignedIn) -> None:
        bounce = Bounce.objects.get()
        client = signed_in("administrator")

        answer = client.post(f"/mail/bounces/{bounce.pk}/clear/", follow=True)
        again = client.post(f"/mail/bounces/{bounce.pk}/clear/", follow=True)

        bounce.refresh_from_db()
        assert (bounce.cleared_at, bounce.cleared_by) == (NOW, cast.people["administrator"])
        assert "Emails go to auditor@example.org again" in words(answer)
        assert "already cleared" in words(again)

    def test_an_administrator_of_one_region_sees_its_people_alone(self, cast: World, signed_in: SignedIn) -> None:
        make_person(cast, "local", role=Role.ADMINISTRATOR, body="manchester", title=None)
        client = signed_in("local")

        page = words(client.get("/mail/"))

        assert "Failed (0)" in page
        assert "auditor@example.org" not in page
        assert client.post(f"/mail/messages/{FAILED}/try-again/").status_code == 404
        assert client.post(f"/mail/bounces/{Bounce.objects.get().pk}/clear/").status_code == 404

    def test_it_asks_the_same_for_any_number(
        self, cast: World, signed_in: SignedIn, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(30):
            uid = f"5e17b5a4-0000-4000-8000-0000000002{number:02d}"
            make_message(cast.people["lead"], uid=uid, state=MessageState.FAILED)
        client = signed_in("administrator")

        with django_assert_max_num_queries(20):
            client.get("/mail/")


class TestWhoWouldGetWhat:
    def test_a_day_is_tried_out_and_nothing_is_kept(self, cast: World, signed_in: SignedIn) -> None:
        before = (Message.objects.count(), NoticeToTell.objects.count(), Event.objects.count())

        page = words(signed_in("administrator").get("/mail/who/?on=23/11/2026"))

        assert "Monday 23 November 2026" in page
        assert "Digest, would be made" in page
        assert "action late (1 working day after 20 November 2026)" in page
        assert (Message.objects.count(), NoticeToTell.objects.count(), Event.objects.count()) == before

    def test_it_is_filtered_by_person_and_by_area(self, cast: World, signed_in: SignedIn) -> None:
        client = signed_in("administrator")

        by_name = words(client.get("/mail/who/?on=23/11/2026&q=other-head"))
        by_area = words(client.get("/mail/who/?on=23/11/2026&pdu=leeds"))

        assert ("Head of PDU, Wigan" in by_name, "Head of PDU, Kirklees" in by_name) == (True, False)
        assert ("Head of PDU, Leeds" in by_area, "Head of PDU, Kirklees" in by_area) == (True, False)

    def test_nothing_on_a_saturday(self, cast: World, signed_in: SignedIn) -> None:
        shown = words(signed_in("administrator").get("/mail/who/?on=21/11/2026"))

        assert "No emails on Saturday 21 November 2026" in shown
        assert "No emails go at weekends and on bank holidays" in shown
        assert 'href="?on=23%2F11%2F2026">See Monday 23 November 2026' in shown

    @pytest.mark.parametrize("day", ["17/11/2026", "3/12/2026", "soon"])
    def test_a_day_that_cannot_be_shown_is_refused(self, cast: World, signed_in: SignedIn, day: str) -> None:
        answer = signed_in("administrator").get(f"/mail/who/?on={day}")

        assert answer.status_code == 400
        assert "There is a problem" in words(answer)

    def test_the_workbook_has_the_same_rows(self, cast: World, signed_in: SignedIn) -> None:
        answer: Any = signed_in("administrator").get("/mail/who.xlsx?on=23/11/2026&q=other-head")

        with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "other-head@example.org" in sheet
        assert "action-late" in sheet
        assert "lead@example.org" not in sheet.replace("other-lead@example.org", "")


class TestHeartbeats:
    @pytest.mark.parametrize("address", ["/", "/areas/yorkshire/", "/areas/yorkshire/kirklees/", "/areas/hmpps/"])
    def test_dashboards_say_when_reminders_were_checked(self, cast: World, signed_in: SignedIn, address: str) -> None:
        client = signed_in("head")
        never = words(client.get(address))
        heartbeats.beat(component="worker", at=NOW - MINUTE, by=SERVICE)
        well = words(client.get(address))
        heartbeats.beat(component="worker", at=NOW - 90 * MINUTE, by=SERVICE)
        stale = words(client.get(address))

        assert "Reminders have not been checked yet" in never
        assert "Reminders last checked at 9:59am" in well
        assert "Reminders have not been checked since 8:30am" in stale

    def test_administrators_are_told_on_every_page_that_emails_are_delayed(
        self, cast: World, signed_in: SignedIn
    ) -> None:
        make_message(cast.people["lead"], uid="5e17b5a4-0000-4000-8000-000000000888", not_before_at=NOW - 16 * MINUTE)

        shown = {key: "Emails are delayed" in words(signed_in(key).get("/help/")) for key in ("administrator", "head")}

        assert shown == {"administrator": True, "head": False}


def test_the_day_is_londons_in_summer(world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 7, 1, 23, 30, tzinfo=UTC))

    assert "No emails on Thursday 2 July 2026" in words(signed_in("administrator").get("/mail/who/"))

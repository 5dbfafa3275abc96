"""The page on which reminders are put off, and what an action's page says of its reminders."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.factories.world import NOW, TODAY
from tracker.choices import ActionStatus, MessageKind, MessageState
from tracker.models import Action, Person
from tracker.notifications.models import EmailPreference, Message, NoticeToTell, Snooze
from tracker.notifications.operations.ladder import raise_rungs
from tracker.rules.access import SERVICE

OWNERS = "Senior Probation Officer, kirklees"
GIVEN = {"until_on": "30/11/2026", "reason": "The trainer is away until then"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def action(world):
    Person.objects.update(first_signed_in_at=NOW)
    return world.actions["kirklees"]


def address(action, name="action-snooze"):
    return reverse(name, args=[action.ref])


def page_of(client, action):
    return client.get(reverse("action", args=[action.ref])).content.decode()


class TestPuttingOff:
    def test_the_page_says_until_when_it_can_be(self, signed_in, action):
        page = signed_in("head").get(address(action)).content.decode()

        assert "16 December 2026 at most" in page
        assert "The action is due 20 November 2026." in page

    def test_it_is_saved_and_shown_with_its_reason(self, signed_in, action):
        client = signed_in("head")
        answer = client.post(address(action), GIVEN, follow=True)

        page = answer.content.decode()
        assert answer.redirect_chain == [(reverse("action", args=[action.ref]), 302)]
        assert "No reminders of this action before 30 November 2026" in page
        assert "Put off until 30 November 2026 by Head of PDU, Kirklees" in page
        assert "The trainer is away until then" in page
        assert "Reminders put off until 30 November 2026" in page

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"until_on": "", "reason": "x"}, "Enter the day on which reminders begin again"),
            ({"until_on": "30/11/2026", "reason": ""}, "Enter why reminders can wait"),
            ({"until_on": "18/11/2026", "reason": "x"}, "The date must be after 18 November 2026"),
            ({"until_on": "17/12/2026", "reason": "x"}, "not after 16 December 2026"),
            ({"until_on": "30/11/2026", "reason": "See X123456"}, "There is a problem"),
        ],
    )
    def test_mistakes_say_what_to_do_and_keep_what_was_typed(self, signed_in, action, given, words):
        answer = signed_in("head").post(address(action), given)

        page = answer.content.decode()
        assert answer.status_code == 400
        assert words in page
        assert "<title>\n  Error: " in page or "<title>Error: " in page
        assert not Snooze.objects.exists()

    def test_somebody_else_of_the_region_reads_and_cannot(self, signed_in, action):
        assert signed_in("auditor").get(address(action)).status_code == 403

    def test_out_of_reach_is_not_found(self, signed_in, action):
        assert signed_in("other_head").get(address(action)).status_code == 404

    def test_a_completed_action_has_none(self, signed_in, action):
        Action.objects.filter(pk=action.pk).update(status=ActionStatus.COMPLETED)

        answer = signed_in("head").post(address(action), GIVEN)

        assert answer.status_code == 409
        assert "there are no reminders to put off" in answer.content.decode()

    def test_it_can_be_ended(self, signed_in, action):
        client = signed_in("head")
        client.post(address(action), GIVEN)

        page = client.post(address(action, "action-snooze-end"), follow=True).content.decode()

        assert "Reminders of this action begin again" in page
        assert "Put off until" not in page

    def test_ended_twice_says_so(self, signed_in, action):
        page = signed_in("head").post(address(action, "action-snooze-end"), follow=True).content.decode()

        assert "not put off any more" in page


class TestWhatThePageSays:
    def test_the_next_reminder_of_the_owner(self, signed_in, action):
        Action.objects.filter(pk=action.pk).update(due_on=TODAY + timedelta(days=5))  # Monday 23 November

        assert "Wednesday 18 November 2026, to Head of PDU, Kirklees" in page_of(signed_in("head"), action)

    def test_one_that_waits_for_the_digest_names_its_day(self, signed_in, action):
        Action.objects.filter(pk=action.pk).update(due_on=TODAY + timedelta(days=16))  # Friday 4 December

        assert "Monday 23 November 2026, to Head of PDU, Kirklees, with the weekly digest" in page_of(
            signed_in("head"), action
        )

    @pytest.mark.parametrize(
        ("frequency", "line"),
        [
            ("daily", "Thursday 19 November 2026, to Head of PDU, Kirklees, with the daily digest"),
            ("needed", "Monday 30 November 2026, to Head of PDU, Kirklees, with the digest"),
            ("stopped", "Monday 14 December 2026, to the regional lead, with the weekly digest"),
        ],
    )
    def test_one_that_the_owner_refuses_is_not_promised(self, signed_in, world, action, frequency, line):
        Action.objects.filter(pk=action.pk).update(due_on=TODAY + timedelta(days=9))  # Friday 27 November
        EmailPreference.objects.create(person=world.people["head"], frequency=frequency)

        assert line in page_of(signed_in("head"), action)

    def test_an_escalation_comes_at_once(self, signed_in, world, action):
        Action.objects.filter(pk=action.pk).update(due_on=TODAY - timedelta(days=1), owner_post=world.posts[OWNERS])
        EmailPreference.objects.create(person=world.people["owner"], frequency="stopped")

        assert "Tuesday 24 November 2026, to the head of the PDU, at once" in page_of(signed_in("head"), action)

    def test_where_nobody_wants_it_by_email_it_says_so(self, signed_in, action):
        Action.objects.filter(pk=action.pk).update(due_on=TODAY)
        for person in Person.objects.all():
            EmailPreference.objects.create(person=person, frequency="stopped")

        page = page_of(signed_in("head"), action)

        assert "Not by email to Head of PDU, Kirklees, by their choice" in page

    def test_an_escalation_waits_for_the_digest_of_who_wants_none_at_once(self, signed_in, world, action):
        Action.objects.filter(pk=action.pk).update(due_on=TODAY - timedelta(days=30), owner_post=world.posts[OWNERS])
        EmailPreference.objects.create(person=world.people["head"], frequency="weekly", tells_escalations_at_once=False)
        EmailPreference.objects.create(person=world.people["owner"], frequency="stopped")
        EmailPreference.objects.create(person=world.people["lead"], frequency="stopped")
        EmailPreference.objects.create(person=world.people["national"], frequency="stopped")

        page = page_of(signed_in("head"), action)

        assert "Monday 23 November 2026, to the head of the PDU, with the weekly digest" in page

    def test_it_is_the_leads_once_the_owner_knows(self, signed_in, action):
        Action.objects.filter(pk=action.pk).update(due_on=TODAY - timedelta(days=1))
        tell(action)

        assert "Monday 7 December 2026, to the regional lead, with the weekly digest" in page_of(
            signed_in("head"), action
        )

    def test_after_a_snooze_it_is_its_last_day(self, signed_in, action):
        client = signed_in("head")
        client.post(address(action), GIVEN)

        assert "Monday 30 November 2026, to Head of PDU, Kirklees" in page_of(client, action)

    def test_who_was_told_last_and_how(self, signed_in, action):
        tell(action)

        assert "18 November 2026, Head of PDU, Kirklees, in a reminder" in page_of(signed_in("lead"), action)

    @pytest.mark.parametrize("facts", [{"status": "completed"}, {"due_on": None}])
    def test_none_without_a_date_or_when_it_has_ended(self, signed_in, action, facts):
        Action.objects.filter(pk=action.pk).update(**facts)

        assert "Next reminder" not in page_of(signed_in("head"), action)


class TestTheArea:
    @pytest.mark.parametrize(
        ("person", "name", "names", "shows"),
        [
            ("lead", "region", ["yorkshire"], True),
            ("lead", "pdu", ["yorkshire", "kirklees"], True),
            ("head", "pdu", ["yorkshire", "kirklees"], True),
            ("head", "region", ["yorkshire"], False),
            ("auditor", "pdu", ["yorkshire", "kirklees"], False),
        ],
    )
    def test_who_leads_there_sees_what_is_put_off_and_why(self, signed_in, action, person, name, names, shows):
        signed_in("head").post(address(action), GIVEN)

        page = signed_in(person).get(reverse(name, args=names)).content.decode()

        assert ("Reminders put off (1)" in page, GIVEN["reason"] in page) == (shows, shows)

    def test_no_section_without_any(self, signed_in, action):
        assert "Reminders put off" not in signed_in("lead").get(reverse("region", args=["yorkshire"])).content.decode()


def tell(action):
    """Note what is due and say that it was sent in a reminder."""
    raise_rungs(by=SERVICE, at=NOW)
    notice = NoticeToTell.objects.get(subject=action.ref)
    notice.message = Message.objects.create(
        message_id="1",
        person=notice.person,
        kind=MessageKind.REMINDER,
        state=MessageState.SENT,
        created_at=NOW,
        not_before_at=NOW,
        sent_at=NOW,
    )
    notice.save()

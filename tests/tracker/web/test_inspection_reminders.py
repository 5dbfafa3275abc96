"""What an inspection's page says of its reminders: of its carry-over, and of bodies that have not said they saw it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.carry_over import make_reinspection
from tests.factories.world import NOW, TODAY
from tracker.choices import Frequency, MessageKind, MessageState
from tracker.models import Acknowledgement, Answerable, CarryOver, Person, ReportDraft
from tracker.notifications.models import EmailPreference, Message, NoticeToTell
from tracker.notifications.operations.ladder import raise_rungs
from tracker.rules.access import SERVICE


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def inspection(world):
    """Inspected again; everybody has signed in."""
    Person.objects.update(first_signed_in_at=NOW)
    return make_reinspection(world)


def page_of(client, inspection):
    answer = client.get(reverse("inspection", args=[inspection.ref]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def published_here(inspection, *, at=NOW):
    """Its report came through the service on this day, and nobody has said that they saw it."""
    Answerable.objects.filter(recommendation__inspection=inspection).update(from_on=timezone.localdate(at))
    ReportDraft.objects.create(inspection=inspection, as_read={}, created_at=at, published_at=at)


def begin(inspection, *, at=NOW, by=None):
    return CarryOver.objects.create(inspection=inspection, started_at=at, started_by=by)


def ask(world, inspection, body):
    """Another body answers for a recommendation of the report."""
    recommendation = inspection.recommendations.earliest("pk")
    Answerable.objects.create(recommendation=recommendation, organisation=world.organisations[body], from_on=TODAY)


def tell(inspection, rung):
    """Note what is due and say that what is of this rung was sent in a reminder."""
    raise_rungs(by=SERVICE, at=NOW)
    for notice in NoticeToTell.objects.filter(subject=inspection.ref, rung=rung):
        notice.message = Message.objects.create(
            number=notice.pk, message_id=str(notice.pk), person=notice.person, kind=MessageKind.REMINDER,
            state=MessageState.SENT, created_at=NOW, not_before_at=NOW, sent_at=NOW,
        )  # fmt: skip
        notice.save()


class TestCarryOver:
    def test_who_began_it_is_told(self, signed_in, world, inspection):
        begin(inspection, by=world.people["coordinator"])

        page = page_of(signed_in("lead"), inspection)

        assert "Monday 7 December 2026, to the inspection coordinator, about what carries over" in page
        assert "with the weekly digest" in page

    def test_what_they_refuse_is_not_promised(self, signed_in, world, inspection):
        begin(inspection, by=world.people["coordinator"])
        EmailPreference.objects.create(person=world.people["coordinator"], frequency=Frequency.STOPPED)

        page = page_of(signed_in("lead"), inspection)

        assert "Not by email to the inspection coordinator, about what carries over, by their choice" in page

    def test_who_was_told_last(self, signed_in, world, inspection):
        begin(inspection, at=NOW - timedelta(days=30), by=world.people["coordinator"])
        tell(inspection, "carry-over-again")

        page = page_of(signed_in("head"), inspection)

        assert f"18 November 2026, {world.people['coordinator'].name}, in a reminder" in page
        assert "Next reminder" not in page  # its last rung is told

    def test_none_before_it_is_begun_and_once_it_is_confirmed(self, signed_in, world, inspection):
        before = page_of(signed_in("lead"), inspection)
        held = begin(inspection)
        CarryOver.objects.filter(pk=held.pk).update(confirmed_at=NOW)

        assert "Next reminder" not in before + page_of(signed_in("lead"), inspection)

    @pytest.mark.parametrize(
        ("person", "shows"),
        [("head", True), ("lead", True), ("coordinator", True), ("auditor", True), ("sibling_head", False),
         ("other_lead", False)],
    )  # fmt: skip
    def test_only_those_who_see_carry_overs_there(self, signed_in, world, inspection, person, shows):
        begin(inspection, at=NOW - timedelta(days=20), by=world.people["coordinator"])
        tell(inspection, "carry-over")

        page = page_of(signed_in(person), inspection)

        assert ("Next reminder" in page, "Last told" in page) == (shows, shows)


class TestSilence:
    def test_the_body_is_told(self, signed_in, inspection):
        published_here(inspection)

        page = page_of(signed_in("lead"), inspection)

        assert "Monday 30 November 2026, to who manages the PDU, about confirming that it was seen" in page

    def test_bodies_of_which_the_same_is_said_share_a_line(self, signed_in, world, inspection):
        ask(world, inspection, "leeds")
        ask(world, inspection, "yorkshire")
        published_here(inspection)

        page = page_of(signed_in("national"), inspection)

        assert "Kirklees PDU; Leeds PDU: Monday 30 November 2026, to who manages the PDU" in page
        assert "Yorkshire and the Humber region: Monday 30 November 2026, to who leads the region" in page

    def test_of_who_refuses_it_that_is_said(self, signed_in, world, inspection):
        published_here(inspection)
        EmailPreference.objects.create(person=world.people["head"], frequency=Frequency.STOPPED)

        page = page_of(signed_in("lead"), inspection)

        assert "Not by email to who manages the PDU, about confirming that it was seen, by their choice" in page

    def test_none_once_it_was_seen(self, signed_in, inspection):
        published_here(inspection)
        for each in Answerable.objects.filter(recommendation__inspection=inspection):
            Acknowledgement.objects.create(answerable=each, acknowledged_at=NOW)

        assert "Next reminder" not in page_of(signed_in("lead"), inspection)

    def test_only_of_bodies_whose_work_is_seen(self, signed_in, world, inspection):
        # The work on a recommendation that Wigan answers too is seen in both places, that on the other is not.
        first, second = inspection.recommendations.order_by("pk")
        Answerable.objects.filter(recommendation=second).update(organisation=world.organisations["leeds"])
        Answerable.objects.filter(recommendation=first).update(organisation=world.organisations["wigan"])
        published_here(inspection, at=datetime(2026, 11, 9, 10, tzinfo=NOW.tzinfo))
        tell(inspection, "unacknowledged")

        page = page_of(signed_in("other_head"), inspection)

        assert "Wigan PDU: Monday 23 November 2026, to who manages the PDU" in page
        assert world.people["other_head"].name in page.split("Last told")[1][:300]
        assert "Leeds" not in page.split("Next reminder")[1].split("Last told")[1][:300]

    @pytest.mark.parametrize(
        ("person", "shows"),
        [("head", True), ("auditor", True), ("sibling_head", False), ("other_lead", False)],
    )
    def test_strangers_to_the_area_see_neither_line(self, signed_in, inspection, person, shows):
        published_here(inspection, at=datetime(2026, 11, 9, 10, tzinfo=NOW.tzinfo))
        tell(inspection, "unacknowledged")

        page = page_of(signed_in(person), inspection)

        assert ("Next reminder" in page, "Last told" in page) == (shows, shows)


def test_both_are_said_the_soonest_first(signed_in, world, inspection):
    begin(inspection, by=world.people["coordinator"])
    published_here(inspection)

    lines = page_of(signed_in("coordinator"), inspection).split("Next reminder")[1].split("</dd>")[0]

    assert lines.index("about confirming") < lines.index("about what carries over")


def test_queries_do_not_grow_with_bodies(signed_in, world, inspection):
    published_here(inspection)
    begin(inspection)
    client = signed_in("national")
    page_of(client, inspection)  # the first page of a session writes the session
    counts = []
    for more in ["leeds", "wigan"], ["yorkshire", "manchester"]:
        for body in more:
            ask(world, inspection, body)
        with CaptureQueriesContext(connection) as captured:
            lines = page_of(client, inspection).split("Next reminder")[1].split("</dd>")[0]
        counts.append((lines.count("about confirming"), len(captured)))

    assert counts == [(1, counts[0][1]), (2, counts[0][1])]

"""What a recommendation's page says of its reminders: what comes next for each body, and who was told last."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.self_assessments import answerable, make_return, make_self_assessment
from tests.factories.world import NOW, STARTED, TODAY
from tracker.choices import Ending, Frequency, MessageKind, MessageState
from tracker.models import Acknowledgement, Answerable, Person, ReportDraft, Response, SustainCheck
from tracker.notifications.models import EmailPreference, Message, NoticeToTell
from tracker.notifications.operations.ladder import raise_rungs
from tracker.rules.access import SERVICE

NAMES = ("Kirklees PDU", "Leeds PDU", "Wigan PDU", "Yorkshire", "Manchester")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def recommendation(world):
    """Seen; the response is due in the second week of December."""
    Person.objects.update(first_signed_in_at=NOW)
    return world.recommendations["kirklees"]


def page_of(client, recommendation):
    answer = client.get(reverse("recommendation", args=[recommendation.ref]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def published_here(world, *, at=NOW):
    """The report of Kirklees came through the service on this day."""
    inspection = world.inspections["kirklees"]
    day = timezone.localdate(at)
    type(inspection).objects.filter(pk=inspection.pk).update(
        published_on=day, published_month=day.replace(day=1), published_precision="day"
    )
    Answerable.objects.filter(recommendation__inspection=inspection).update(from_on=day)
    ReportDraft.objects.create(inspection=inspection, as_read={}, created_at=at, published_at=at)


def tell(subject):
    """Note what is due and say that it was sent in a reminder."""
    raise_rungs(by=SERVICE, at=NOW)
    notice = NoticeToTell.objects.filter(subject=subject).exclude(rung="").earliest("pk")
    notice.message = Message.objects.create(
        message_id="1", person=notice.person, kind=MessageKind.REMINDER, state=MessageState.SENT,
        created_at=NOW, not_before_at=NOW, sent_at=NOW,
    )  # fmt: skip
    notice.save()


class TestNext:
    def test_silence_comes_first(self, signed_in, world, recommendation):
        published_here(world)

        page = page_of(signed_in("head"), recommendation)

        assert "Monday 30 November 2026, to who manages the PDU, about confirming that it was seen" in page
        assert "with the weekly digest" in page

    def test_then_the_response(self, signed_in, world, recommendation):
        published_here(world)
        seen(answerable(world))

        assert "to who manages the PDU, about the response" in page_of(signed_in("head"), recommendation)

    def test_a_drafted_response_is_hmpps_to_confirm(self, signed_in, world, recommendation):
        published_here(world)
        seen(answerable(world))
        Response.objects.create(answerable=answerable(world), decision="agreed", drafted_at=NOW)

        assert "to HMPPS, about the response" in page_of(signed_in("head"), recommendation)

    def test_a_self_assessment_waits_for_the_region(self, signed_in, world, recommendation):
        make_self_assessment(world, "kirklees")

        page = page_of(signed_in("head"), recommendation)

        assert (
            "Monday 30 November 2026, to who leads the region, about the self-assessment that waits for a review"
            in page
        )

    def test_a_returned_self_assessment_is_the_bodys(self, signed_in, world, recommendation):
        make_return(world, make_self_assessment(world, "kirklees"))

        page = page_of(signed_in("lead"), recommendation)

        assert "Wednesday 25 November 2026, to who manages the PDU, about the self-assessment that was returned" in page

    def test_a_check_comes_on_its_day(self, signed_in, world, recommendation):
        closed = answerable(world)
        Answerable.objects.filter(pk=closed.pk).update(to_on=TODAY, ending=Ending.SUFFICIENT, ended_at=NOW)
        SustainCheck.objects.create(answerable=closed, months=3, due_on=date(2027, 2, 18))

        page = page_of(signed_in("head"), recommendation)

        assert "Monday 22 February 2027, to who manages the PDU, about the check that the change has lasted" in page

    def test_the_region_where_nobody_manages_the_pdu(self, signed_in, world, recommendation):
        make_return(world, make_self_assessment(world, "kirklees"))
        Person.objects.filter(pk=world.people["head"].pk).update(is_active=False)

        assert "to who leads the region, about the self-assessment that was returned" in page_of(
            signed_in("lead"), recommendation
        )

    def test_each_body_has_its_own(self, signed_in, world, recommendation):
        ask(world, recommendation, "leeds", from_on=STARTED)
        make_return(world, make_self_assessment_of(world, "kirklees"))

        page = page_of(signed_in("lead"), recommendation)

        assert "Kirklees PDU: Wednesday 25 November 2026" in page

    def test_bodies_of_which_the_same_is_said_share_a_line(self, signed_in, world, recommendation):
        published_here(world)
        for body in ("leeds", "wigan"):
            ask(world, recommendation, body)

        page = page_of(signed_in("national"), recommendation)

        assert "Kirklees PDU; Leeds PDU; Wigan PDU: Monday 30 November 2026, to who manages the PDU" in page

    def test_what_is_not_wanted_by_email_is_not_promised(self, signed_in, world, recommendation):
        published_here(world)
        EmailPreference.objects.create(person=world.people["head"], frequency=Frequency.STOPPED)

        page = page_of(signed_in("lead"), recommendation)

        assert "Not by email to who manages the PDU, about confirming that it was seen, by their choice" in page

    def test_what_is_never_refused_comes(self, signed_in, world, recommendation):
        make_return(world, make_self_assessment(world, "kirklees"))
        EmailPreference.objects.create(person=world.people["head"], frequency=Frequency.STOPPED)

        assert "to who manages the PDU, about the self-assessment that was returned, with the digest" in page_of(
            signed_in("lead"), recommendation
        )

    def test_none_when_nothing_waits(self, signed_in, recommendation):
        assert "Next reminder" not in page_of(signed_in("head"), recommendation)


class TestLast:
    def test_who_was_told_and_how(self, signed_in, world, recommendation):
        earlier = datetime(2026, 11, 4, 10, tzinfo=NOW.tzinfo)
        make_return(world, make_self_assessment(world, "kirklees", at=earlier), at=earlier)
        tell(recommendation.ref)

        page = page_of(signed_in("head"), recommendation)

        assert "18 November 2026, Head of PDU, Kirklees, in a reminder" in page
        assert "Next reminder" not in page  # its only rung is told

    def test_of_silence_only_this_bodys(self, signed_in, world, recommendation):
        published_here(world, at=NOW - timedelta(days=9))
        tell(world.inspections["kirklees"].ref)

        assert "18 November 2026, " in page_of(signed_in("lead"), recommendation).split("Last told")[1][:200]

    def test_none_before_anybody_was(self, signed_in, recommendation):
        assert "Last told" not in page_of(signed_in("head"), recommendation)


class TestVisibility:
    @pytest.mark.parametrize(
        ("person", "shows"),
        [("head", True), ("lead", True), ("national", True), ("auditor", True), ("other_head", False),
         ("other_lead", False)],
    )  # fmt: skip
    def test_only_in_its_area(self, signed_in, world, recommendation, person, shows):
        make_return(world, make_self_assessment(world, "kirklees"))

        assert ("Next reminder" in page_of(signed_in(person), recommendation)) is shows


def test_queries_do_not_grow_with_bodies(signed_in, world, recommendation):
    published_here(world)
    client = signed_in("national")
    page_of(client, recommendation)  # the first page of a session writes the session
    counts = []
    for more in ["leeds", "wigan"], ["yorkshire", "manchester"]:
        for body in more:
            ask(world, recommendation, body)
        with CaptureQueriesContext(connection) as captured:
            page = page_of(client, recommendation)
        tables = ('FROM "tracker_notice"', 'FROM "tracker_emailpreference"')
        about = sum(any(table in (each["sql"] or "") for table in tables) for each in captured)
        lines = page.split("Next reminder")[1].split("</dd>")[0]
        counts.append((sum(name in lines for name in NAMES), about, len(captured)))

    queries = counts[0][2]
    assert counts == [(3, 2, queries), (5, 2, queries)]


def ask(world, recommendation, body, *, from_on=TODAY):
    """Another body answers for it."""
    Answerable.objects.create(recommendation=recommendation, organisation=world.organisations[body], from_on=from_on)


def seen(of):
    Acknowledgement.objects.create(answerable=of, acknowledged_at=NOW)


def make_self_assessment_of(world, place):
    """A self-assessment of one of several bodies that answer for a recommendation."""
    others = Answerable.objects.filter(recommendation=world.recommendations[place])
    added = list(others.exclude(organisation=world.organisations[place]).values())
    others.filter(pk__in=[each["id"] for each in added]).delete()
    made = make_self_assessment(world, place)
    for each in added:
        Answerable.objects.create(**each)
    return made

"""When the next reminder of a recommendation comes for each body that answers for it, and who was told last."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.notices import make_notice
from tests.factories.publishing import publish_here
from tests.factories.reinspection import make_closed
from tests.factories.rows import save_changed
from tests.factories.self_assessments import actor, make_return, make_self_assessment
from tests.factories.world import NOW, TODAY, World
from tracker.choices import MessageKind, MessageState, NoticeKind
from tracker.models import Answerable, Recommendation
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.recommendation_reminders import of_recommendation
from tracker.notifications.queries.reminders import Last, Next, Reminders
from tracker.queries.recommendations import whole

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 30)
SILENT = Next(MONDAY, "who manages the PDU", "with the weekly digest", "about confirming that it was seen")
TOLD_AT = datetime(2026, 11, 16, 7, 31, tzinfo=NOW.tzinfo)


def reminders(world: World, key: str = "lead", *, of: Recommendation | None = None) -> Reminders:
    by = actor(world, key)
    found = whole(by, of or world.recommendations["kirklees"], on=TODAY)
    return of_recommendation(by, found, at=NOW)


def ask(world: World, *bodies: str) -> None:
    """Other bodies answer for it too, from today."""
    for body in bodies:
        Answerable.objects.create(
            recommendation=world.recommendations["kirklees"], organisation=world.organisations[body], from_on=TODAY
        )


def tell(world: World, kind: NoticeKind, subject: str, number: int, rung: str) -> NoticeToTell:
    """The head was told this rung in a reminder of Monday."""
    head = world.people["head"]
    message = make_message(
        head, uid=rung, kind=MessageKind.REMINDER, state=MessageState.SENT, sent_at=TOLD_AT, created_at=TOLD_AT
    )
    return make_notice(head, kind, subject, number, rung=rung, due_on=TODAY, created_at=TOLD_AT, message=message)


@pytest.fixture
def published(staff: World) -> World:
    """The report came through the service today: nobody has said that they saw it, and a response is due."""
    publish_here(staff.inspections["kirklees"])
    return staff


def test_of_all_that_waits_for_a_body_the_soonest_is_said(published: World) -> None:
    assert reminders(published) == Reminders(next=(SILENT,))


def test_bodies_of_which_the_same_is_said_share_a_line_by_name(published: World) -> None:
    ask(published, "yorkshire", "leeds")

    found = reminders(published, "national").next

    assert [(each.to, each.bodies) for each in found] == [
        ("who manages the PDU", ("Kirklees PDU", "Leeds PDU")),
        ("who leads the region", ("Yorkshire and the Humber region",)),
    ]


def test_who_was_told_last_is_said_and_then_the_next_rung(published: World) -> None:
    body, ref = published.organisations["kirklees"], published.inspections["kirklees"].ref
    tell(published, NoticeKind.UNACKNOWLEDGED, ref, body.pk, "unacknowledged")

    found = reminders(published)

    assert found.last == Last(TOLD_AT.date(), published.people["head"].name, "in a reminder")
    assert [each.on for each in found.next] == [date(2026, 12, 2)]


def test_the_silence_of_a_body_that_does_not_answer_for_it_is_not_told(published: World) -> None:
    body, ref = published.organisations["yorkshire"], published.inspections["kirklees"].ref
    tell(published, NoticeKind.UNACKNOWLEDGED, ref, body.pk, "unacknowledged")

    assert reminders(published).last is None


def test_what_is_all_told_has_no_next(staff: World) -> None:
    made = make_self_assessment(staff)
    make_return(staff, made)
    before = reminders(staff).next
    tell(staff, NoticeKind.SELF_ASSESSMENT_RETURNED, staff.recommendations["kirklees"].ref, made.pk, "returned")

    assert [each.about for each in before] == ["about the self-assessment that was returned"]
    assert reminders(staff).next == ()


@pytest.mark.parametrize(("key", "seen"), [("head", 1), ("auditor", 1), ("sibling_head", 0), ("other_lead", 0)])
def test_only_who_sees_its_work_sees_them(published: World, key: str, seen: int) -> None:
    assert len(reminders(published, key).next) == seen


@pytest.mark.parametrize(("key", "bodies"), [("national", 2), ("lead", 1)])
def test_checks_are_of_bodies_whose_work_is_seen(staff: World, key: str, bodies: int) -> None:
    kirklees = make_closed(staff)
    wigan = make_closed(staff, "wigan")
    save_changed(wigan, recommendation=kirklees.recommendation)
    # Inspected and addressed is a body above both, so that nobody below it sees both answers.
    save_changed(staff.inspections["kirklees"], organisation=staff.organisations["hmpps"])
    save_changed(kirklees.recommendation, addressee=staff.organisations["hmpps"])

    found = reminders(staff, key, of=kirklees.recommendation)

    assert sum(len(each.bodies) for each in found.next) == bodies


@pytest.mark.parametrize("bodies", [["leeds"], ["leeds", "wigan", "yorkshire", "manchester"]])
def test_it_costs_ten_queries_at_most_for_any_number_of_bodies(
    published: World, bodies: list[str], django_assert_max_num_queries: Any
) -> None:
    ask(published, *bodies)
    by = actor(published, "national")
    found = whole(by, published.recommendations["kirklees"], on=TODAY)

    with django_assert_max_num_queries(10):
        assert of_recommendation(by, found, at=NOW).next


def test_for_a_stranger_nothing_is_asked(published: World, django_assert_num_queries: Any) -> None:
    by = actor(published, "other_head")
    found = whole(by, published.recommendations["kirklees"], on=TODAY)

    with django_assert_num_queries(0):
        assert of_recommendation(by, found, at=NOW) == Reminders()

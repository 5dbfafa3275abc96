"""When the next reminder of an inspection comes: of its carry-over, and of bodies that have not said they saw it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from inspections.models import Inspection
from tests.factories.carry_over import make_reinspection
from tests.factories.mail import make_message
from tests.factories.notices import make_notice
from tests.factories.publishing import publish_here
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, TODAY, World
from tracker.choices import MessageKind, MessageState, NoticeKind
from tracker.models import Answerable, CarryOver
from tracker.notifications.queries.inspection_reminders import of_inspection
from tracker.notifications.queries.reminders import Last, Next, Reminders
from tracker.queries.inspections import WholeInspection, whole

TOLD_AT = datetime(2026, 11, 16, 7, 31, tzinfo=NOW.tzinfo)
SILENT = Next(date(2026, 11, 30), "who manages the PDU", "with the weekly digest", "about confirming that it was seen")
CARRY_OVER = Next(date(2026, 12, 7), "the inspection coordinator", "with the weekly digest", "about what carries over")


@pytest.fixture
def inspection(staff: World) -> Inspection:
    """Kirklees was inspected again; the report asks two things of it and came through the service today."""
    made = make_reinspection(staff)
    publish_here(made)
    return made


def read(world: World, inspection: Inspection, key: str) -> WholeInspection:
    return whole(actor(world, key), inspection, on=TODAY)


def reminders(world: World, inspection: Inspection, key: str = "lead", *, held: CarryOver | None = None) -> Reminders:
    return of_inspection(actor(world, key), read(world, inspection, key), held, at=NOW)


def begin(inspection: Inspection) -> CarryOver:
    return CarryOver.objects.create(inspection=inspection, started_at=NOW)


def tell(world: World, key: str, inspection: Inspection, kind: NoticeKind, number: int, *, days: int = 0) -> None:
    """Somebody was told the first rung of this kind in a reminder of Monday, or so many days later."""
    person, at = world.people[key], TOLD_AT + timedelta(days=days)
    message = make_message(person, uid=key, kind=MessageKind.REMINDER, state=MessageState.SENT, sent_at=at)
    rung = {NoticeKind.UNACKNOWLEDGED: "unacknowledged", NoticeKind.CARRY_OVER_UNFINISHED: "carry-over"}[kind]
    given = {"rung": rung, "due_on": TODAY, "created_at": at, "message": message}
    make_notice(person, kind, inspection.ref, number, **given)


def test_silence_and_the_carry_over_are_said_the_soonest_first(staff: World, inspection: Inspection) -> None:
    assert reminders(staff, inspection, held=begin(inspection)).next == (SILENT, CARRY_OVER)


def test_a_carry_over_that_is_not_seen_is_not_told(staff: World, inspection: Inspection) -> None:
    begin(inspection)

    assert reminders(staff, inspection).next == (SILENT,)


def test_bodies_share_a_line_where_the_same_is_said(staff: World, inspection: Inspection) -> None:
    recommendation = inspection.recommendations.earliest("pk")
    for body in ("leeds", "yorkshire"):
        Answerable.objects.create(recommendation=recommendation, organisation=staff.organisations[body], from_on=TODAY)

    assert [each.bodies for each in reminders(staff, inspection, "national").next] == [
        ("Kirklees PDU", "Leeds PDU"), ("Yorkshire and the Humber region",),
    ]  # fmt: skip


def test_who_was_told_last_is_said(staff: World, inspection: Inspection) -> None:
    held, body = begin(inspection), staff.organisations["kirklees"].pk
    tell(staff, "head", inspection, NoticeKind.UNACKNOWLEDGED, body)
    tell(staff, "coordinator", inspection, NoticeKind.CARRY_OVER_UNFINISHED, held.pk, days=1)

    assert [reminders(staff, inspection, held=each).last for each in (None, held)] == [
        Last(date(2026, 11, 16), staff.people["head"].name, "in a reminder"),
        Last(date(2026, 11, 17), staff.people["coordinator"].name, "in a reminder"),
    ]


def test_of_a_body_whose_work_is_not_seen_neither_line_is_said(staff: World, inspection: Inspection) -> None:
    first, second = inspection.recommendations.order_by("pk")
    for recommendation, body in ((first, "wigan"), (second, "leeds")):
        recommendation.answerables.update(organisation=staff.organisations[body])
    tell(staff, "sibling_head", inspection, NoticeKind.UNACKNOWLEDGED, staff.organisations["leeds"].pk)

    found = reminders(staff, inspection, "other_head")

    assert ([each.bodies for each in found.next], found.last) == ([("Wigan PDU",)], None)


@pytest.mark.parametrize(("key", "seen"), [("head", 1), ("auditor", 1), ("sibling_head", 0), ("other_lead", 0)])
def test_only_who_sees_its_work_sees_them(staff: World, inspection: Inspection, key: str, seen: int) -> None:
    assert len(reminders(staff, inspection, key).next) == seen


@pytest.mark.parametrize("bodies", [["leeds"], ["leeds", "wigan", "yorkshire", "manchester"]])
def test_it_costs_eight_queries_at_most_and_none_for_a_stranger(
    staff: World,
    inspection: Inspection,
    bodies: list[str],
    django_assert_max_num_queries: Any,
    django_assert_num_queries: Any,
) -> None:
    held = begin(inspection)
    stranger = read(staff, inspection, "other_head")
    for body in bodies:
        Answerable.objects.create(
            recommendation=inspection.recommendations.earliest("pk"), organisation=staff.organisations[body],
            from_on=TODAY,
        )  # fmt: skip
    seen, national, other = read(staff, inspection, "national"), actor(staff, "national"), actor(staff, "other_head")

    with django_assert_max_num_queries(8):
        assert of_inspection(national, seen, held, at=NOW).next
    with django_assert_num_queries(0):
        assert of_inspection(other, stranger, None, at=NOW) == Reminders()

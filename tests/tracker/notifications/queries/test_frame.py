"""What the frame of every page shows, in one query, and in none for whom it shows nothing."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import NOW, TODAY, World
from tracker.models import actor_of
from tracker.models.first_ones import first_ones
from tracker.notifications.operations.heartbeats import beat
from tracker.notifications.queries.frame import Frame, asked_along, frame_from, frame_of
from tracker.rules.access import Actor

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("person", "shows_last_checked", "queries", "to_review"),
    [
        ("head", False, 0, None),
        ("head", True, 1, None),
        ("auditor", False, 0, None),
        ("lead", False, 1, 1),
        ("lead", True, 1, 1),
        ("other_lead", True, 1, 0),
        ("administrator", False, 1, None),
        ("administrator", True, 1, None),
    ],
)
def test_only_what_is_shown_is_asked_and_together(
    world: World, django_assert_num_queries: Any, person: str, shows_last_checked: bool, queries: int, to_review: Any
) -> None:
    make_self_assessment(world, "kirklees", by="head")
    beat(component="worker", at=NOW - MINUTE)
    actor = actor_of(world.people[person], on=TODAY)

    with django_assert_num_queries(queries):
        frame = frame_of(actor, at=NOW, shows_last_checked=shows_last_checked)

    assert frame.to_review == to_review
    assert frame.last_checked == ("Reminders last checked at 9:59am" if shows_last_checked else "")


@pytest.mark.parametrize(("person", "is_read"), [("auditor", True), ("lead", True), ("administrator", False)])
def test_it_can_be_read_with_a_page(world: World, django_assert_num_queries: Any, person: str, is_read: bool) -> None:
    make_self_assessment(world, "kirklees", by="head")
    beat(component="worker", at=NOW - MINUTE)
    actor = actor_of(world.people[person], on=TODAY)

    with django_assert_num_queries(1):
        _, read = first_ones(actor, {}, on=TODAY, along=asked_along(actor))

    expected = frame_of(actor, at=NOW, shows_last_checked=True) if is_read else None
    assert frame_from(actor, read, at=NOW) == expected


def test_reminders_are_checked_by_the_worker_and_by_nothing_else(world: World) -> None:
    beat(component="web", at=NOW)

    frame = frame_of(actor_of(world.people["head"], on=TODAY), at=NOW, shows_last_checked=True)

    assert frame.last_checked.startswith("Reminders have not been checked yet")


@pytest.mark.parametrize(("person", "is_late"), [("administrator", True), ("lead", False)])
def test_administrators_are_told_that_mail_is_late(world: World, person: str, is_late: bool) -> None:
    make_message(world.people["head"], uid="1", created_at=NOW, not_before_at=NOW - 20 * MINUTE)
    actor = actor_of(world.people[person], on=TODAY)

    assert frame_of(actor, at=NOW).is_mail_late is is_late
    assert not frame_of(actor, at=NOW - 10 * MINUTE).is_mail_late


def test_an_account_that_is_off_has_an_empty_frame(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert frame_of(Actor(person_id=None, name="Nobody"), at=NOW) == Frame()

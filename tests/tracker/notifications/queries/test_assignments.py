"""Actions that were given to people: told while they are still theirs and open."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import DatePrecision
from tests.factories.mail_days import note
from tests.factories.rows import save_changed
from tests.factories.world import STARTED, TODAY, World
from tracker.choices import ActionStatus
from tracker.models import Deputy
from tracker.notifications.queries.assignments import still_theirs
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.assignments import Assigned


def hand_on(world: World) -> None:
    save_changed(world.actions["kirklees"], owner_post=world.posts["Senior Probation Officer, kirklees"])


def cover(world: World) -> None:
    Deputy.objects.create(
        post=world.posts["Head of PDU, kirklees"], person=world.people["owner"], from_on=STARTED,
        to_on=TODAY + timedelta(days=7),
    )  # fmt: skip


def test_what_is_theirs_is_told_with_its_post_and_date(staff: World) -> None:
    notice = note(staff, "head")
    action = staff.actions["kirklees"]

    assert still_theirs([notice], Day(TODAY)) == {
        notice.identity: Assigned(
            action.ref, action.title, "Head of PDU, Kirklees", date(2027, 6, 1), DatePrecision(action.due_precision)
        )
    }


@pytest.mark.parametrize(
    "change",
    [
        hand_on,
        cover,
        lambda world: save_changed(world.actions["kirklees"], status=ActionStatus.COMPLETED),
        lambda world: save_changed(world.people["head"], is_active=False),
    ],
    ids=["handed on", "on leave", "completed", "account closed"],
)
def test_what_is_theirs_no_more_is_left_out(staff: World, change: Callable[[World], None]) -> None:
    notices = [note(staff, "head"), note(staff, "other_head", action="wigan")]
    change(staff)

    assert list(still_theirs(notices, Day(TODAY))) == [notices[1].identity]


def test_it_costs_one_query_for_any_number_and_none_for_none(staff: World, django_assert_num_queries: Any) -> None:
    notices = [note(staff, key, action=action) for key, action in {"head": "kirklees", "lead": "region"}.items()]

    with django_assert_num_queries(1):
        assert len(still_theirs(notices, Day(TODAY))) == 2
    with django_assert_num_queries(0):
        assert still_theirs([], Day(TODAY)) == {}

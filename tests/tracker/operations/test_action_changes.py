"""What several operations change of an action: its date, on whom it waits, and who is told that it is theirs."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import DatePrecision
from tests.factories.rows import save_changed
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, NoticeKind, NoticeWay
from tracker.errors import InvalidInput
from tracker.models import Action, DateChange, Notice
from tracker.operations.action_changes import WHOM_LIMIT, Blocked, NewDate, move_date, set_blocked, tell_owner
from tracker.rules.access import SERVICE

DUE = date(2026, 11, 20)
DAY, MONTH = DatePrecision.DAY, DatePrecision.MONTH


def blocked(action: Action, by_whom: str | None, since_on: date | None = None) -> None:
    """Set on whom it waits, or leave it as it is."""
    given = None if by_whom is None else Blocked(by_whom, since_on)
    set_blocked(action=action, blocked=given, by=SERVICE, at=NOW)


class TestDate:
    def test_a_month_counts_to_its_last_day_and_the_first_date_stays(self, world: World) -> None:
        action = world.actions["kirklees"]

        move_date(action=action, to=NewDate(date(2027, 2, 1), MONTH, " Illness "), by=actor(world, "head"), at=NOW)

        change = DateChange.objects.get(action=action)
        assert (action.due_on, action.due_precision, action.first_due_on) == (date(2027, 2, 28), MONTH, DUE)
        assert (change.old_on, change.new_on, change.reason) == (DUE, date(2027, 2, 28), "Illness")
        assert change.changed_by == world.people["head"]

    def test_a_first_date_becomes_the_first(self, world: World) -> None:
        action = world.actions["kirklees"]
        action.due_on = action.first_due_on = None

        move_date(action=action, to=NewDate(date(2027, 2, 1), DAY, "Agreed"), by=SERVICE, at=NOW)

        assert action.first_due_on == date(2027, 2, 1)
        assert DateChange.objects.slips().count() == 0

    @pytest.mark.parametrize(
        ("to", "field"),
        [
            (NewDate(DUE, DAY, "Illness"), "new_due_on"),
            (NewDate(date(2027, 2, 1), DAY, "  "), "reason"),
            (NewDate(date(2027, 2, 1), DAY, "As X123456 asked"), "reason"),
        ],
        ids=["the same date", "no reason", "a number of a person"],
    )
    def test_a_move_that_cannot_be_is_refused(self, world: World, to: NewDate, field: str) -> None:
        with pytest.raises(InvalidInput) as refusal:
            move_date(action=world.actions["kirklees"], to=to, by=SERVICE, at=NOW)

        assert refusal.value.field == field
        assert not DateChange.objects.exists()


class TestBlocked:
    @pytest.mark.parametrize(
        ("by_whom", "since_on", "expected"),
        [
            (" Estates ", None, ("Estates", TODAY)),
            ("Estates", date(2026, 11, 2), ("Estates", date(2026, 11, 2))),
            ("", None, ("", None)),
        ],
    )
    def test_on_whom_and_since_when(self, by_whom: str, since_on: Any, expected: Any) -> None:
        action = Action(status=ActionStatus.IN_PROGRESS)

        blocked(action, by_whom, since_on)

        assert (action.blocked_by_whom, action.blocked_since_on) == expected

    @pytest.mark.parametrize(
        ("status", "expected"),
        [(ActionStatus.IN_PROGRESS, ("Estates", date(2026, 11, 2))), (ActionStatus.COMPLETED, ("", None))],
    )
    def test_it_stays_as_it_is_until_the_action_ends(self, status: ActionStatus, expected: Any) -> None:
        action = Action(status=status, blocked_by_whom="Estates", blocked_since_on=date(2026, 11, 2))

        blocked(action, None)

        assert (action.blocked_by_whom, action.blocked_since_on) == expected

    @pytest.mark.parametrize(
        ("status", "by_whom", "since_on", "field"),
        [
            (ActionStatus.COMPLETED, "Estates", None, "blocked_by_whom"),
            (ActionStatus.IN_PROGRESS, "x" * (WHOM_LIMIT + 1), None, "blocked_by_whom"),
            (ActionStatus.IN_PROGRESS, "Estates", TODAY + timedelta(days=1), "blocked_since_on"),
        ],
    )
    def test_a_blockage_that_cannot_be_is_refused(
        self, status: ActionStatus, by_whom: str, since_on: date | None, field: str
    ) -> None:
        with pytest.raises(InvalidInput) as refusal:
            blocked(Action(status=status), by_whom, since_on)

        assert refusal.value.field == field


class TestTelling:
    def test_the_owner_is_told_at_once_and_once(self, cast: World) -> None:
        action = cast.actions["kirklees"]

        made, again = (tell_owner(action=action, by=actor(cast, "lead"), at=NOW) for _ in range(2))

        assert made == again == Notice.objects.get()
        assert (made.person, made.subject) == (cast.people["head"], action.ref)
        assert (made.kind, made.way) == (NoticeKind.ASSIGNED, NoticeWay.INSTANT)

    def test_who_gives_it_to_themselves_is_not_told(self, cast: World) -> None:
        assert tell_owner(action=cast.actions["kirklees"], by=actor(cast, "head"), at=NOW) is None

    def test_what_the_service_brings_in_tells_nobody(self, cast: World) -> None:
        assert tell_owner(action=cast.actions["kirklees"], by=SERVICE, at=NOW) is None

    def test_nobody_is_told_who_cannot_be(self, cast: World) -> None:
        save_changed(cast.people["head"], is_active=False)

        assert tell_owner(action=cast.actions["kirklees"], by=actor(cast, "lead"), at=NOW) is None
        assert not Notice.objects.exists()

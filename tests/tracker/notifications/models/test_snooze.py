"""Reminders that are put off: one at a time with its reason, and listed for those who see the action."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.rows import refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus
from tracker.notifications.models import Snooze

DAY = timedelta(days=1)
UNTIL = date(2026, 12, 1)


def put_off(world: World, key: str = "kirklees", *, until_on: date = UNTIL, **fields: Any) -> Snooze:
    return Snooze.objects.create(
        action=world.actions[key], until_on=until_on, **{"reason": "Waits", "made_at": NOW} | fields
    )


@pytest.mark.parametrize(("days", "ended_at", "stands"), [(1, None, True), (0, None, False), (1, NOW, False)])
def test_it_stands_before_its_day_unless_it_was_ended(world: World, days: int, ended_at: Any, stands: bool) -> None:
    put_off(world, until_on=TODAY + days * DAY, ended_at=ended_at)

    assert Snooze.objects.standing(on=TODAY).exists() is stands


def test_those_of_an_action_come_with_who_made_them_the_newest_first(
    world: World, django_assert_num_queries: Any
) -> None:
    first = put_off(world, ended_at=NOW, made_by=world.people["head"])
    second = put_off(world, made_by=world.people["lead"])
    put_off(world, "wigan")

    with django_assert_num_queries(1):
        found = [(each, each.made_by) for each in Snooze.objects.of_action(world.actions["kirklees"])]

    assert found == [(second, world.people["lead"]), (first, world.people["head"])]


@pytest.mark.parametrize(
    ("key", "seen"), [("head", 1), ("lead", 1), ("national", 2), ("other_head", 1), ("sibling_head", 0)]
)
def test_each_sees_those_of_actions_that_they_see(world: World, key: str, seen: int) -> None:
    put_off(world)
    put_off(world, "wigan")

    assert Snooze.objects.visible_to(actor(world, key)).count() == seen


def test_a_region_lists_those_of_open_actions_below_it_the_soonest_first(
    world: World, django_assert_num_queries: Any
) -> None:
    later, sooner = put_off(world), put_off(world, "leeds", until_on=UNTIL - DAY)
    put_off(world, "wigan")
    put_off(world, "region")
    save_changed(world.actions["region"], status=ActionStatus.COMPLETED)

    with django_assert_num_queries(1):
        found = [
            (each, each.action.owner_post.organisation.slug)
            for each in Snooze.objects.in_areas([world.organisations["yorkshire"].path]).for_list()
        ]

    assert found == [(sooner, "leeds"), (later, "kirklees")]


class TestTold:
    """What a lead is to hear of."""

    def told(self, snooze: Snooze) -> list[tuple[int, str]]:
        return list(Snooze.objects.told_of([snooze.pk]))

    def test_one_that_is_over_by_now_is_news_all_the_same(self, world: World) -> None:
        made = put_off(world, until_on=TODAY - DAY, ended_at=NOW)

        assert self.told(made) == [(made.pk, world.organisations["kirklees"].path)]

    def test_not_one_that_somebody_ended(self, world: World) -> None:
        assert self.told(put_off(world, ended_at=NOW, ended_by=world.people["head"])) == []

    def test_nor_one_of_an_action_that_has_ended(self, world: World) -> None:
        made = put_off(world)
        save_changed(world.actions["kirklees"], status=ActionStatus.WITHDRAWN)

        assert self.told(made) == []


def test_a_second_one_is_refused_while_one_is_open(world: World) -> None:
    made = put_off(world)

    with refused_by(Snooze, "snooze_one_open"):
        save_twin(made)


def test_one_without_a_reason_is_refused(world: World) -> None:
    with refused_by(Snooze, "snooze_has_a_reason"):
        save_changed(put_off(world), reason="")


def test_one_until_a_day_beyond_those_that_are_kept_is_refused(world: World) -> None:
    with refused_by(Snooze, "snooze_days_in_bounds"):
        save_changed(put_off(world), until_on=date.max)

"""Organisational alerts: who knows of them, who answers for them, and which are not answered yet."""

from datetime import date
from typing import Any

import pytest

from tests.factories.answers import make_alert
from tests.factories.rows import STRANGER, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor, answerable
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus
from tracker.models import AlertAction, AlertDateChange, AlertDuty, AlertLink, Deputy, alerts_visible_to
from tracker.rules.access import SERVICE

ANSWER_BY = date(2027, 1, 29)


def add_action(world: World, duty: AlertDuty, status: ActionStatus, key: str = "kirklees") -> AlertAction:
    save_changed(world.actions[key], status=status)
    return AlertAction.objects.create(alert=duty.alert, action=world.actions[key])


def duty_of(world: World, body: str = "kirklees") -> AlertDuty:
    return make_alert(world, body).duty


class TestWhoSeesWhat:
    @pytest.mark.parametrize(
        ("key", "expected"),
        [("owner", 1), ("lead", 1), ("coordinator", 1), ("sibling_head", 0), ("other_lead", 0), ("disabled", 0)],
    )
    def test_before_its_report_it_follows_the_area(self, world: World, key: str, expected: int) -> None:
        make_alert(world, "kirklees")

        assert alerts_visible_to(actor(world, key)).count() == expected
        assert AlertDuty.objects.visible_to(actor(world, key)).count() == expected

    def test_once_its_report_is_published_the_alert_is_public_and_the_work_is_not(self, world: World) -> None:
        save_changed(make_alert(world, "kirklees"), inspection=world.inspections["kirklees"])
        other = actor(world, "other_lead")

        assert alerts_visible_to(other).count() == 1
        assert not AlertDuty.objects.visible_to(other).exists()

    def test_who_covers_the_owning_post_sees_both(self, world: World) -> None:
        duty = duty_of(world)
        Deputy.objects.create(
            post=duty.owner_post, person=world.people["sibling_head"], from_on=TODAY, to_on=date(2026, 12, 1)
        )
        deputy = actor(world, "sibling_head")

        assert list(alerts_visible_to(deputy)) == [duty.alert]
        assert list(AlertDuty.objects.visible_to(deputy)) == [duty]

    def test_the_service_sees_all_and_a_stranger_not_even_what_is_public(self, world: World) -> None:
        save_changed(make_alert(world, "kirklees"), inspection=world.inspections["kirklees"])

        assert [alerts_visible_to(by).count() for by in (SERVICE, STRANGER)] == [1, 0]


class TestWhoseItIs:
    @pytest.mark.parametrize(("key", "expected"), [("head", 1), ("lead", 0), ("owner", 0), ("national", 0)])
    def test_it_is_for_its_owner_and_for_who_leads_the_body(self, world: World, key: str, expected: int) -> None:
        make_alert(world, "kirklees")

        assert AlertDuty.objects.mine(actor(world, key)).count() == expected

    def test_the_soonest_day_comes_first_within_an_area(self, world: World, django_assert_num_queries: Any) -> None:
        duties = {body: duty_of(world, body) for body in ("kirklees", "leeds", "wigan")}
        save_changed(duties["leeds"], answer_by_on=date(2026, 12, 1))
        area = world.organisations["yorkshire"].path

        with django_assert_num_queries(1):
            bodies = [
                (duty.alert.organisation.name, duty.owner_post.organisation.name)
                for duty in AlertDuty.objects.of_area(area).for_row()
            ]

        assert bodies == [("Leeds", "Leeds"), ("Kirklees", "Kirklees")]


class TestWhetherItIsAnswered:
    @pytest.mark.parametrize(
        ("statuses", "is_open"),
        [
            ([], True),
            ([ActionStatus.WITHDRAWN], True),
            ([ActionStatus.COMPLETED], False),
            ([ActionStatus.COMPLETED, ActionStatus.WITHDRAWN], False),
            ([ActionStatus.COMPLETED, ActionStatus.IN_PROGRESS], True),
        ],
    )
    def test_every_action_that_counts_is_complete(
        self, world: World, statuses: list[ActionStatus], is_open: bool
    ) -> None:
        duty = duty_of(world)
        for key, status in zip(("kirklees", "leeds"), statuses, strict=False):
            add_action(world, duty, status, key)

        assert AlertDuty.objects.open().exists() is is_open

    @pytest.mark.parametrize(("on", "is_late"), [(ANSWER_BY, False), (date(2027, 1, 30), True)])
    def test_it_is_late_on_the_day_after(self, on: date, is_late: bool) -> None:
        assert AlertDuty(answer_by_on=ANSWER_BY).is_late(on=on) is is_late


def test_an_action_is_refused_a_second_time_for_one_alert(world: World) -> None:
    made = add_action(world, duty_of(world), ActionStatus.IN_PROGRESS)

    with refused_by(AlertAction, "alert_action_once"):
        save_twin(made)


def test_a_recommendation_is_refused_a_second_link_to_one_alert(world: World) -> None:
    made = AlertLink.objects.create(alert=make_alert(world, "kirklees"), answerable=answerable(world), linked_at=NOW)

    with refused_by(AlertLink, "alert_linked_once"):
        save_twin(made)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("alert_date_change_has_a_reason", {"reason": ""}),
        ("alert_date_change_moves_the_day", {"new_on": ANSWER_BY}),
    ],
)
def test_a_move_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    move = AlertDateChange(
        duty=duty_of(world), old_on=ANSWER_BY, new_on=date(2027, 3, 1), reason="More time is agreed", changed_at=NOW
    )
    move.save()

    with refused_by(AlertDateChange, constraint):
        save_changed(move, **changes)


@pytest.mark.parametrize("column", ["answer_by_on", "first_answer_by_on"])
def test_a_day_to_answer_by_beyond_those_that_are_kept_is_refused(world: World, column: str) -> None:
    with refused_by(AlertDuty, "alert_duty_days_in_bounds"):
        save_changed(duty_of(world), **{column: date.max})

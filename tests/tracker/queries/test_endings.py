"""What becomes of a body's actions when it no longer answers: which are withdrawn and which go on."""

from typing import Any

import pytest

from tests.factories.answers import make_alert
from tests.factories.world import STARTED, TODAY, World
from tracker.choices import ActionStatus
from tracker.models import Action, AlertAction, Answers
from tracker.queries.endings import actions_after


def answer_too(world: World, action: str, recommendation: str, **ended: Any) -> None:
    """The action answers another recommendation as well."""
    answerable = world.recommendations[recommendation].answerables.get()
    Answers.objects.create(action=world.actions[action], answerable=answerable, from_on=STARTED, **ended)


def test_an_action_for_nothing_else_is_withdrawn(world: World) -> None:
    after = actions_after(world.recommendations["kirklees"].answerables.get())

    assert (after.withdrawn, after.going_on) == ([world.actions["kirklees"]], [])


def test_an_action_that_answers_something_else_goes_on(world: World) -> None:
    answer_too(world, "kirklees", "leeds")

    after = actions_after(world.recommendations["kirklees"].answerables.get())

    assert (after.withdrawn, after.going_on) == ([], [world.actions["kirklees"]])


def test_what_it_answered_before_does_not_keep_it(world: World) -> None:
    answer_too(world, "kirklees", "leeds", to_on=TODAY, reason="The team moved")

    after = actions_after(world.recommendations["kirklees"].answerables.get())

    assert after.withdrawn == [world.actions["kirklees"]]


def test_what_an_alert_asks_for_goes_on(world: World) -> None:
    AlertAction.objects.create(alert=make_alert(world, "kirklees"), action=world.actions["kirklees"])

    after = actions_after(world.recommendations["kirklees"].answerables.get())

    assert (after.withdrawn, after.going_on) == ([], [world.actions["kirklees"]])


@pytest.mark.parametrize("status", [ActionStatus.COMPLETED, ActionStatus.WITHDRAWN])
def test_what_is_over_stays_as_it_is(world: World, status: ActionStatus) -> None:
    Action.objects.update(status=status)

    after = actions_after(world.recommendations["kirklees"].answerables.get())

    assert (after.withdrawn, after.going_on) == ([], [])


def test_it_costs_three_queries(world: World, django_assert_num_queries: Any) -> None:
    answerable = world.recommendations["kirklees"].answerables.get()

    with django_assert_num_queries(3):
        actions_after(answerable)

"""One change of several actions before it is done: what each becomes, and why one cannot be changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspections.choices import DatePrecision
from tests.factories.world import World
from tracker.choices import ActionStatus
from tracker.models import Action
from tracker.queries.bulk import BulkChange, Line, preview, why_not
from tracker.rules.access import Actor

Acting = Callable[[str], Actor]
COMPLETED = BulkChange(status=ActionStatus.COMPLETED)


def stored(world: World, key: str, **values: Any) -> Action:
    Action.objects.filter(pk=world.actions[key].pk).update(**values)
    return Action.objects.for_row().get(pk=world.actions[key].pk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (BulkChange(due_on=date(2027, 3, 4)), "due 4 March 2027"),
        (BulkChange(due_on=date(2027, 3, 1), precision=DatePrecision.MONTH), "due March 2027"),
        (COMPLETED, "status ‘Completed’"),
        (BulkChange(), ""),
    ],
)
def test_a_change_says_what_it_makes_of_an_action(change: BulkChange, words: str) -> None:
    assert change.words == words


def test_a_month_counts_on_its_last_day() -> None:
    assert BulkChange(due_on=date(2027, 2, 1), precision=DatePrecision.MONTH).counts_on == date(2027, 2, 28)


def test_each_action_stands_on_one_side_in_the_order_given(world: World, acting: Acting) -> None:
    actions = [stored(world, key) for key in ("region", "leeds", "wigan", "kirklees")]

    shown = preview(acting("lead"), actions, COMPLETED)

    assert [line.action for line in shown.will] == [world.actions[key] for key in ("region", "leeds", "kirklees")]
    assert shown.cannot == [Line(world.actions["wigan"], "Not yet started", "You cannot change this action.")]


@pytest.mark.parametrize(
    ("change", "now"),
    [
        (COMPLETED, "Not yet started"),
        (BulkChange(due_on=date(2027, 3, 4)), "20 November 2026"),
    ],
)
def test_a_line_says_what_it_is_now(world: World, acting: Acting, change: BulkChange, now: str) -> None:
    [line] = preview(acting("head"), [stored(world, "kirklees")], change).will

    assert line.now == now


def test_a_line_says_that_there_is_no_date(world: World, acting: Acting) -> None:
    action = stored(world, "kirklees", due_on=None)

    [line] = preview(acting("head"), [action], BulkChange(due_on=date(2027, 3, 4))).will

    assert line.now == "No date"


@pytest.mark.parametrize(
    ("change", "values"),
    [
        (COMPLETED, {"status": ActionStatus.COMPLETED}),
        (BulkChange(due_on=date(2026, 11, 20)), {}),
        (
            BulkChange(due_on=date(2026, 11, 1), precision=DatePrecision.MONTH),
            {"due_on": date(2026, 11, 30), "due_precision": DatePrecision.MONTH},
        ),
    ],
)
def test_what_is_so_already_is_not_changed(
    world: World, acting: Acting, change: BulkChange, values: dict[str, Any]
) -> None:
    action = stored(world, "kirklees", **values)

    assert why_not(acting("head"), action, change) == "It is so already."


def test_the_same_last_day_of_a_month_is_a_change_of_precision(world: World, acting: Acting) -> None:
    action = stored(world, "kirklees", due_on=date(2026, 11, 30))
    to_month = BulkChange(due_on=date(2026, 11, 1), precision=DatePrecision.MONTH)

    assert why_not(acting("head"), action, to_month) == ""


@pytest.mark.parametrize(
    ("status", "to", "why"),
    [
        (ActionStatus.WITHDRAWN, ActionStatus.COMPLETED, "This action was withdrawn. Put it back first"),
        (ActionStatus.COMPLETED, ActionStatus.NOT_STARTED, "An action that is ‘Completed’ cannot become"),
        (ActionStatus.COMPLETED, ActionStatus.WITHDRAWN, "An action that is ‘Completed’ cannot become"),
    ],
)
def test_the_life_cycle_says_why_not(
    world: World, acting: Acting, status: ActionStatus, to: ActionStatus, why: str
) -> None:
    action = stored(world, "kirklees", status=status)

    assert why_not(acting("head"), action, BulkChange(status=to)).startswith(why)


@pytest.mark.parametrize(("person", "why"), [("owner", "You cannot change this action."), ("head", "")])
def test_an_owner_updates_their_action_and_does_not_give_it_away(
    world: World, acting: Acting, person: str, why: str
) -> None:
    action = stored(world, "kirklees", owner_post=world.posts["Senior Probation Officer, kirklees"])

    assert why_not(acting(person), action, COMPLETED) == ""
    assert why_not(acting(person), action, BulkChange(owner_post=world.posts["Head of PDU, kirklees"])) == why


def test_a_preview_asks_nothing_of_the_database(world: World, acting: Acting, django_assert_num_queries: Any) -> None:
    actions, actor = [stored(world, key) for key in ("kirklees", "leeds")], acting("lead")

    with django_assert_num_queries(0):
        preview(actor, actions, COMPLETED)

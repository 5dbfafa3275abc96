"""The plan of a carry-over: what becomes of each action, what stands in the way, and what the page was read as."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.carry_over import (
    answer,
    board,
    confirm_it,
    decide,
    decide_both,
    make_earlier,
    make_reinspection,
)
from tests.factories.recurrence import link
from tests.factories.world import NOW, World, make_action
from tracker.choices import Ending, Relation
from tracker.models import Action, AlertAction, Answers
from tracker.operations import history
from tracker.operations.endings import end_answerable
from tracker.queries.carry_over_plan import Move, Outcome, Plan, outcome_of, plan_of, steps_done
from tracker.rules.access import SERVICE


@pytest.fixture(autouse=True)
def again(world: World) -> None:
    """Kirklees was inspected again: its own recommendation and its region's have an action each; two are new."""
    make_reinspection(world)


def plan(world: World) -> Plan:
    return plan_of(board(world))


def share(world: World, action: str, *recommendations: str) -> None:
    """The action answers these as well."""
    for key in recommendations:
        Answers.objects.create(
            action=world.actions[action],
            answerable=world.recommendations[key].answerables.get(),
            from_on=NOW.date(),
        )


def lapse(world: World, key: str) -> None:
    decide(world, key, answer(world, ending=Ending.LAPSED, reason="The need went away"))


def test_one_follows_and_one_is_withdrawn(world: World) -> None:
    decide_both(world)

    [own], [of_region] = [step.moves for step in plan(world).steps]

    to = (world.recommendations["new-1"].answerables.get(),)
    assert own == Move(world.actions["kirklees"], follows=True, to=to, reason="", is_withdrawn=False)
    assert (of_region.action, of_region.follows, of_region.to) == (world.actions["region"], False, ())
    assert (of_region.reason, of_region.is_withdrawn) == ("The recommendation has ended: lapsed", True)


def test_the_counts_are_those_of_the_moves(world: World) -> None:
    decide_both(world)

    found = plan(world)

    assert (found.following, found.withdrawn, found.can_confirm) == (1, 1, True)
    assert outcome_of(found.steps) == Outcome("1 carried over, 1 lapsed", following=1, ending=1)


def test_what_answers_something_else_ends_here_and_is_not_withdrawn(world: World) -> None:
    share(world, "region", "leeds")
    decide_both(world)

    found = plan(world)

    assert (found.withdrawn, outcome_of(found.steps).ending) == (0, 1)


def test_what_an_alert_asked_for_is_not_withdrawn(world: World) -> None:
    alert = world.inspections["again"].alerts.create(organisation=world.organisations["kirklees"])
    AlertAction.objects.create(alert=alert, action=world.actions["region"])
    decide_both(world)

    assert plan(world).withdrawn == 0


def test_an_action_of_two_that_follows_from_one_is_counted_once(world: World) -> None:
    share(world, "kirklees", "region")
    decide_both(world)

    found = plan(world)

    assert (found.following, found.withdrawn) == (1, 1)
    assert outcome_of(found.steps) == Outcome("1 carried over, 1 lapsed", following=1, ending=1)


def test_an_action_of_two_that_both_end_is_withdrawn_once(world: World) -> None:
    share(world, "region", "kirklees")
    lapse(world, "kirklees")
    lapse(world, "region")

    found = plan(world)

    assert (found.following, found.withdrawn) == (0, 2)


def test_a_split_leads_an_action_to_both(world: World) -> None:
    decide(world, "kirklees", answer(world, "new-1", "new-2", relation=Relation.SPLIT))

    [step] = plan(world).steps

    assert [row.recommendation for row in step.moves[0].to] == [
        world.recommendations["new-1"],
        world.recommendations["new-2"],
    ]


def test_what_is_not_decided_stands_in_the_way(world: World) -> None:
    lapse(world, "region")

    found = plan(world)

    assert (len(found.steps), found.problems, found.can_confirm) == (1, (), False)


def test_nothing_decided_is_nothing_to_confirm(world: World) -> None:
    assert (plan(world).steps, plan(world).can_confirm) == ((), False)


def test_a_merger_of_one_stands_in_the_way(world: World) -> None:
    decide(world, "kirklees", answer(world, "new-1", relation=Relation.MERGED))
    lapse(world, "region")

    found = plan(world)

    assert [task.recommendation for task, _ in found.problems] == [world.recommendations["kirklees"]]
    assert "the only one merged into" in found.problems[0][1]
    assert not found.can_confirm


def test_a_merger_of_two_is_none(world: World) -> None:
    for key in ("kirklees", "region"):
        decide(world, key, answer(world, "new-1", relation=Relation.MERGED))

    assert (plan(world).problems, plan(world).can_confirm) == ((), True)


def test_a_loop_stands_in_the_way(world: World) -> None:
    decide_both(world)
    link(world.recommendations["new-1"], world.recommendations["kirklees"])

    [(_, problem)] = plan(world).problems

    assert problem.endswith("leads to " + world.recommendations["kirklees"].ref + " already, so it cannot take it up.")


@pytest.mark.parametrize(("hours", "count"), [(0, 0), (1, 1)])
def test_what_happened_to_an_action_after_the_decision_is_noted(world: World, hours: int, count: int) -> None:
    decide_both(world)
    ref, at = world.actions["kirklees"].ref, NOW + timedelta(hours=hours)
    history.record(verb="action.updated", subject=ref, by=SERVICE, at=at, after={})

    expected = f"{ref} changed after this was decided: Update added (18 November 2026, the service)."
    assert plan(world).notes == (expected,) * count


def test_what_ended_meanwhile_is_noted_and_left_alone(world: World) -> None:
    decide_both(world)
    row = world.recommendations["kirklees"].answerables.get()
    end_answerable(answerable=row, ending=Ending.OVERTAKEN, reason="Closed", by=SERVICE, at=NOW)

    found = plan(world)

    assert [step.task.recommendation for step in found.steps] == [world.recommendations["region"]]
    assert "ended on 18 November 2026 (overtaken by events), so nothing is done about it here." in found.notes[0]


def test_what_was_read_is_the_same_while_nothing_changes(world: World) -> None:
    decide_both(world)

    assert plan(world).seen == plan(world).seen


def test_a_new_decision_is_something_else_to_read(world: World) -> None:
    decide_both(world)
    before = plan(world).seen

    decide(world, "kirklees", answer(world, "new-2"), version=1)

    assert plan(world).seen != before


def test_an_updated_action_is_something_else_to_read(world: World) -> None:
    decide_both(world)
    before = plan(world).seen

    Action.objects.filter(pk=world.actions["kirklees"].pk).update(version=2)

    assert plan(world).seen != before


def test_a_confirmed_carry_over_says_what_it_did(world: World, django_assert_num_queries: Any) -> None:
    decide_both(world)
    confirm_it(world)
    held = board(world)

    with django_assert_num_queries(0):
        done = outcome_of(steps_done(held))

    assert done == Outcome("1 carried over, 1 lapsed", following=1, ending=1)
    assert [move.is_withdrawn for step in steps_done(held) for move in step.moves] == [False, True]


@pytest.mark.parametrize("more", [0, 5])
def test_a_plan_costs_five_queries_beside_the_board(
    world: World, django_assert_max_num_queries: Any, more: int
) -> None:
    make_earlier(world, more)
    make_action(world, "second", recommendation="kirklees", post="Head of PDU, kirklees")
    decide_both(world)
    held = board(world)

    with django_assert_max_num_queries(5):
        plan_of(held)

"""What confirming a carry-over makes and ends is noted by key, and what depends on it is said."""

import pytest

from tests.factories.carry_over import board, confirm_it, decide_both, make_reinspection
from tests.factories.world import NOW, World
from tracker.models import Action, Answers, CarryOver, Link
from tracker.queries.corrections.carry_overs import depending_on_made, entry_of, made_between, state_of


@pytest.fixture
def held(world: World) -> CarryOver:
    make_reinspection(world)
    decide_both(world)
    return CarryOver.objects.get()


def test_what_lies_between_two_states_is_noted(world: World, held: CarryOver) -> None:
    before = state_of(held)
    assert not any(made_between(before, before).values())

    made = confirm_it(world).made

    assert made["links"] == list(Link.objects.values_list("pk", flat=True))
    assert len(made["ended"]) == len(made["answers_ended"]) == 2
    assert len(made["answers"]) == 1
    [withdrawn] = made["withdrawn"]
    assert (withdrawn["action"], withdrawn["status"]) == (world.actions["region"].pk, "not-started")
    assert depending_on_made(made) == []


def test_what_happened_since_depends_on_it(world: World, held: CarryOver) -> None:
    made = confirm_it(world).made
    Answers.objects.filter(pk__in=made["answers"]).update(to_on=NOW.date(), reason="Done")
    Action.objects.filter(pk=world.actions["region"].pk).update(version=99)

    assert depending_on_made(made) == [
        "1 action that answers another recommendation by now",
        "1 action that was changed since",
    ]


def test_an_entry_has_the_verdict_on_record(world: World, held: CarryOver) -> None:
    confirm_it(world)
    [task] = board(world).tasks_of(world.recommendations["kirklees"].ref)

    assert entry_of(task, world.inspections["again"]).printed is None

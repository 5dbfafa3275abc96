"""What needs a person: found in one query, and nothing is read of which there is none."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.endings import make_ending_request
from tests.factories.self_assessments import make_return, make_self_assessment
from tests.factories.world import TODAY, World
from tracker.models import Answerable
from tracker.models.first_ones import NOTHING, Found, first_ones
from tracker.queries.needs import ASKED, Needs, needs_of
from tracker.rules.access import Actor

Acting = Callable[[str], Actor]


def found_for(actor: Actor) -> dict[str, Found]:
    return first_ones(actor, ASKED, on=TODAY)[0]


def what_there_is(actor: Actor) -> set[str]:
    return {name for name, part in found_for(actor).items() if part}


@pytest.fixture
def quiet(world: World) -> World:
    """Nobody answers for anything."""
    Answerable.objects.update(to_on=TODAY, ending="lapsed", ended_at="2026-11-18T10:00Z")
    return world


def test_nothing_waits_where_nothing_is(quiet: World, acting: Acting) -> None:
    assert what_there_is(acting("lead")) == set()


@pytest.mark.parametrize(
    ("person", "expected"),
    [("lead", {"to_review", "to_answer"}), ("head", {"to_answer"}), ("auditor", set())],
)
def test_each_is_told_what_waits_for_them(world: World, acting: Acting, person: str, expected: set[str]) -> None:
    make_self_assessment(world)

    assert what_there_is(acting(person)) == expected


def test_a_return_waits_for_who_made_it(world: World, acting: Acting) -> None:
    make_return(world, make_self_assessment(world))

    assert "returned" in what_there_is(acting("head"))


def test_an_ending_waits_for_the_next_body_up(world: World, acting: Acting) -> None:
    made = make_ending_request(world)
    lead = acting("lead")

    needs = needs_of(lead, found_for(lead), on=TODAY)

    assert (needs.endings_to_confirm.count, needs.endings_to_confirm.requests) == (1, [made])
    assert "endings" not in what_there_is(acting("head")) | what_there_is(acting("national"))


def test_what_there_is_is_read(world: World, acting: Acting) -> None:
    made = make_self_assessment(world)
    lead = acting("lead")

    needs = needs_of(lead, found_for(lead), on=TODAY)

    assert (needs.decisions.to_review, needs.decisions.reviews) == (1, [made])
    assert [waiting.answerable for waiting in needs.to_decide.to_answer] == [
        world.recommendations["region"].answerables.get()
    ]


def test_of_nothing_nothing_is_read(world: World, acting: Acting, django_assert_num_queries: Any) -> None:
    lead = acting("lead")

    with django_assert_num_queries(0):
        assert needs_of(lead, dict.fromkeys(ASKED, NOTHING), on=TODAY) == Needs()


def test_what_there_is_costs_one_query(world: World, acting: Acting, django_assert_num_queries: Any) -> None:
    lead = acting("lead")

    with django_assert_num_queries(1):
        assert found_for(lead).keys() == ASKED.keys()

"""What an area counts: kept to the area, stopped where pages stop counting, and asked in one statement."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import TODAY, World
from tracker.queries.area_facts import area_facts
from tracker.rules.access import Actor

Acting = Callable[[str], Actor]


@pytest.mark.parametrize(
    ("body", "expected"), [("kirklees", (2, 1, 1, 1)), ("yorkshire", (3, 3, 3, 3)), ("hmpps", (4, 4, 4, 4))]
)
def test_an_area_counts_what_it_owes(world: World, acting: Acting, body: str, expected: tuple[int, ...]) -> None:
    facts = area_facts(acting("national"), world.organisations[body], on=TODAY)

    assert facts[:4] == expected


@pytest.mark.parametrize(("person", "waiting"), [("lead", (1, 1)), ("head", (1, 0)), ("other_head", (0, 0))])
def test_reviews_are_counted_for_who_sees_the_work(
    world: World, acting: Acting, person: str, waiting: tuple[int, int]
) -> None:
    make_self_assessment(world)

    assert area_facts(acting(person), world.organisations["kirklees"], on=TODAY).to_review == waiting


def test_of_what_is_not_there_nothing_is_read(world: World, acting: Acting) -> None:
    facts = area_facts(acting("lead"), world.organisations["yorkshire"], on=TODAY)

    assert facts[6:] == (False, False, False, False, False, [], [])


@pytest.mark.parametrize("body", ["kirklees", "hmpps"])
def test_it_is_one_query(world: World, acting: Acting, django_assert_num_queries: Any, body: str) -> None:
    reader = acting("lead")

    with django_assert_num_queries(1):
        area_facts(reader, world.organisations[body], on=TODAY)

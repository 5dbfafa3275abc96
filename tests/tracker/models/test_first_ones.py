"""The first of several things and how many there are: in one statement, for whoever asks, and nothing for nobody."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet, Value

from tests.factories.rows import STRANGER
from tests.factories.world import TODAY, World, make_action
from tracker.models import Action, Reorganisation, actor_of
from tracker.models.first_ones import NOTHING, Found, Part, first_ones
from tracker.rules.access import Actor

Acting = Callable[[str], Actor]


def due(actor: Actor, on: date, week_end: date) -> QuerySet[Any]:
    return Action.objects.mine(actor).filter(due_on__gte=on, due_on__lte=week_end).most_urgent_first()


PARTS = {
    "due": Part(due, 2, is_counted=True),
    "listed": Part(due, 2),
    "nothing": Part(lambda actor, on, _: Reorganisation.objects.to_confirm(actor, on=on), 3, is_counted=True),
}


@pytest.fixture
def acting(world: World) -> Acting:
    return lambda key: actor_of(world.people[key], on=TODAY)


@pytest.fixture
def due_actions(world: World) -> list[int]:
    """Keys of three actions that are due this week, the soonest first; the world's own are no longer."""
    Action.objects.update(due_on=None)
    made = [
        make_action(
            world,
            f"in {days}",
            recommendation="kirklees",
            post="Head of PDU, kirklees",
            due_on=TODAY + timedelta(days=days),
        )
        for days in (3, 1, 2)
    ]
    return [made[1].pk, made[2].pk, made[0].pk]


def test_the_first_ones_come_in_order_and_all_are_counted(due_actions: list[int], acting: Acting) -> None:
    found, _ = first_ones(acting("head"), PARTS, on=TODAY)

    assert found == {"due": Found(due_actions[:2], 3), "listed": Found(due_actions[:2], 2), "nothing": NOTHING}


def test_the_week_follows_the_day(due_actions: list[int], acting: Acting) -> None:
    counts = [first_ones(acting("head"), PARTS, on=TODAY + timedelta(days=days))[0]["due"].count for days in (-7, 0, 2)]

    assert counts == [0, 3, 2]


@pytest.mark.parametrize("along", [(), (lambda actor, on: Value(actor.name), lambda actor, on: Value(7))])
def test_it_is_one_query_with_what_is_asked_along(
    world: World, acting: Acting, django_assert_num_queries: Any, along: tuple[Any, ...]
) -> None:
    head = acting("head")

    with django_assert_num_queries(1):
        _, read = first_ones(head, PARTS, on=TODAY, along=along)

    assert read == ([head.name, 7] if along else [])


def test_nobody_has_anything(world: World) -> None:
    assert first_ones(STRANGER, PARTS, on=TODAY) == (dict.fromkeys(PARTS, NOTHING), [])

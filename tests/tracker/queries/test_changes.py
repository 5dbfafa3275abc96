"""What others did since a person's last visit: to whose records, from which moment, and page by page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.world import NOW, World
from tracker.models import Person
from tracker.operations import history
from tracker.queries.changes import since_last_visit
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]
SINCE = NOW - timedelta(days=3)


@pytest.fixture
def head(world: World, acting: Acting) -> Actor:
    """The head of Kirklees, whose last visit was three days ago."""
    Person.objects.filter(pk=world.people["head"].pk).update(last_visit_at=SINCE)
    return acting("head")


def happen(ref: str, *, by: Actor = SERVICE, days: int = 1) -> None:
    """Something is said of a record, so many days after the visit."""
    verb = "action.updated" if ref.startswith("ACT") else "recommendation.acknowledged"
    history.record(verb=verb, subject=ref, by=by, at=SINCE + timedelta(days=days), after={})


def test_before_a_second_visit_nothing_is_new(world: World, acting: Acting) -> None:
    happen(world.actions["kirklees"].ref)

    changes = since_last_visit(acting("head"))

    assert (changes.since, changes.rows, changes.more) == (None, [], False)


def test_a_change_names_the_record_and_who_did_it(world: World, acting: Acting, head: Actor) -> None:
    action, recommendation = world.actions["kirklees"], world.recommendations["kirklees"]
    happen(action.ref)
    happen(recommendation.ref, by=acting("lead"), days=2)

    rows = since_last_visit(head).rows

    assert [(row.ref, row.title, row.by, row.is_action) for row in rows] == [
        (recommendation.ref, recommendation.short_title, world.people["lead"].name, False),
        (action.ref, action.title, "the service", True),
    ]


def test_what_a_person_did_themselves_is_not_new(world: World, head: Actor) -> None:
    happen(world.actions["kirklees"].ref, by=head)

    assert since_last_visit(head).rows == []


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1)])
def test_it_counts_from_the_moment_of_the_visit(world: World, head: Actor, days: int, count: int) -> None:
    happen(world.actions["kirklees"].ref, days=days)

    assert len(since_last_visit(head).rows) == count


@pytest.mark.parametrize("place", ["leeds", "wigan", "region"])
def test_the_records_of_others_are_not_in_it(world: World, head: Actor, place: str) -> None:
    happen(world.actions[place].ref)
    happen(world.recommendations[place].ref)

    assert since_last_visit(head).rows == []


@pytest.mark.parametrize(("page", "count", "more"), [(1, 2, True), (2, 2, True), (3, 1, False), (4, 0, False)])
def test_pages_say_whether_there_are_older_ones(world: World, head: Actor, page: int, count: int, more: bool) -> None:
    for days in range(5):
        happen(world.actions["kirklees"].ref, days=days)

    changes = since_last_visit(head, page=page, size=2)

    assert (len(changes.rows), changes.more) == (count, more)


def test_it_costs_seven_queries_at_most(world: World, head: Actor, django_assert_max_num_queries: Any) -> None:
    for days in range(5):
        happen(world.actions["kirklees"].ref, days=days)
        happen(world.recommendations["kirklees"].ref, days=days)

    with django_assert_max_num_queries(7):
        since_last_visit(head)

"""What needs a person: counts by urgency that agree with the rows, an area in counts, and drafts for coordinators."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.stage import make_draft
from tests.factories.world import TODAY, World, make_action
from tracker.choices import ActionStatus
from tracker.models import Action
from tracker.queries.work import ROWS_PER_GROUP, BodyCounts, bodies_in_counts, your_work
from tracker.rules.access import SERVICE, Actor
from tracker.rules.deadlines import Urgency

Acting = Callable[[str], Actor]
DAYS = {"late": -1, "today": 0, "sixth": 6, "seventh": 7}


@pytest.fixture
def week(world: World) -> World:
    """Kirklees' officer has an action on each side of each edge, one without a date, and one that is completed."""
    post = "Senior Probation Officer, kirklees"
    for key, days in DAYS.items():
        make_action(world, key, recommendation="kirklees", post=post, due_on=TODAY + timedelta(days=days))
    make_action(world, "undated", recommendation="kirklees", post=post, due_on=None)
    done = make_action(world, "done", recommendation="kirklees", post=post, due_on=TODAY - timedelta(days=9))
    Action.objects.filter(pk=done.pk).update(status=ActionStatus.COMPLETED)
    return world


def counted(body: BodyCounts) -> tuple[str, int, int, int]:
    return (body.organisation.slug, body.open, body.overdue, body.due_this_week)


def test_counts_by_urgency_leave_out_what_is_done(week: World, acting: Acting) -> None:
    counts = {group.urgency: group.count for group in your_work(acting("owner"), on=TODAY).groups}

    assert counts == {Urgency.OVERDUE: 1, Urgency.DUE_THIS_WEEK: 2, Urgency.LATER: 2}


def test_the_rows_of_each_group_are_those_that_are_counted(week: World, acting: Acting) -> None:
    groups = your_work(acting("owner"), on=TODAY).groups

    listed = [[action.pk for action in group.actions] for group in groups]
    expected = [["late"], ["today", "sixth"], ["seventh", "undated"]]
    assert listed == [[week.actions[key].pk for key in keys] for keys in expected]


def test_a_group_counts_all_and_lists_the_first_ten(world: World, acting: Acting) -> None:
    for number in range(ROWS_PER_GROUP + 1):
        make_action(world, f"more-{number}", recommendation="kirklees", post="Senior Probation Officer, kirklees")

    group = your_work(acting("owner"), on=TODAY).groups[1]

    assert (group.count, len(group.actions)) == (ROWS_PER_GROUP + 1, ROWS_PER_GROUP)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("lead", [("kirklees", 6, 1, 3), ("leeds", 1, 0, 1)]),
        ("other_lead", [("wigan", 1, 0, 1)]),
        ("national", [("manchester", 1, 0, 1), ("yorkshire", 8, 1, 5)]),
        ("auditor", [("manchester", 1, 0, 1), ("yorkshire", 8, 1, 5)]),
        ("head", []),
    ],
)
def test_who_leads_an_area_sees_it_in_counts(week: World, acting: Acting, person: str, expected: list[Any]) -> None:
    bodies = your_work(acting(person), on=TODAY).bodies

    assert [counted(body) for body in bodies] == expected


def test_a_body_counts_only_what_the_actor_may_see(week: World, acting: Acting) -> None:
    bodies = [week.organisations["kirklees"], week.organisations["leeds"]]

    found = bodies_in_counts(acting("sibling_head"), bodies, on=TODAY)

    assert [counted(body) for body in found] == [("kirklees", 0, 0, 0), ("leeds", 1, 0, 1)]


@pytest.mark.parametrize(("person", "drafts"), [("coordinator", 1), ("lead", 0), ("auditor", 0)])
def test_drafts_wait_for_coordinators(world: World, acting: Acting, person: str, drafts: int) -> None:
    make_draft(world, "kirklees")

    assert len(your_work(acting(person), on=TODAY).drafts) == drafts


@pytest.mark.parametrize(("person", "is_empty"), [("administrator", True), ("head", False), ("auditor", False)])
def test_it_is_empty_where_nothing_needs_the_person(world: World, acting: Acting, person: str, is_empty: bool) -> None:
    assert your_work(acting(person), on=TODAY).is_empty is is_empty


def test_the_page_costs_five_queries_at_most(week: World, acting: Acting, django_assert_max_num_queries: Any) -> None:
    actor = acting("national")

    with django_assert_max_num_queries(5):
        your_work(actor, on=TODAY)


@pytest.mark.parametrize(("bodies", "queries"), [((), 0), (("kirklees",), 1), (("kirklees", "leeds", "wigan"), 1)])
def test_any_number_of_bodies_is_counted_in_one_query(
    world: World, django_assert_num_queries: Any, bodies: tuple[str, ...], queries: int
) -> None:
    shown = [world.organisations[key] for key in bodies]

    with django_assert_num_queries(queries):
        bodies_in_counts(SERVICE, shown, on=TODAY)

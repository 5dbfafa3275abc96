"""Checks after closing as pages show them: which are due, for whom, how many, and which one an address names."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.reinspection import check_of, make_closed
from tests.factories.world import NOW, World
from tracker.choices import Ending
from tracker.models import Answerable, SustainCheck
from tracker.operations.endings import end_answerable
from tracker.queries import sustain_checks
from tracker.queries.sustain_checks import ROWS
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]
DUE = date(2027, 2, 18)  # three months after the ending


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1), (92, 2)])
def test_a_check_is_due_from_its_day(world: World, acting: Acting, days: int, count: int) -> None:
    make_closed(world)

    assert sustain_checks.due_for(acting("head"), on=DUE + timedelta(days=days)).count == count


@pytest.mark.parametrize(
    ("person", "places"),
    [
        ("head", ["kirklees"]),
        ("lead", ["kirklees", "leeds", "yorkshire"]),
        ("national", ["yorkshire"]),
        ("owner", []),
        ("auditor", []),
        ("other_head", []),
    ],
)
def test_managers_record_for_their_own_body_and_those_right_below(
    world: World, acting: Acting, person: str, places: list[str]
) -> None:
    for place in ("kirklees", "leeds", "region"):
        make_closed(world, place)

    due = sustain_checks.due_for(acting(person), on=DUE)

    assert sorted(check.answerable.organisation.slug for check in due.rows) == places
    assert bool(due) is bool(places)


@pytest.mark.parametrize("closed", [ROWS - 1, ROWS, ROWS + 2])
def test_the_first_ten_are_listed_and_all_are_counted(world: World, closed: int) -> None:
    for number in range(closed):
        make_closed(world, key=f"closed-{number}")

    due = sustain_checks.due_in(SERVICE, world.organisations["yorkshire"], on=DUE)

    assert (len(due.rows), due.count) == (min(closed, ROWS), closed)


def test_the_longest_due_stands_first(world: World) -> None:
    later, sooner = make_closed(world, "leeds"), make_closed(world, at=NOW - timedelta(days=9))

    due = sustain_checks.due_in(SERVICE, world.organisations["hmpps"], on=DUE)

    assert [check.answerable for check in due.rows] == [sooner, later]


@pytest.mark.parametrize("gone", ["dropped_at", "checked_at"])
def test_what_is_over_is_not_due(world: World, gone: str) -> None:
    make_closed(world)
    SustainCheck.objects.update(**{gone: NOW, "has_lasted": True if gone == "checked_at" else None})

    assert not sustain_checks.due_in(SERVICE, world.organisations["kirklees"], on=DUE)


@pytest.mark.parametrize(
    ("person", "body", "count"), [("lead", "yorkshire", 1), ("lead", "leeds", 0), ("other_head", "kirklees", 0)]
)
def test_an_area_shows_what_is_due_to_those_who_see_its_work(
    world: World, acting: Acting, person: str, body: str, count: int
) -> None:
    make_closed(world)

    assert sustain_checks.due_in(acting(person), world.organisations[body], on=DUE).count == count


@pytest.mark.parametrize(("person", "months"), [("head", [3, 6, 12]), ("other_head", [])])
def test_a_recommendation_lists_its_checks_in_its_area(
    world: World, acting: Acting, person: str, months: list[int]
) -> None:
    closed = make_closed(world)

    listed = sustain_checks.of_recommendation(acting(person), closed.recommendation)

    assert [check.months for check in listed] == months


@pytest.mark.parametrize(
    ("slug", "person", "expected"),
    [("leeds", "lead", "leeds"), ("", "head", "kirklees"), ("nonsense", "sibling_head", "leeds")],
)
def test_an_address_names_a_body_or_means_ones_own(
    world: World, acting: Acting, slug: str, person: str, expected: str
) -> None:
    closed = make_closed(world)
    row = Answerable.objects.create(
        recommendation=closed.recommendation, organisation=world.organisations["leeds"], from_on=closed.from_on
    )
    end_answerable(answerable=row, ending=Ending.SUFFICIENT, reason="It is done", by=SERVICE, at=NOW)

    check = sustain_checks.to_show(acting(person), closed.recommendation, months=3, slug=slug)

    assert check is not None
    assert check.answerable.organisation.slug == expected


def test_an_address_of_no_check_shows_none(world: World) -> None:
    assert sustain_checks.to_show(SERVICE, make_closed(world).recommendation, months=4, slug="") is None


@pytest.mark.parametrize(("person", "expected"), [("head", True), ("lead", True), ("owner", False), ("auditor", False)])
def test_managers_record_a_check(world: World, acting: Acting, person: str, expected: bool) -> None:
    assert sustain_checks.may_record(acting(person), check_of(make_closed(world))) is expected


def test_lists_cost_two_queries_at_most(world: World, acting: Acting, django_assert_max_num_queries: Any) -> None:
    for number in range(ROWS + 1):
        make_closed(world, key=f"closed-{number}")
    actor = acting("lead")

    with django_assert_max_num_queries(2):
        sustain_checks.due_for(actor, on=DUE)

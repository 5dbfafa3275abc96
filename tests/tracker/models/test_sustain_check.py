"""Checks after closing: whose they are, when they are due, and in which state."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.reinspection import check_of, make_closed
from tests.factories.rows import STRANGER, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.models import SustainCheck
from tracker.rules.access import SERVICE

DUE = date(2027, 2, 18)  # the first of three, for what was closed in the world's present
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("key", "expected"), [("owner", 3), ("lead", 3), ("national", 3), ("sibling_head", 0), ("disabled", 0)]
)
def test_they_follow_the_bodys_area(world: World, key: str, expected: int) -> None:
    make_closed(world)

    assert SustainCheck.objects.visible_to(actor(world, key)).count() == expected


def test_the_service_sees_all_and_a_stranger_nothing(world: World) -> None:
    make_closed(world)

    assert [SustainCheck.objects.visible_to(by).count() for by in (SERVICE, STRANGER)] == [3, 0]


@pytest.mark.parametrize(("on", "expected"), [(DUE - DAY, []), (DUE, [3]), (date(2027, 5, 18), [3, 6])])
def test_a_check_is_due_from_its_day_the_longest_due_first(world: World, on: date, expected: list[int]) -> None:
    make_closed(world)

    assert [check.months for check in SustainCheck.objects.due(on=on)] == expected


@pytest.mark.parametrize("changes", [{"checked_at": NOW, "has_lasted": True}, {"dropped_at": NOW}])
def test_a_check_that_was_made_or_dropped_waits_no_more(world: World, changes: dict[str, Any]) -> None:
    check = check_of(make_closed(world))
    save_changed(check, **changes)
    check.refresh_from_db()

    assert not check.is_waiting
    assert [row.months for row in SustainCheck.objects.waiting().order_by("months")] == [6, 12]


@pytest.mark.parametrize(
    ("key", "expected"), [("head", 3), ("lead", 3), ("national", 0), ("owner", 0), ("sibling_head", 0)]
)
def test_the_body_and_the_one_right_above_record_it(world: World, key: str, expected: int) -> None:
    make_closed(world)

    assert SustainCheck.objects.to_record(actor(world, key)).count() == expected


def test_checks_of_a_body_and_of_a_recommendation(world: World, django_assert_num_queries: Any) -> None:
    closed = make_closed(world)
    make_closed(world, "wigan")

    with django_assert_num_queries(2):
        of_body = list(SustainCheck.objects.of_body(world.organisations["yorkshire"]).for_row())
        rows = SustainCheck.objects.of_recommendation(closed.recommendation).for_row()
        months = [(row.answerable.organisation.parent.slug, row.months) for row in rows]

    assert {row.answerable for row in of_body} == {closed}
    assert months == [("yorkshire", 3), ("yorkshire", 6), ("yorkshire", 12)]


@pytest.mark.parametrize(
    ("changes", "on", "words"),
    [
        ({}, DUE - DAY, "Not yet due"),
        ({}, DUE, "Check due"),
        ({"checked_at": NOW, "has_lasted": True}, DUE, "Has lasted"),
        ({"checked_at": NOW, "has_lasted": False, "dropped_at": NOW}, DUE, "Has not lasted"),
        ({"dropped_at": NOW}, DUE, "No longer needed"),
    ],
)
def test_the_word_on_screen(changes: dict[str, Any], on: date, words: str) -> None:
    assert SustainCheck(due_on=DUE, **changes).state(on=on) == words


def test_a_check_is_refused_a_second_time_after_as_many_months(world: World) -> None:
    check = check_of(make_closed(world))

    with refused_by(SustainCheck, "sustain_check_once"):
        save_twin(check)


@pytest.mark.parametrize("changes", [{"checked_at": NOW}, {"has_lasted": False}])
def test_a_check_without_what_it_found_is_refused(world: World, changes: dict[str, Any]) -> None:
    check = check_of(make_closed(world))

    with refused_by(SustainCheck, "sustain_check_says_what_it_found"):
        save_changed(check, **changes)

"""A list asked for page by page with SQL that is made once: the same pages as a queryset gives, and as many rows."""

from datetime import date
from typing import Any

import pytest

from tests.factories.world import NOW, World, make_action
from tracker.models import Action
from tracker.models.listing import Listing
from tracker.paging import Page, Sort, key_with, page_of

DATES = (date(2026, 5, 1), date(2026, 5, 1), None, date(2026, 9, 1), date(2027, 1, 1), None)
COLUMNS = ("pk", "title")
LISTING = Listing(lambda *, start: Action.objects.filter(title__gte=start))
SORTS = [
    Sort(column, descending) for column in ("due_on", "title", "last_update_at") for descending in (False, True)
]  # fmt: skip


@pytest.fixture
def actions(world: World) -> Any:
    for number, due_on in enumerate(DATES):
        made = make_action(
            world, f"long {number}", recommendation="kirklees", post="Head of PDU, kirklees", due_on=due_on
        )
        Action.objects.filter(pk=made.pk).update(
            last_update_at=NOW if number % 2 else None, title=f"long {number // 2}"
        )
    return Action.objects.filter(title__gte="long")


def page(sort: Sort, **place: Any) -> Page:
    return LISTING.page(columns=COLUMNS, sort=sort, start="long", **place)


@pytest.mark.parametrize("sort", SORTS, ids=str)
def test_its_pages_are_those_of_the_queryset(actions: Any, sort: Sort) -> None:
    walked, expected, after = [page(sort, size=2)], [page_of(actions, sort=sort, size=2)], ""
    while walked[-1].after:
        after = walked[-1].after
        walked.append(page(sort, size=2, after=after))
        expected.append(page_of(actions, sort=sort, size=2, after=after))
    back = page(sort, size=2, before=walked[-1].before)

    assert [[row[0] for row in each.rows] for each in walked] == [[row.pk for row in each.rows] for each in expected]
    assert [(each.after, each.before) for each in walked] == [(each.after, each.before) for each in expected]
    assert back.rows == walked[-2].rows


@pytest.mark.parametrize("sort", SORTS[:1], ids=str)
def test_it_counts_on_every_page(actions: Any, sort: Sort, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        first = page(sort, size=4, counts=True)
        second = page(sort, size=4, counts=True, after=first.after)

    assert (first.count, second.count) == ("6", "6")


def test_counting_stops(actions: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.paging.COUNT_LIMIT", 3)

    assert Listing(LISTING.build).page(columns=COLUMNS, sort=SORTS[0], start="long", counts=True).count == "3+"


@pytest.mark.parametrize(
    ("sort", "value"),
    [(Sort("due_on"), "not a date"), (Sort("due_on"), 7), (Sort("title"), 7), (Sort("last_update_at"), "2026-01-01")],
)
def test_a_value_that_the_column_cannot_hold_gives_the_first_page(actions: Any, sort: Sort, value: object) -> None:
    assert page(sort, after=key_with(sort, value, 1)) == page(sort)


def test_nothing_chosen_is_an_empty_page(actions: Any) -> None:
    assert LISTING.page(columns=COLUMNS, sort=SORTS[0], start="z", counts=True) == Page([], "", "")

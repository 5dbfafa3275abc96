"""What one change adds to the counts of bodies by date, and takes from them."""

from datetime import date

import pytest

from tests.factories.world import World
from tracker.models import OpenActions
from tracker.projections import counts

BODY, DAY, NEXT = 7, date(2026, 12, 1), date(2026, 12, 2)


def place(action, *, due_on=DAY, is_owned=True, is_open=True, is_moved=False, body=BODY):
    return {(action, body): {"is_owned": is_owned, "is_open": is_open, "is_moved": is_moved, "open_due_on": due_on}}


def held():
    rows = OpenActions.objects.filter(organisation=BODY).order_by("due_on")
    return [(row.due_on, row.actions, row.moved) for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "counted"),
    [
        ({}, place(1), [(DAY, 1, 0)]),
        ({}, place(1) | place(2), [(DAY, 2, 0)]),
        ({}, place(1, is_moved=True) | place(2), [(DAY, 2, 1)]),
        ({}, place(1, due_on=None), [(OpenActions.NEVER, 1, 0)]),
        ({}, place(1, is_owned=False) | place(2, is_open=False), []),
        (place(1), place(1), [(DAY, 1, 0)]),
        (place(1), {}, []),
        (place(1), place(1, due_on=NEXT, is_moved=True), [(NEXT, 1, 1)]),
        (place(1) | place(2), place(1) | place(2, is_open=False), [(DAY, 1, 0)]),
        (place(1, is_moved=True), place(1), [(DAY, 1, 0)]),
        (place(1), place(1, body=8), []),
    ],
)
def test_what_a_change_adds_and_takes(before, after, counted):
    counts.count(held={}, rows=before)

    counts.count(held=before, rows=after)

    assert held() == counted


@pytest.mark.django_db
def test_what_changes_no_count_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        counts.count(held=place(1) | place(2, is_owned=False), rows=place(1) | place(2, is_owned=False, due_on=NEXT))


def test_counting_all_gives_what_each_change_gave(world: World) -> None:
    before = list(OpenActions.objects.order_by("organisation", "due_on").values("organisation", "due_on", "actions"))
    OpenActions.objects.all().delete()

    counts.recount()

    after = list(OpenActions.objects.order_by("organisation", "due_on").values("organisation", "due_on", "actions"))
    assert (after, bool(before)) == (before, True)

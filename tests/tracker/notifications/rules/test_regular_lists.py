"""The exception list of the week and the picture of the month: their days, their keys and their lines."""

from datetime import date

import pytest

from tracker.choices import NoticeKind
from tracker.notifications.rules import regular_lists
from tracker.notifications.rules.regular_lists import ListedRepeat
from tracker.rules.notices import Identity
from tracker.rules.working_days import bank_holidays

ON = date(2026, 11, 18)


def test_one_list_a_week_and_one_picture_a_month():
    days = [date(2026, 11, day) for day in range(16, 23)]

    of_weeks = {regular_lists.week_list(NoticeKind.EXCEPTION_LIST, day, person_id=7) for day in days}
    of_months = {regular_lists.month_list(NoticeKind.REPEATS_PICTURE, day, person_id=7) for day in days}

    assert of_weeks == {Identity("exception-list", "2026-11-16", 7)}
    assert of_months == {Identity("repeats-picture", "2026-11", 7)}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 8, 1), False),  # a Saturday
        (date(2026, 8, 2), False),
        (date(2026, 8, 3), True),
        (date(2026, 8, 31), True),
        (date(2027, 1, 1), False),  # a bank holiday, and a Friday
        (date(2027, 1, 4), True),
    ],
)
def test_the_month_begins_on_its_first_working_day(on, expected):
    assert regular_lists.is_month_begun(on, bank_holidays()) is expected


@pytest.mark.parametrize(("days", "expected"), [(10, date(2026, 11, 4)), (15, date(2026, 10, 28))])
def test_from_which_day_an_action_is_an_exception(days, expected):
    assert regular_lists.last_exception_due_on(ON, days=days, holidays=bank_holidays()) == expected


def test_what_is_overdue_is_noted_once_a_week():
    days = [date(2026, 11, day) for day in range(16, 23)]

    lists = {regular_lists.week_list(NoticeKind.OVERDUE_LIST, day, person_id=7) for day in days}

    assert lists == {Identity("overdue-list", "2026-11-16", 7)}


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2026, 1, 1), "under 1 year ago"),
        (date(2025, 11, 18), "1 to 2 years ago"),
        (date(2025, 11, 19), "under 1 year ago"),
        (date(2024, 11, 1), "2 to 3 years ago"),
        (date(2020, 5, 1), "3 years ago or more"),
        (None, "date not known"),
    ],
)
def test_how_long_ago_it_was_first_made(since, expected):
    assert regular_lists.band(since, on=ON) == expected


def test_the_picture_counts_by_region_and_age_the_most_first():
    repeats = [
        ListedRepeat("London region", "london", date(2020, 1, 1)),
        ListedRepeat("Yorkshire region", "yorkshire", date(2020, 1, 1)),
        ListedRepeat("Yorkshire region", "yorkshire", date(2026, 1, 1)),
        ListedRepeat("Yorkshire region", "yorkshire", date(2019, 1, 1)),
    ]

    first, second = regular_lists.picture(repeats, on=ON)

    assert first.lines == (
        "Yorkshire region: 3 open recommendations made before",
        "First made under 1 year ago (1), 3 years ago or more (2)",
    )
    assert second.lines[0] == "London region: 1 open recommendation made before"
    assert first.address == "/insight/repeats/?region=yorkshire"

"""Working days of England and Wales, with Christmas 2026 and Easter 2027."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import working_days
from tracker.rules.working_days import after, bank_holidays, before, between, is_working_day, shifted

HOLIDAYS = bank_holidays()
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2029, 12, 31))
COUNTS = st.integers(min_value=0, max_value=60)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 12, 25),
        date(2026, 12, 28),  # for Boxing Day, a Saturday
        date(2027, 1, 1),
        date(2027, 3, 26),  # Good Friday
        date(2027, 3, 29),  # Easter Monday
        date(2027, 5, 3),
        date(2027, 5, 31),
        date(2027, 8, 30),
        date(2027, 12, 27),  # for Christmas Day, a Saturday
        date(2027, 12, 28),
        date(2028, 1, 3),  # for New Year's Day, a Saturday
    ],
)
def test_bank_holidays_of_england_and_wales(day):
    assert not is_working_day(day, HOLIDAYS)


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 29), date(2027, 1, 4), date(2027, 3, 25)])
def test_the_days_around_them_are_worked(day):
    assert is_working_day(day, HOLIDAYS)


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2027, 3, 17), date(2027, 7, 12), date(2027, 1, 4)])
def test_holidays_of_scotland_and_northern_ireland_are_worked(day):
    assert is_working_day(day, HOLIDAYS)


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 5, date(2027, 1, 5)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        (date(2027, 3, 30), -1, date(2027, 3, 25)),
        (date(2027, 1, 4), -3, date(2026, 12, 29)),
        (date(2027, 1, 4), -20, date(2026, 12, 2)),
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
    ],
)
def test_shifted(day, days, expected):
    assert shifted(day, days, HOLIDAYS) == expected


def test_before_with_no_days_is_the_last_working_day():
    assert before(date(2026, 12, 27), 0, HOLIDAYS) == date(2026, 12, 24)


@given(day=DAYS, days=COUNTS)
def test_what_is_so_many_days_after_has_so_many_working_days_between(day, days):
    found = after(day, days, HOLIDAYS)

    assert is_working_day(found, HOLIDAYS)
    assert between(day, found, HOLIDAYS) == days or (days == 0 and found >= day)


@given(day=DAYS, days=st.integers(min_value=1, max_value=60))
def test_before_undoes_after_from_a_working_day(day, days):
    start = after(day, 0, HOLIDAYS)

    assert before(after(start, days, HOLIDAYS), days, HOLIDAYS) == start


def test_the_years_of_any_date_that_can_be_typed_are_known():
    years = {day.year for day in HOLIDAYS}

    assert years == set(range(working_days.FIRST_YEAR, working_days.LAST_YEAR + 1))


def test_nothing_between_a_day_and_itself_or_an_earlier_one():
    day = date(2026, 11, 18)

    assert between(day, day, HOLIDAYS) == between(day, day - timedelta(days=5), HOLIDAYS) == 0

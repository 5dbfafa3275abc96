"""When an action is overdue or due this week, day by day."""

from datetime import date

import pytest

from inspections.choices import DatePrecision
from tracker.choices import ActionStatus
from tracker.rules.deadlines import (
    QuickDate,
    Urgency,
    due_date,
    is_overdue,
    quick_date,
    slip_words,
    urgency,
)
from tracker.rules.working_days import bank_holidays

TODAY = date(2026, 11, 18)
OPEN = ActionStatus.IN_PROGRESS


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 11, 17), Urgency.OVERDUE),
        (date(2026, 11, 18), Urgency.DUE_THIS_WEEK),
        (date(2026, 11, 24), Urgency.DUE_THIS_WEEK),
        (date(2026, 11, 25), Urgency.LATER),
        (None, Urgency.NO_DATE),
    ],
)
def test_an_open_action_by_its_date(due_on: date | None, expected: Urgency) -> None:
    assert urgency(status=OPEN, due_on=due_on, on=TODAY) is expected
    assert is_overdue(status=OPEN, due_on=due_on, on=TODAY) is (expected is Urgency.OVERDUE)


@pytest.mark.parametrize("status", [ActionStatus.COMPLETED, ActionStatus.WITHDRAWN])
def test_an_ended_action_is_never_late(status: ActionStatus) -> None:
    assert urgency(status=status, due_on=date(2020, 1, 1), on=TODAY) is Urgency.ENDED


@pytest.mark.parametrize(
    ("day", "precision", "expected"),
    [
        (date(2027, 3, 1), DatePrecision.MONTH, date(2027, 3, 31)),
        (date(2028, 2, 10), DatePrecision.MONTH, date(2028, 2, 29)),
        (date(2027, 2, 1), DatePrecision.MONTH, date(2027, 2, 28)),
        (date(2027, 3, 1), DatePrecision.DAY, date(2027, 3, 1)),
    ],
)
def test_a_month_means_its_last_day(day: date, precision: DatePrecision, expected: date) -> None:
    assert due_date(day, precision) == expected


@pytest.mark.parametrize(
    ("choice", "on", "expected"),
    [
        (QuickDate.END_OF_MONTH, date(2027, 2, 10), date(2027, 2, 26)),  # the 28th is a Sunday
        (QuickDate.END_OF_MONTH, date(2027, 2, 26), date(2027, 2, 26)),
        (QuickDate.END_OF_MONTH, date(2027, 2, 27), None),  # no working day is left
        (QuickDate.END_OF_MONTH, date(2027, 5, 3), date(2027, 5, 28)),  # the 31st is a bank holiday
        (QuickDate.FOUR_WEEKS, date(2027, 2, 10), date(2027, 3, 10)),
        (QuickDate.FOUR_WEEKS, date(2027, 2, 13), date(2027, 3, 15)),  # a Saturday
        (QuickDate.FOUR_WEEKS, date(2027, 2, 26), date(2027, 3, 30)),  # Good Friday, and Monday is off too
        (QuickDate.TWELVE_WEEKS, date(2027, 2, 10), date(2027, 5, 5)),
        (QuickDate.OTHER, date(2027, 2, 10), None),
    ],
)
def test_a_quick_choice_means_a_working_day(choice: QuickDate, on: date, expected: date | None) -> None:
    assert quick_date(choice, on, bank_holidays()) == expected


@pytest.mark.parametrize(
    ("moves", "first", "now", "expected"),
    [
        (0, date(2026, 11, 20), date(2026, 11, 10), ""),
        (1, date(2026, 11, 20), date(2026, 11, 21), "Moved once, 1 day later than first planned"),
        (2, date(2026, 11, 20), date(2026, 12, 30), "Moved twice, 40 days later than first planned"),
        (3, date(2026, 11, 20), date(2026, 11, 20), "Moved 3 times"),
    ],
)
def test_slips_are_said_in_words(moves: int, first: date, now: date, expected: str) -> None:
    assert slip_words(moves=moves, first_due_on=first, due_on=now) == expected

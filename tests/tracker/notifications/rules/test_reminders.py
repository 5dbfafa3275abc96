"""The day in London, and how long a message waits before another try."""

from datetime import date, datetime

import pytest

from tracker.notifications.rules import reminders
from tracker.rules.calendar import london_date


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-07-01T23:30+00:00", date(2026, 7, 2)),
        ("2026-12-01T23:30+00:00", date(2026, 12, 1)),
    ],
)
def test_the_day_is_londons(at, expected):
    assert london_date(datetime.fromisoformat(at)) == expected


def test_waits_grow_to_five_minutes():
    waits = [reminders.retry_delay(attempts).total_seconds() / 60 for attempts in range(1, 7)]

    assert waits == [1, 2, 5, 5, 5, 5]

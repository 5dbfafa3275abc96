"""The day it is in London: at midnight, and in summer an hour earlier than the world's clock says."""

from datetime import UTC, date, datetime

import pytest

from tracker.rules.calendar import london, london_date


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 18, 23, 59, tzinfo=UTC), date(2026, 11, 18)),
        (datetime(2026, 11, 19, 0, 0, tzinfo=UTC), date(2026, 11, 19)),
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
    ids=["before midnight", "at midnight", "before midnight in summer", "at midnight in summer"],
)
def test_the_day_in_london(at: datetime, day: date) -> None:
    assert london_date(at) == day


@pytest.mark.parametrize(
    ("at", "hour"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), 0),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), 2),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), 1),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), 1),
    ],
    ids=["before the clocks go forward", "after it", "before they go back", "after they have"],
)
def test_the_clock_changes(at: datetime, hour: int) -> None:
    shown = london(at)

    assert shown.timestamp() == at.timestamp()
    assert shown.hour == hour

"""Which notice an action deserves, when a digest is due, and what it says in sum."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import strategies as st

from tracker.choices import ActionStatus, NoticeKind
from tracker.rules import reminders
from tracker.rules.deadlines import Urgency

WEDNESDAY = date(2026, 11, 18)
MONDAY = date(2026, 11, 16)
MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("status", "due_on", "expected"),
    [
        (ActionStatus.NOT_STARTED, date(2026, 11, 17), NoticeKind.OVERDUE),
        (ActionStatus.IN_PROGRESS, date(2025, 1, 1), NoticeKind.OVERDUE),
        (ActionStatus.IN_PROGRESS, date(2026, 11, 18), NoticeKind.DUE_THIS_WEEK),
        (ActionStatus.NOT_STARTED, date(2026, 11, 24), NoticeKind.DUE_THIS_WEEK),
        (ActionStatus.NOT_STARTED, date(2026, 11, 25), None),
        (ActionStatus.IN_PROGRESS, None, None),
        (ActionStatus.COMPLETED, date(2026, 11, 17), None),
        (ActionStatus.WITHDRAWN, date(2026, 11, 18), None),
    ],
)
def test_the_notice_an_action_deserves(status, due_on, expected):
    assert reminders.due_notice(status=status, due_on=due_on, on=WEDNESDAY) is expected


def test_every_urgency_is_in_the_table():
    assert set(reminders.NOTICES) == set(Urgency)


def test_every_notice_has_a_heading():
    assert set(reminders.HEADINGS) == set(NoticeKind)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-07-01T23:30+00:00", date(2026, 7, 2)),
        ("2026-12-01T23:30+00:00", date(2026, 12, 1)),
    ],
)
def test_the_day_is_londons(at, expected):
    assert reminders.london_date(datetime.fromisoformat(at)) == expected


def test_waits_grow_to_five_minutes():
    waits = [reminders.retry_delay(attempts).total_seconds() / 60 for attempts in range(1, 7)]

    assert waits == [1, 2, 5, 5, 5, 5]

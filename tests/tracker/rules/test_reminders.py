"""Which notice an action deserves, when a digest is due, and what it says in sum."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.choices import ActionStatus, NoticeKind
from tracker.rules import reminders
from tracker.rules.deadlines import Urgency
from tracker.rules.reminders import LONDON

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


def test_the_key_names_kind_action_date_and_person():
    key = reminders.notice_key(kind=NoticeKind.OVERDUE, ref="ACT-0412", due_on=date(2026, 11, 20), person_id=7)

    assert key == "overdue:ACT-0412:2026-11-20:7"


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-11-16T07:29:59", None),
        ("2026-11-16T07:30", MONDAY),
        ("2026-11-16T23:59", MONDAY),  # missed: later the same day
        ("2026-11-17T03:00", None),  # not at night
        ("2026-11-17T07:30", MONDAY),  # missed: the next working day
        ("2026-11-20T17:00", MONDAY),
        ("2026-11-21T10:00", None),  # nothing on Saturday
        ("2026-11-22T10:00", None),  # nor on Sunday
        ("2026-11-23T07:30", date(2026, 11, 23)),
    ],
)
def test_when_a_digest_is_due(local, expected):
    at = datetime.fromisoformat(local).replace(tzinfo=LONDON).astimezone(UTC)

    assert reminders.digest_due(at) == expected


@pytest.mark.parametrize(
    "changes_on", [date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26), date(2028, 10, 29)], ids=str
)
def test_one_digest_a_week_at_half_past_seven_when_clocks_change(changes_on):
    mondays = [changes_on + timedelta(days=days) for days in (-13, -6, 1, 8)]
    start = datetime.combine(mondays[0], time(0), UTC)
    moments = [start + timedelta(minutes=minutes) for minutes in range(0, 28 * 24 * 60, 5)]

    first = {}
    for at in moments:
        first.setdefault(reminders.digest_due(at), at.astimezone(LONDON))

    first.pop(None)
    assert first == {monday: datetime.combine(monday, time(7, 30), LONDON) for monday in mondays}


@given(MOMENTS)
def test_a_digest_is_due_on_working_days_only_and_for_its_own_week(at):
    monday = reminders.digest_due(at)

    local = at.astimezone(LONDON)
    assert (monday is not None) == (local.weekday() < 5 and local.time() >= time(7, 30))
    assert monday is None or (monday.weekday() == 0 and 0 <= (local.date() - monday).days < 5)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-18T10:00+00:00", "2026-11-16T00:00+00:00"),
        ("2026-11-21T10:00+00:00", "2026-11-21T00:00+00:00"),
        ("2026-11-23T00:00+00:00", "2026-11-23T00:00+00:00"),
        ("2027-03-29T10:00+00:00", "2027-03-28T23:00+00:00"),  # summer time began the day before
    ],
)
def test_a_digest_expires_when_its_working_week_is_over(at, expected):
    assert reminders.digests_expire_before(datetime.fromisoformat(at)) == datetime.fromisoformat(expected)


@given(MOMENTS)
def test_a_digest_made_now_is_not_stale_now(at):
    assert reminders.digest_due(at) is None or reminders.digests_expire_before(at) <= at


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

"""When a person's digest is due, by what they chose, and what it may tell."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.choices import Frequency, NoticeKind, NoticeWay
from tracker.notifications.rules import delivery, email_preferences
from tracker.notifications.rules.email_preferences import DEFAULT, DigestRunDue, Preference
from tracker.notifications.rules.kinds import REFUSED
from tracker.rules.calendar import LONDON

GIVEN = (NoticeKind.ASSIGNED, NoticeKind.POST_GIVEN, NoticeKind.COVER_GIVEN, NoticeKind.SELF_ASSESSMENT_RETURNED)

MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))
PREFERENCES = st.builds(Preference, st.sampled_from(Frequency), st.integers(0, 4))


def moment(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("frequency", "weekday", "local", "expected"),
    [
        (Frequency.DAILY, 0, "2026-11-18T07:29", None),
        (Frequency.DAILY, 0, "2026-11-18T07:30", date(2026, 11, 18)),
        (Frequency.DAILY, 0, "2026-11-21T09:00", None),  # a Saturday
        (Frequency.WEEKLY, 2, "2026-11-17T09:00", date(2026, 11, 11)),  # not before its day: last week's, if missed
        (Frequency.WEEKLY, 2, "2026-11-18T07:30", date(2026, 11, 18)),
        (Frequency.WEEKLY, 2, "2026-11-20T17:00", date(2026, 11, 18)),  # missed: the next working day
        (Frequency.WEEKLY, 2, "2026-11-23T09:00", date(2026, 11, 18)),
        (Frequency.WEEKLY, 4, "2026-11-23T07:30", date(2026, 11, 20)),  # a Friday's on the Monday
        (Frequency.FORTNIGHTLY, 0, "2026-11-16T07:30", date(2026, 11, 9)),  # last week's: this week is not its turn
        (Frequency.FORTNIGHTLY, 0, "2026-11-23T07:30", date(2026, 11, 23)),
        (Frequency.FORTNIGHTLY, 4, "2026-11-23T07:30", date(2026, 11, 13)),
        (Frequency.NEEDED, 3, "2026-11-18T07:30", date(2026, 11, 18)),
        (Frequency.STOPPED, 3, "2026-11-18T07:30", date(2026, 11, 18)),
    ],
)
def test_when_it_is_due(frequency: Frequency, weekday: int, local: str, expected: date | None) -> None:
    run = email_preferences.run_due(Preference(frequency, weekday), moment(local))

    assert run == (DigestRunDue(frequency, expected) if expected else None)


@given(MOMENTS)
def test_who_chose_nothing_gets_it_on_mondays(at: datetime) -> None:
    run = email_preferences.run_due(DEFAULT, at)

    assert (run.on if run else None) == delivery.weekly_run(weekday=0, at=at)


@given(PREFERENCES, MOMENTS)
def test_the_next_digest_is_at_half_past_seven_on_its_day(preference: Preference, at: datetime) -> None:
    following = email_preferences.next_digest_at(preference, at)

    local = following.astimezone(LONDON)
    assert following > at
    assert following - at <= timedelta(days=20)  # a fortnight, and Easter
    assert (local.hour, local.minute) == (7, 30)
    assert email_preferences.run_due(preference, following) == DigestRunDue(preference.frequency, local.date())


@pytest.mark.parametrize("year", range(2026, 2035))
def test_every_second_week_goes_on_over_the_new_year(year: int) -> None:
    start = date(year, 12, 14) - timedelta(days=date(year, 12, 14).weekday())

    weeks = [email_preferences.is_fortnight(start + timedelta(weeks=week)) for week in range(6)]

    assert weeks in ([True, False] * 3, [False, True] * 3)


def test_every_frequency_is_in_each_table() -> None:
    assert set(REFUSED) == set(email_preferences.HINTS) == set(Frequency)
    assert all(Preference(frequency).words for frequency in Frequency)


@pytest.mark.parametrize("frequency", list(Frequency))
def test_what_others_give_or_return_is_always_told(frequency: Frequency) -> None:
    assert all(email_preferences.tells(frequency, kind) for kind in GIVEN)


@pytest.mark.parametrize(
    ("frequency", "kind", "expected"),
    [
        (Frequency.WEEKLY, NoticeKind.OVERDUE_LIST, True),
        (Frequency.NEEDED, NoticeKind.OVERDUE_LIST, False),
        (Frequency.NEEDED, NoticeKind.ACTION_DUE, False),
        (Frequency.NEEDED, NoticeKind.ACTION_LATE, True),
        (Frequency.NEEDED, NoticeKind.ACTION_SNOOZED, False),
        (Frequency.NEEDED, NoticeKind.EXCEPTION_LIST, False),
        (Frequency.NEEDED, NoticeKind.ADDRESS_BOUNCED, True),
        (Frequency.STOPPED, NoticeKind.OVERDUE_LIST, False),
        (Frequency.STOPPED, NoticeKind.SELF_ASSESSMENT_TO_REVIEW, False),
        (Frequency.STOPPED, NoticeKind.ESCALATION, False),
    ],
)
def test_what_is_told(frequency: Frequency, kind: NoticeKind, expected: bool) -> None:
    assert email_preferences.tells(frequency, kind) is expected


@pytest.mark.parametrize("frequency", list(Frequency))
def test_what_comes_at_once_by_choice_comes_without_a_digest_too(frequency: Frequency) -> None:
    assert email_preferences.tells(frequency, NoticeKind.ESCALATION, NoticeWay.INSTANT)


@pytest.mark.parametrize("at", ["2026-11-18T07:30", "2026-11-23T12:00"])
def test_each_choice_has_a_run_whether_somebody_made_it_or_not(at: str) -> None:
    runs = email_preferences.runs_due(moment(at))

    assert {run.frequency for run in runs} == set(Frequency)
    assert all(email_preferences.run_due(Preference(each.frequency, each.on.weekday()), moment(at)) for each in runs)
    assert len([run for run in runs if run.frequency is Frequency.WEEKLY]) == 5


def test_there_is_no_run_before_half_past_seven() -> None:
    assert email_preferences.runs_due(moment("2026-11-18T07:29")) == frozenset()

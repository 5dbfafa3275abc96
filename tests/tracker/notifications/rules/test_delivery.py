"""The limits of mail, as tables: which day, which run, which message."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.choices import Frequency, MessageKind, NoticeKind, NoticeWay
from tracker.notifications.rules import delivery, email_preferences
from tracker.notifications.rules.email_preferences import Preference
from tracker.rules.calendar import LONDON, london

MONDAY = date(2026, 11, 16)
MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))
DIGEST, DAY, INSTANT = NoticeWay.DIGEST, NoticeWay.DAY, NoticeWay.INSTANT
CHANGES = [date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26), date(2028, 10, 29)]


def moment(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("local", "goes", "collects"),
    [
        ("2026-11-16T00:00", True, False),
        ("2026-11-16T07:29:59", True, False),
        ("2026-11-16T07:30", True, True),
        ("2026-11-16T23:59", True, True),
        ("2026-11-21T10:00", False, False),  # a Saturday
        ("2026-11-22T10:00", False, False),
        ("2026-12-25T10:00", False, False),
        ("2026-12-28T10:00", False, False),  # for Boxing Day, a Saturday
        ("2026-12-29T10:00", True, True),
        ("2027-03-26T10:00", False, False),  # Good Friday
        ("2027-03-29T10:00", False, False),  # Easter Monday, not kept in Scotland
        ("2027-01-04T10:00", True, True),  # kept in Scotland only
        ("2027-08-30T10:00", False, False),
        ("2027-06-30T23:30", True, True),  # still the last of June in London
    ],
)
def test_on_which_days_mail_goes(local: str, goes: bool, collects: bool) -> None:
    assert (delivery.may_go(moment(local)), delivery.is_collecting_time(moment(local))) == (goes, collects)


@pytest.mark.parametrize(
    ("weekday", "local", "expected"),
    [
        (0, "2026-11-16T07:29:59", None),
        (0, "2026-11-16T07:30", MONDAY),
        (0, "2026-11-16T23:59", MONDAY),  # missed: later the same day
        (0, "2026-11-17T03:00", None),  # not at night
        (0, "2026-11-17T07:30", MONDAY),  # missed: the next working day
        (0, "2026-11-20T17:00", MONDAY),
        (0, "2026-11-21T10:00", None),  # nothing on Saturday
        (0, "2026-11-23T07:30", date(2026, 11, 23)),
        (0, "2027-05-03T09:00", None),  # early May bank holiday
        (0, "2027-05-04T07:30", date(2027, 5, 4)),  # so it goes on Tuesday
        (0, "2027-05-07T17:00", date(2027, 5, 4)),
        (4, "2026-12-25T09:00", None),  # Christmas Day
        (4, "2026-12-28T09:00", None),
        (4, "2026-12-29T07:30", date(2026, 12, 29)),  # the Friday's, in the next week
        (4, "2026-12-31T09:00", date(2026, 12, 29)),
        (4, "2027-01-04T07:30", date(2027, 1, 4)),  # New Year's Day was the Friday
        (3, "2026-12-29T09:00", date(2026, 12, 24)),  # Thursday's was due before Christmas
        (4, "2026-11-23T07:30", date(2026, 11, 20)),  # missed on Friday: the Monday after
    ],
)
def test_the_day_of_a_weekly_digest(weekday: int, local: str, expected: date | None) -> None:
    assert delivery.weekly_run(weekday=weekday, at=moment(local)) == expected


@pytest.mark.parametrize("changes_on", CHANGES, ids=str)
@pytest.mark.parametrize("every_minutes", [5, pytest.param(1, marks=pytest.mark.battery)])
@pytest.mark.parametrize("weekday", range(5))
def test_one_digest_a_week_at_half_past_seven_when_clocks_change(
    changes_on: date, every_minutes: int, weekday: int
) -> None:
    start = datetime.combine(changes_on - timedelta(days=6), time(0), UTC)
    moments = [start + timedelta(minutes=minutes) for minutes in range(0, 14 * 24 * 60, every_minutes)]
    days = [changes_on + timedelta(days=each - 6 + weekday) for each in (0, 7)]

    first: dict[date | None, datetime] = {}
    for at in moments:
        first.setdefault(delivery.weekly_run(weekday=weekday, at=at), london(at))

    expected = {delivery.first_from(day) for day in days if delivery.first_from(day) <= moments[-1].date()}
    first.pop(None)
    assert {day: at.time() for day, at in first.items() if day in expected} == dict.fromkeys(expected, time(7, 30))
    assert all(at.date() == day for day, at in first.items() if day in expected)


@given(MOMENTS, st.integers(0, 4))
def test_the_newest_weekly_digest_is_due_and_its_day_is_a_working_day(at: datetime, weekday: int) -> None:
    on = delivery.weekly_run(weekday=weekday, at=at)

    today = london(at).date()
    assert (on is None) is not delivery.is_collecting_time(at)
    # A week, and the days by which bank holidays put off the next one.
    assert on is None or (delivery.is_working_day(on) and 0 <= (today - on).days < 7 + 5)


@pytest.mark.parametrize(
    ("frequency", "local", "expected"),
    [
        (Frequency.WEEKLY, "2026-11-18T10:00", "2026-11-12T00:00"),
        (Frequency.WEEKLY, "2026-11-20T23:59", "2026-11-14T00:00"),
        (Frequency.WEEKLY, "2026-11-21T00:00", "2026-11-17T00:00"),  # Monday's is over: the next is on Monday
        (Frequency.DAILY, "2026-11-18T10:00", "2026-11-18T00:00"),
        (Frequency.DAILY, "2026-11-21T10:00", "2026-11-23T00:00"),
        (Frequency.DAILY, "2027-03-26T10:00", "2027-03-30T00:00"),  # over Easter, and the clocks change
        (Frequency.FORTNIGHTLY, "2026-11-18T10:00", "2026-11-05T00:00"),
    ],
)
def test_when_a_digest_is_stale(frequency: Frequency, local: str, expected: str) -> None:
    assert delivery.expires_before(frequency, moment(local)) == moment(expected)


@given(st.sampled_from(Frequency), st.integers(0, 4), MOMENTS)
def test_a_digest_made_now_is_not_stale_now(frequency: Frequency, weekday: int, at: datetime) -> None:
    run = email_preferences.run_due(Preference(frequency, weekday), at)

    assert run is None or delivery.expires_before(frequency, at) <= at


@pytest.mark.parametrize(
    ("has_digest", "was_mailed", "ways", "expected"),
    [
        (True, False, {DIGEST}, MessageKind.DIGEST),
        (True, False, {DAY}, MessageKind.DIGEST),  # a reminder goes with the digest
        (True, False, {INSTANT}, MessageKind.DIGEST),
        (True, False, {DIGEST, DAY, INSTANT}, MessageKind.DIGEST),
        (True, False, set(), None),
        (True, True, {DIGEST, DAY}, None),  # one mail a day
        (False, False, {DIGEST}, None),
        (False, False, {DAY}, MessageKind.REMINDER),
        (False, False, {DIGEST, DAY}, MessageKind.REMINDER),
        (False, False, {INSTANT}, None),  # on its own
        (False, False, set(), None),
        (False, True, {DAY}, None),
    ],
)
def test_the_one_mail_of_a_day(
    has_digest: bool, was_mailed: bool, ways: set[NoticeWay], expected: MessageKind | None
) -> None:
    assert delivery.kind_of_today(has_digest=has_digest, was_mailed=was_mailed, ways=ways) == expected


@pytest.mark.parametrize(
    ("local", "last", "digest", "expected"),
    [
        ("2026-11-18T10:00", None, "2026-11-23T07:30", True),
        ("2026-11-18T10:00", "2026-11-18T09:31", "2026-11-23T07:30", False),  # folds with what comes after it
        ("2026-11-18T10:00", "2026-11-18T09:30", "2026-11-23T07:30", True),
        ("2026-11-18T07:00", None, "2026-11-18T07:30", False),  # with the digest
        ("2026-11-18T06:59", None, "2026-11-23T07:30", False),  # before half past seven
        ("2026-11-18T23:00", None, "2026-11-23T07:30", True),
        ("2026-11-21T10:00", None, "2026-11-23T07:30", False),  # Saturday
        ("2026-11-23T06:00", None, "2026-11-27T07:30", False),  # before the first working morning
        ("2026-11-23T07:30", None, "2026-11-27T07:30", True),
        ("2026-12-29T07:29", None, "2027-01-04T07:30", False),
    ],
)
def test_what_goes_at_once(local: str, last: str | None, digest: str, expected: bool) -> None:
    last_at = moment(last) if last else None

    assert delivery.goes_at_once(at=moment(local), last_at=last_at, digest_at=moment(digest)) is expected


@pytest.mark.parametrize(
    ("kind", "way", "reviews", "escalations", "expected"),
    [
        (NoticeKind.ESCALATION, INSTANT, True, True, INSTANT),
        (NoticeKind.ESCALATION, INSTANT, True, False, DIGEST),
        (NoticeKind.ESCALATION, INSTANT, False, True, INSTANT),
        (NoticeKind.SELF_ASSESSMENT_TO_REVIEW, INSTANT, False, True, DIGEST),
        (NoticeKind.REVIEW_WAITING, INSTANT, False, True, DIGEST),
        (NoticeKind.REVIEW_WAITING, DAY, False, True, DAY),
        (NoticeKind.ASSIGNED, INSTANT, False, False, INSTANT),
        (NoticeKind.SELF_ASSESSMENT_RETURNED, INSTANT, False, False, INSTANT),
        (NoticeKind.EXCEPTION, INSTANT, True, False, DIGEST),
        (NoticeKind.OVERDUE_LIST, DIGEST, True, True, DIGEST),
    ],
)
def test_what_a_person_did_not_want_at_once_comes_with_the_digest(
    kind: NoticeKind, way: NoticeWay, reviews: bool, escalations: bool, expected: NoticeWay
) -> None:
    told = delivery.way_of(kind=kind, way=way, reviews_at_once=reviews, escalations_at_once=escalations)

    assert told is expected


@pytest.mark.parametrize(
    ("first", "gives_up"),
    [
        ("2026-11-18T10:00", "2026-11-19T10:00"),
        ("2026-11-20T17:00", "2026-11-23T17:00"),  # over the weekend
        ("2026-12-24T17:00", "2026-12-29T17:00"),
    ],
)
def test_instant_mail_is_tried_for_a_day_on_which_mail_goes(first: str, gives_up: str) -> None:
    until = moment(gives_up)

    assert delivery.gives_up_at(moment(first)) == until
    for kind, has_run_out in ((MessageKind.INSTANT, True), (MessageKind.DIGEST, False), (MessageKind.REMINDER, False)):
        assert delivery.has_run_out(kind, first_at=moment(first), at=until) is has_run_out
        assert not delivery.has_run_out(kind, first_at=moment(first), at=until - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("messages", "is_settled", "holds_already", "expected"),
    [
        (50, False, False, False),
        (51, False, False, True),
        (51, True, False, False),
        (1, False, True, True),  # nothing slips out in smaller parts
        (0, False, True, False),
        (10_000, True, True, False),
    ],
)
def test_what_waits_for_a_person(messages: int, is_settled: bool, holds_already: bool, expected: bool) -> None:
    waits = delivery.waits_for_a_person(messages=messages, is_settled=is_settled, holds_already=holds_already)

    assert waits is expected


def test_the_mark_of_settings_changes_with_each_of_them() -> None:
    marks = {delivery.settings_mark(each) for each in ({"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1, "b": 3}, {"a": 1})}

    assert len(marks) == 3
    assert {len(mark) for mark in marks} == {64}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("created", delivery.Became.ON_ITS_WAY),
        ("sending", delivery.Became.ON_ITS_WAY),
        ("delivered", delivery.Became.DELIVERED),
        ("permanent-failure", delivery.Became.BOUNCED),
        ("temporary-failure", delivery.Became.UNDELIVERED),
        ("technical-failure", delivery.Became.UNDELIVERED),
        ("something new", delivery.Became.ON_ITS_WAY),
    ],
)
def test_what_became_of_a_mail(status: str, expected: delivery.Became) -> None:
    assert delivery.became(status) is expected

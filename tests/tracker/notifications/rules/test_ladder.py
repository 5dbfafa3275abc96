"""The ladder of reminders as truth tables: when each rung is told, what collapses, and what starts it again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.choices import DatePrecision
from tracker.choices import NoticeKind, NoticeWay
from tracker.notifications.rules import ladder
from tracker.notifications.rules.ladder import CODES, LADDER, About, Dated, To, Today, Told
from tracker.rules import working_days
from tracker.rules.deadlines import due_date
from tracker.rules.notices import EVER

HOLIDAYS = working_days.bank_holidays()
BY_CODE = {rung.code: rung for rung in LADDER}
DAY = timedelta(days=1)
ACTIONS = ladder.rungs_about(About.ACTION, LADDER)
OWNER, HEAD, LEAD, NATIONAL = 1, 2, 3, 4
PEOPLE = {To.OWNER: {OWNER}, To.HEAD: {HEAD}, To.REGION: {LEAD}, To.NATIONAL: {NATIONAL}}


def audiences(rung):
    return frozenset(PEOPLE.get(rung.to, {OWNER}))


def first_day(code, due_on, **facts):
    """The first day on which this rung is reached."""
    dated = Dated(due_on, **facts)
    days = (date(2026, 9, 1) + DAY * each for each in range(365))
    return next(day for day in days if ladder.is_reached(BY_CODE[code], dated, on=day, holidays=HOLIDAYS))


def told_each_day(dated, days, *, told=()):
    """What each person is told on these days, as (day, code, person), when each is told what they do not know."""
    known, rows = list(told), []
    for day in days:
        found = ladder.highest(ladder.reached(ACTIONS, dated, on=day, holidays=HOLIDAYS), audiences)
        for person, rung in found.items():
            if not ladder.knows(person, rung, dated, known):
                known.append(Told(rung.code, person, dated.due_on, day))
                rows.append((day, rung.code, person))
    return rows


def days_from(start, count):
    return [start + DAY * each for each in range(count)]


class TestTheTable:
    @pytest.mark.parametrize(
        ("code", "days", "to", "way"),
        [
            ("action-early", -20, To.OWNER, NoticeWay.DIGEST),
            ("action-soon", -10, To.OWNER, NoticeWay.DIGEST),
            ("action-near", -3, To.OWNER, NoticeWay.DAY),
            ("action-late", 1, To.OWNER, NoticeWay.DAY),
            ("action-repeat", 1, To.NATIONAL, NoticeWay.INSTANT),
            ("action-head", 5, To.HEAD, NoticeWay.INSTANT),
            ("action-region", 10, To.REGION, NoticeWay.DIGEST),
            ("action-hmpps", 20, To.NATIONAL, NoticeWay.DIGEST),
            ("response-soon", -10, To.MANAGERS, NoticeWay.DIGEST),
            ("response-near", -3, To.MANAGERS, NoticeWay.DAY),
            ("response-late", 1, To.MANAGERS, NoticeWay.DAY),
            ("response-later", 5, To.MANAGERS, NoticeWay.DAY),
            ("unacknowledged", 5, To.MANAGERS, NoticeWay.DIGEST),
            ("unacknowledged-again", 10, To.MANAGERS, NoticeWay.DAY),
            ("review-waiting", 5, To.REVIEWERS, NoticeWay.DIGEST),
            ("review-waiting-again", 10, To.REVIEWERS, NoticeWay.DAY),
            ("returned", 5, To.MANAGERS, NoticeWay.DAY),
            ("evidence-stale", 0, To.OWNER, NoticeWay.DIGEST),
            ("carry-over", 10, To.COORDINATORS, NoticeWay.DIGEST),
            ("carry-over-again", 20, To.COORDINATORS, NoticeWay.DAY),
            ("check-due", 0, To.MANAGERS, NoticeWay.DIGEST),
            ("passing-on", 0, To.CONFIRMERS, NoticeWay.DIGEST),
            ("alert-soon", -10, To.OWNER, NoticeWay.DIGEST),
            ("alert-near", -3, To.OWNER, NoticeWay.DAY),
            ("alert-late", 1, To.OWNER, NoticeWay.DAY),
            ("alert-above", 5, To.ABOVE, NoticeWay.DAY),
        ],
    )
    def test_each_rung(self, code, days, to, way):
        rung = BY_CODE[code]

        assert (rung.days, rung.to, rung.way) == (days, to, way)

    def test_the_table_above_is_whole(self):
        assert len(LADDER) == len(CODES) == 26

    @pytest.mark.parametrize("about", list(About))
    def test_rungs_about_a_thing_stand_lowest_first(self, about):
        days = [rung.days for rung in ladder.rungs_about(about, LADDER)]

        assert days == sorted(days)

    def test_the_exception_lists_are_the_regions_and_hmpps(self):
        lists = [rung for rung in LADDER if rung.kind is NoticeKind.EXCEPTION]

        assert [rung.to for rung in lists] == [To.REGION, To.NATIONAL]
        assert {rung.way for rung in lists} == {NoticeWay.DIGEST}  # who is there wants lists, not a mail for each

    def test_an_unknown_code_stands_below_every_rung(self):
        assert ladder.position("of an earlier version") < min(ladder.position(code) for code in CODES)


# Due on Friday 18 December 2026, on Monday 4 January 2027 and on Saturday 27 March 2027 (Easter Eve).
@pytest.mark.parametrize(
    ("code", "friday", "january", "easter"),
    [
        ("action-early", date(2026, 11, 20), date(2026, 12, 2), date(2027, 2, 26)),
        ("action-soon", date(2026, 12, 4), date(2026, 12, 16), date(2027, 3, 12)),
        ("action-near", date(2026, 12, 15), date(2026, 12, 29), date(2027, 3, 23)),
        ("action-late", date(2026, 12, 21), date(2027, 1, 5), date(2027, 3, 30)),
        ("action-head", date(2026, 12, 29), date(2027, 1, 11), date(2027, 4, 5)),
        ("action-region", date(2027, 1, 6), date(2027, 1, 18), date(2027, 4, 12)),
        ("action-hmpps", date(2027, 1, 20), date(2027, 2, 1), date(2027, 4, 26)),
        ("response-later", date(2026, 12, 29), date(2027, 1, 11), date(2027, 4, 5)),
        ("check-due", date(2026, 12, 18), date(2027, 1, 4), date(2027, 3, 30)),
    ],
)
def test_the_day_of_each_rung(code, friday, january, easter):
    due = (date(2026, 12, 18), date(2027, 1, 4), date(2027, 3, 27))

    assert tuple(first_day(code, each) for each in due) == (friday, january, easter)


def test_a_months_date_counts_from_its_last_day():
    due_on = due_date(date(2026, 12, 1), DatePrecision.MONTH)

    assert first_day("action-near", due_on) == date(2026, 12, 24)  # three before Thursday 31 December
    assert first_day("action-late", due_on) == date(2027, 1, 4)


def test_a_late_repeat_is_told_to_hmpps_at_once():
    assert first_day("action-repeat", date(2026, 12, 18), is_repeated=True) == date(2026, 12, 21)


@pytest.mark.parametrize(("is_repeated", "expected"), [(True, "action-repeat"), (False, "action-hmpps")])
def test_hmpps_hears_of_an_action_in_one_way(is_repeated, expected):
    rows = told_each_day(Dated(date(2026, 11, 20), is_repeated=is_repeated), days_from(date(2026, 10, 1), 200))

    assert [code for _, code, person in rows if person == NATIONAL] == [expected]


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 11, 22), date(2026, 12, 25), date(2026, 12, 28)])
def test_nothing_is_told_at_weekends_and_on_bank_holidays(day):
    assert ladder.reached(LADDER, Dated(date(2026, 11, 2)), on=day, holidays=HOLIDAYS) == ()


def test_a_day_after_the_other_each_rung_is_told_once():
    rows = told_each_day(Dated(date(2026, 12, 18)), days_from(date(2026, 10, 1), 200))

    assert rows == [
        (date(2026, 11, 20), "action-early", OWNER),
        (date(2026, 12, 4), "action-soon", OWNER),
        (date(2026, 12, 15), "action-near", OWNER),
        (date(2026, 12, 21), "action-late", OWNER),
        (date(2026, 12, 29), "action-head", HEAD),
        (date(2027, 1, 6), "action-region", LEAD),
        (date(2027, 1, 20), "action-hmpps", NATIONAL),
    ]


class TestAfterAnOutage:
    @pytest.mark.parametrize("missed", range(1, 15))
    def test_each_thing_is_told_once_on_the_next_run(self, missed):
        before, due_on = date(2026, 12, 17), date(2026, 12, 18)
        days = [before, *days_from(before + DAY * (missed + 1), 30 - missed)]

        rows = told_each_day(Dated(due_on), days, told=[Told("action-near", OWNER, due_on, date(2026, 12, 15))])

        assert sorted(code for _, code, _ in rows) == ["action-head", "action-late", "action-region"]
        assert len({(code, person) for _, code, person in rows}) == len(rows)

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2026, 12, 3), "action-early"),
            (date(2026, 12, 14), "action-soon"),
            (date(2026, 12, 17), "action-near"),
            (date(2026, 12, 18), "action-near"),
            (date(2026, 12, 22), "action-late"),
        ],
    )
    def test_only_the_highest_is_told_and_lower_ones_never(self, day, expected):
        rows = told_each_day(Dated(date(2026, 12, 18)), days_from(day, 10))

        assert [code for on, code, person in rows if person == OWNER][:1] == [expected]
        assert all(ladder.position(code) >= ladder.position(expected) for _, code, _ in rows)

    def test_somebody_with_two_hats_hears_the_higher_one(self, monkeypatch):
        monkeypatch.setitem(PEOPLE, To.HEAD, {OWNER})

        rows = told_each_day(Dated(date(2026, 11, 2)), days_from(date(2026, 11, 9), 3))

        assert rows == [(date(2026, 11, 9), "action-head", OWNER)]


class TestStartsAgain:
    due_on = date(2026, 11, 20)  # a Friday

    def test_another_date_is_another_ladder(self):
        told = [Told(rung.code, OWNER, self.due_on, date(2026, 11, 23)) for rung in ACTIONS]

        rows = told_each_day(Dated(self.due_on + DAY * 4), [date(2026, 11, 23)], told=told)

        assert rows == [(date(2026, 11, 23), "action-near", OWNER)]

    def test_an_update_of_an_overdue_action_is_followed_by_silence_counted_anew(self):
        told = [Told("action-late", OWNER, self.due_on, date(2026, 11, 23))]
        dated = Dated(self.due_on, updated_on=date(2026, 11, 25))

        rows = told_each_day(dated, days_from(date(2026, 11, 25), 30), told=told)

        assert rows == [
            (date(2026, 11, 30), "action-late", OWNER),  # not the morning after
            (date(2026, 12, 2), "action-head", HEAD),
            (date(2026, 12, 9), "action-region", LEAD),
            (date(2026, 12, 23), "action-hmpps", NATIONAL),
        ]

    def test_who_updates_every_day_is_left_in_peace(self):
        told = [Told("action-late", OWNER, self.due_on, date(2026, 11, 23))]
        days = [date(2026, 11, day) for day in (24, 25, 26, 27)]

        rows = [told_each_day(Dated(self.due_on, updated_on=day), [day + DAY], told=told) for day in days]

        assert rows == [[]] * 4

    def test_an_update_just_before_the_date_does_not_put_off_the_first_day_after_it(self):
        for updated_on in (date(2026, 11, 19), self.due_on):
            assert first_day("action-late", self.due_on, updated_on=updated_on) == date(2026, 11, 23)

    def test_an_update_before_the_date_repeats_nothing(self):
        told = [Told("action-near", OWNER, self.due_on, date(2026, 11, 17))]

        rows = told_each_day(
            Dated(self.due_on, updated_on=date(2026, 11, 18)), days_from(date(2026, 11, 18), 3), told=told
        )

        assert rows == []

    def test_a_late_repeat_is_not_told_again_after_an_update(self):
        told = [Told("action-repeat", NATIONAL, self.due_on, date(2026, 11, 23))]
        dated = Dated(self.due_on, updated_on=date(2026, 11, 25), is_repeated=True)

        rows = told_each_day(dated, days_from(date(2026, 11, 25), 60), told=told)

        assert NATIONAL not in {person for _, _, person in rows}

    def test_a_snooze_holds_everything_back_and_its_last_day_tells_it_again(self):
        told = [Told("action-near", OWNER, self.due_on, date(2026, 11, 17))]
        dated = Dated(self.due_on, snoozed_until=date(2026, 11, 19))

        rows = told_each_day(dated, days_from(date(2026, 11, 17), 10), told=told)

        assert rows == [(date(2026, 11, 19), "action-near", OWNER), (date(2026, 11, 23), "action-late", OWNER)]

    def test_rungs_after_the_date_count_from_the_end_of_a_snooze(self):
        told = [Told("action-late", OWNER, self.due_on, date(2026, 11, 23))]
        dated = Dated(self.due_on, snoozed_until=date(2026, 12, 7))

        rows = told_each_day(dated, days_from(date(2026, 11, 24), 22), told=told)

        assert rows == [(date(2026, 12, 7), "action-late", OWNER), (date(2026, 12, 11), "action-head", HEAD)]

    def test_a_snooze_that_ends_at_a_weekend_is_told_on_monday(self):
        assert first_day("action-late", self.due_on, snoozed_until=date(2026, 11, 28)) == date(2026, 11, 30)

    def test_a_rung_is_told_again_after_what_was_quiet(self):
        rung, dated = BY_CODE["action-late"], Dated(self.due_on, updated_on=date(2026, 11, 25))

        late = ladder.identity(rung, subject="ACT-0412", number=412, dated=dated, person_id=7)
        before = ladder.identity(BY_CODE["action-near"], subject="ACT-0412", number=412, dated=dated, person_id=7)

        assert (late.rung, late.due_on, late.since_on) == ("action-late", self.due_on, date(2026, 11, 25))
        assert (before.rung, before.due_on, before.since_on) == ("action-near", self.due_on, EVER)


class TestSettings:
    def test_a_number_keeps_its_side_of_the_date(self):
        days = {rung.code: rung.days for rung in ladder.ladder({"action-near": 5, "action-head": 7})}

        assert (days["action-near"], days["action-head"], days["action-late"]) == (-5, 7, 1)

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            ({"action-hed": 5}, "'action-hed' is no rung"),
            ({"action-head": -1}, "'action-head' must be from 1 to 60"),
            ({"action-head": 61}, "'action-head' must be from 1 to 60"),
            ({"action-near": 0}, "'action-near' must be from 1 to 60"),
            ({"action-head": 10}, "'action-head' must come before 'action-region'"),
            ({"action-early": 10}, "'action-early' must come before 'action-soon'"),
            ({"action-late": 6}, "'action-late' must come before 'action-head'"),
        ],
    )
    def test_what_cannot_be(self, days, words):
        assert words in " ".join(ladder.mistakes(days))

    @pytest.mark.parametrize(
        "days", [{}, {"action-head": 7, "action-region": 12}, {"check-due": 0}, {"action-late": 2}]
    )
    def test_what_can_be(self, days):
        assert ladder.mistakes(days) == []


DATES = st.dates(min_value=date(2026, 11, 1), max_value=date(2027, 4, 30))
MAYBE = st.one_of(st.none(), DATES)


@given(due_on=DATES, updated_on=MAYBE, snoozed_until=MAYBE, is_repeated=st.booleans(), on=DATES)
def test_bounds_say_the_same_as_the_rule(due_on, updated_on, snoozed_until, is_repeated, on):
    dated = Dated(due_on, updated_on if updated_on is None else min(updated_on, on), snoozed_until, is_repeated)

    by_bounds = Today(LADDER, on=on, holidays=HOLIDAYS).reached(dated)

    assert tuple(by_bounds) == ladder.reached(LADDER, dated, on=on, holidays=HOLIDAYS)


@given(due_on=DATES, updated_on=MAYBE, snoozed_until=MAYBE, is_repeated=st.booleans())
def test_no_key_is_told_twice_on_any_order_of_days(due_on, updated_on, snoozed_until, is_repeated):
    dated = Dated(due_on, updated_on, snoozed_until, is_repeated)

    rows = told_each_day(dated, days_from(max(updated_on or due_on, due_on - DAY * 40), 90))

    keys = [(code, person) for _, code, person in rows]
    assert len(set(keys)) == len(keys)


def test_the_highest_rung_of_each_person_is_told():
    rungs = [BY_CODE["action-late"], BY_CODE["action-head"], replace(BY_CODE["action-region"], to=To.HEAD)]

    assert ladder.highest(rungs, audiences) == {OWNER: rungs[0], HEAD: rungs[2]}


@pytest.mark.parametrize(
    ("on", "way"),
    [
        (date(2026, 11, 18), NoticeWay.DIGEST),
        (date(2026, 11, 20), NoticeWay.DIGEST),
        (date(2026, 11, 23), NoticeWay.INSTANT),
        (date(2026, 12, 23), NoticeWay.INSTANT),
    ],
)
def test_a_review_that_is_due_within_two_working_days_is_told_at_once(on, way):
    made_on = date(2026, 11, 18)  # a Wednesday: due on the next one

    assert ladder.review_way(made_on, on=on, rungs=LADDER, holidays=HOLIDAYS) is way

"""The next reminder of a thing as truth tables: on which day, to whom, in which mail, or refused by their choice."""

from datetime import UTC, date, datetime

import pytest

from tracker.choices import Frequency, NoticeKind, NoticeWay
from tracker.notifications.rules import ladder
from tracker.notifications.rules.email_preferences import AtOnce, Preference
from tracker.notifications.rules.ladder import LADDER, About, Dated, To, Told
from tracker.notifications.rules.next_reminder import Coming, MailChoice, mail_of, next_reminder

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
OWNER, HEAD, LEAD, NATIONAL = 1, 2, 3, 4
PEOPLE = {To.OWNER: {OWNER}, To.HEAD: {HEAD}, To.REGION: {LEAD}, To.NATIONAL: {NATIONAL}}
WEEKLY, DAILY = MailChoice(), MailChoice(Preference(Frequency.DAILY))
FORTNIGHTLY = MailChoice(Preference(Frequency.FORTNIGHTLY))
NEEDED, STOPPED = MailChoice(Preference(Frequency.NEEDED)), MailChoice(Preference(Frequency.STOPPED))
SILENT = MailChoice(Preference(Frequency.STOPPED), AtOnce(reviews=False, escalations=False))
CALM = MailChoice(at_once=AtOnce(reviews=False, escalations=False))
MAILED = MailChoice(is_mailed=True)
DIGEST, DAY, INSTANT = NoticeWay.DIGEST, NoticeWay.DAY, NoticeWay.INSTANT


def audiences(rung):
    return frozenset(PEOPLE.get(rung.to, {OWNER}))


def found(due_on, choices=None, *, about=About.ACTION, told=(), at=WEDNESDAY, to=audiences, **facts):
    return next_reminder(ladder.rungs_about(about, LADDER), Dated(due_on, **facts), to, told, choices or {}, at=at)


def said(coming):
    return coming and (coming.rung.code, coming.on and coming.on.isoformat(), coming.way)


class TestWhichRung:
    @pytest.mark.parametrize(
        ("due_on", "expected"),
        [
            (date(2027, 1, 29), ("action-early", "2027-01-04", DIGEST)),
            (date(2026, 12, 4), ("action-soon", "2026-11-23", DIGEST)),
            (date(2026, 11, 26), ("action-near", "2026-11-23", DIGEST)),  # a Monday: with the digest of that day
            (date(2026, 11, 24), ("action-near", "2026-11-19", DAY)),
            (date(2026, 11, 23), ("action-near", "2026-11-18", DAY)),
            (date(2026, 11, 17), ("action-late", "2026-11-18", DAY)),
        ],
    )
    def test_of_an_owner_with_the_weekly_digest(self, due_on, expected):
        assert said(found(due_on)) == expected

    def test_the_one_above_once_the_owner_knows(self):
        told = [Told("action-late", OWNER, date(2026, 11, 17), date(2026, 11, 18))]

        coming = found(date(2026, 11, 17), told=told)

        assert (said(coming), coming.person_id) == (("action-head", "2026-11-24", INSTANT), HEAD)

    def test_the_last_day_of_a_snooze(self):
        coming = found(date(2026, 11, 20), snoozed_until=date(2026, 12, 1))

        assert said(coming) == ("action-late", "2026-12-01", DAY)

    def test_none_when_everybody_knows(self):
        codes = {"action-late": OWNER, "action-head": HEAD, "action-region": LEAD, "action-hmpps": NATIONAL}
        told = [Told(code, person, date(2026, 9, 1), date(2026, 10, 1)) for code, person in codes.items()]

        assert found(date(2026, 9, 1), told=told) is None

    def test_none_where_nobody_can_be_told(self):
        assert found(date(2026, 11, 20), to=lambda rung: frozenset()) is None


class TestTheEarliestMail:
    def test_of_several_people_it_is_whose_mail_comes_first(self):
        coming = found(date(2026, 11, 11), {2: DAILY}, about=About.ACKNOWLEDGEMENT, to=lambda rung: frozenset({1, 2}))

        assert (said(coming), coming.person_id) == (("unacknowledged", "2026-11-19", DIGEST), 2)

    def test_a_rung_that_a_later_one_overtakes_before_its_digest_does_not_come(self):
        # Until the digest of 7 December; the reminder of three working days before the date goes sooner.
        coming = found(date(2026, 12, 4), {OWNER: FORTNIGHTLY}, at=datetime(2026, 11, 24, 10, 0, tzinfo=UTC))

        assert said(coming) == ("action-near", "2026-12-01", DAY)

    def test_who_had_their_mail_of_today_gets_the_next_tomorrow(self):
        assert said(found(date(2026, 11, 17), {OWNER: MAILED})) == ("action-late", "2026-11-19", DAY)


class TestWhatTheChoiceRefuses:
    @pytest.mark.parametrize(
        ("due_on", "choice", "expected"),
        [
            # Only what needs them: not what is due soon, but what is overdue.
            (date(2026, 12, 4), NEEDED, ("action-late", "2026-12-07", DIGEST)),
            # Nothing at all: it is the head of the PDU's.
            (date(2026, 12, 4), STOPPED, ("action-head", "2026-12-11", INSTANT)),
        ],
    )
    def test_rungs_that_are_refused_are_passed_over(self, due_on, choice, expected):
        assert said(found(due_on, {OWNER: choice})) == expected

    def test_nothing_else_comes(self):
        everybody = dict.fromkeys((OWNER, HEAD, LEAD, NATIONAL), SILENT)

        coming = found(date(2026, 12, 4), everybody)

        assert (said(coming), coming.person_id) == (("action-early", None, DIGEST), OWNER)

    def test_who_stopped_the_digest_hears_that_day_of_what_they_left_ticked(self):
        coming = found(date(2026, 12, 4), dict.fromkeys((OWNER, HEAD, LEAD, NATIONAL), STOPPED))

        assert (said(coming), coming.person_id) == (("action-head", "2026-12-11", DIGEST), HEAD)

    def test_one_of_several_wants_it(self):
        coming = found(date(2026, 11, 11), {1: STOPPED}, about=About.ACKNOWLEDGEMENT, to=lambda rung: frozenset({1, 2}))

        assert (said(coming), coming.person_id) == (("unacknowledged", "2026-11-23", DIGEST), 2)

    def test_what_was_told_before_it_was_refused_is_known(self):
        told = [Told("unacknowledged-again", 1, date(2026, 11, 2), date(2026, 11, 16))]

        assert found(date(2026, 11, 2), {1: STOPPED}, about=About.ACKNOWLEDGEMENT, told=told) is None

    def test_a_returned_self_assessment_is_never_refused(self):
        coming = found(date(2026, 11, 11), {1: STOPPED}, about=About.RETURNED)

        assert said(coming) == ("returned", "2026-11-18", DAY)


class TestTheMail:
    @pytest.mark.parametrize(
        ("way", "day", "choice", "expected"),
        [
            (DIGEST, date(2026, 11, 18), WEEKLY, (date(2026, 11, 23), DIGEST)),
            (DIGEST, date(2026, 11, 19), DAILY, (date(2026, 11, 19), DIGEST)),
            (DIGEST, date(2026, 11, 18), DAILY, (date(2026, 11, 19), DIGEST)),  # today's is out
            (DAY, date(2026, 11, 19), WEEKLY, (date(2026, 11, 19), DAY)),
            (DAY, date(2026, 11, 19), DAILY, (date(2026, 11, 19), DIGEST)),
            (DAY, date(2026, 11, 18), MAILED, (date(2026, 11, 19), DAY)),
            (DAY, date(2026, 11, 19), MAILED, (date(2026, 11, 19), DAY)),
            (INSTANT, date(2026, 11, 19), WEEKLY, (date(2026, 11, 19), INSTANT)),
            (INSTANT, date(2026, 11, 19), DAILY, (date(2026, 11, 19), DIGEST)),
            (INSTANT, date(2026, 11, 18), MAILED, (date(2026, 11, 18), INSTANT)),
            (INSTANT, date(2026, 11, 23), WEEKLY, (date(2026, 11, 23), DIGEST)),  # at half past seven, as the digest
            (INSTANT, date(2026, 11, 24), CALM, (date(2026, 11, 30), DIGEST)),
        ],
    )
    def test_the_day_and_the_way(self, way, day, choice, expected):
        assert mail_of(choice, NoticeKind.ESCALATION, way, day, at=WEDNESDAY) == expected

    def test_what_is_told_at_once_goes_from_half_past_seven_on(self):
        night = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)

        assert mail_of(WEEKLY, NoticeKind.ESCALATION, INSTANT, date(2026, 11, 19), at=night) == (
            date(2026, 11, 19), INSTANT,
        )  # fmt: skip


def test_one_that_is_refused_sorts_after_one_that_comes():
    near, far = date(2026, 11, 18), date(2027, 1, 4)
    refused, later = (Coming(LADDER[0], 1, day, None, DIGEST) for day in (near, far))
    comes = Coming(LADDER[0], 1, far, far, DIGEST)

    assert sorted([later, comes, refused], key=lambda each: each.order) == [comes, refused, later]

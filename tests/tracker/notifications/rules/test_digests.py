"""What a mail says in sum: its subject, its first line, its groups and what drops out."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.choices import DatePrecision
from tracker.choices import ActionStatus, MessageKind, NoticeKind
from tracker.notifications.rules import digests
from tracker.notifications.rules.assignments import Assigned
from tracker.notifications.rules.digests import DigestFacts, News
from tracker.notifications.rules.mail_rows import Given, Late, MailLine, Reminder, StaleEvidence, WaitingFor
from tracker.rules.deadlines import Urgency, urgency

ON = date(2026, 3, 9)

GIVEN = (NoticeKind.POST_GIVEN, NoticeKind.COVER_GIVEN)


def reminder(number=1, due_on=date(2026, 2, 27), status=ActionStatus.IN_PROGRESS, precision=DatePrecision.DAY):
    stands = urgency(status=status, due_on=due_on, on=ON)
    return Reminder(f"ACT-{number:04d}", "Brief the managers", "Check each plan", stands, due_on, precision)


def digest(*due_dates):
    return digests.digest_of(DigestFacts([reminder(n, due_on) for n, due_on in enumerate(due_dates, start=1)]))


OVERDUE = (date(2026, 2, 27), date(2026, 3, 1))
DUE = (date(2026, 3, 9), date(2026, 3, 13), date(2026, 3, 10))


@pytest.mark.parametrize(
    ("due_dates", "subject", "opening"),
    [
        (
            (*OVERDUE, *DUE),
            "2 overdue, 3 due this week: inspection actions",
            "You have 2 overdue actions and 3 due by Friday 13 March 2026.",
        ),
        (DUE, "3 actions due by 13 March", "You have 3 actions due by Friday 13 March 2026."),
        (DUE[:1], "1 action due by 9 March", "You have 1 action due by Monday 9 March 2026."),
        (OVERDUE, "2 overdue: inspection actions", "You have 2 overdue actions."),
        (OVERDUE[:1], "1 overdue: inspection actions", "You have 1 overdue action."),
    ],
)
def test_counts_come_first(due_dates, subject, opening):
    found = digest(*due_dates)

    assert (found.subject, found.opening) == (subject, opening)
    assert len(found.subject) < 60


def test_groups_are_overdue_then_due_each_oldest_first():
    found = digest(*DUE, *reversed(OVERDUE))

    rows = [(group.heading, [row.due_on.day for row in group.rows]) for group in found.groups]
    assert rows == [("Overdue", [27, 1]), ("Due this week", [9, 10, 13])]


@pytest.mark.parametrize(("count", "shown", "more"), [(1, 1, 0), (7, 7, 0), (8, 7, 1), (11, 7, 4)])
def test_a_group_shows_seven_rows(count, shown, more):
    group = digest(*[date(2026, 2, 1)] * count).groups[0]

    assert (len(group.rows), group.more) == (shown, more)


def test_what_is_no_longer_due_drops_out():
    done = reminder(status=ActionStatus.COMPLETED)
    moved = reminder(2, due_on=date(2026, 6, 1))

    assert digests.digest_of(DigestFacts([done, moved])).is_empty


@pytest.mark.parametrize(
    ("precision", "expected"), [(DatePrecision.DAY, "due 28 February 2026"), (DatePrecision.MONTH, "due February 2026")]
)
def test_a_months_date_is_shown_as_a_month(precision, expected):
    assert reminder(due_on=date(2026, 2, 28), precision=precision).due_words == expected


def decision(kind=NoticeKind.SELF_ASSESSMENT_TO_REVIEW, number=231):
    return WaitingFor(f"REC-{number:04d}", "check each plan", "Kirklees PDU", "kirklees", kind, date(2026, 3, 9))


def assigned(number=7):
    return Assigned(f"ACT-{number:04d}", "Brief", "Head of PDU, Kirklees", date(2026, 3, 20), DatePrecision.DAY)


def late(number=9, body="Kirklees PDU", is_escalated=True):
    return Late(
        f"ACT-{number:04d}",
        "Audit ten plans",
        body,
        "Head of PDU",
        date(2026, 2, 2),
        DatePrecision.DAY,
        12,
        is_escalated,
    )


def post():
    return Given(NoticeKind.POST_GIVEN, "POS-0007", "Head of PDU, Kirklees PDU", date(2026, 3, 16))


def line(ref="REC-0044"):
    return MailLine(ref, ("Check each plan", f"{ref}: something"), "See it", ref, f"/recommendations/{ref}/")


def soon():
    return reminder(30, date(2026, 4, 6))


STALE = StaleEvidence("evidence-5", "uid", "Brief", "ACT-0412", date(2025, 3, 2))
# What there is to say, the subject and the first line: one row for each thing alone, and for what goes together.
SAID = [
    (DigestFacts(ahead=[soon()]), "1 action due by 6 April", "You have 1 action due by Monday 6 April 2026."),
    (
        DigestFacts([reminder(1, date(2026, 3, 2))], [soon()]),
        "1 overdue: inspection actions",
        "You have 1 overdue action. 1 more is due by Monday 6 April 2026.",
    ),
    (
        DigestFacts([reminder(1, date(2026, 3, 2))], decisions=[decision()], late=[late()]),
        "1 overdue: inspection actions",
        "You have 1 overdue action. 1 decision needs you. 1 late action was escalated to you.",
    ),
    (DigestFacts(late=[late()]), "1 late in your area: inspection actions", "1 late action was escalated to you."),
    (
        DigestFacts(late=[late(1, is_escalated=False), late(2, is_escalated=False)]),
        "2 late in your area: inspection actions",
        "2 actions are on the exception list.",
    ),
    (DigestFacts(given=[post()]), "1 post given to you: inspection actions", "1 post was given to you."),
    (
        DigestFacts(given=[post()], assigned=[assigned(), assigned(8)]),
        "1 post and 2 actions given to you: inspection actions",
        "1 post and 2 actions were given to you.",
    ),
    (
        DigestFacts(to_renew=[STALE]),
        "1 piece of evidence to renew: inspection actions",
        "1 piece of evidence is stale.",
    ),
    (
        DigestFacts(notes=[line(), line("REC-0045")]),
        "2 notes about reminders in your area: inspection actions",
        "There are 2 notes about your area.",
    ),
    (
        DigestFacts(corrected=[line()]),
        "1 correction to read: inspection actions",
        "1 correction of what was published is new.",
    ),
    (
        DigestFacts(picture=[line()]),
        "repeated recommendations this month: inspection actions",
        "Below is how many recommendations made more than once are still open.",
    ),
]
AT_ONCE = [
    (DigestFacts(assigned=[assigned()]), "1 action given to you: inspection actions", "1 action was given to you."),
    (
        DigestFacts(decisions=[decision(NoticeKind.SELF_ASSESSMENT_RETURNED)]),
        "1 self-assessment returned to you: inspection actions",
        "1 self-assessment was returned to you.",
    ),
    (DigestFacts(decisions=[decision()]), "1 review needed soon: inspection actions", "1 review is needed soon."),
    (DigestFacts(late=[late()]), "1 late, escalated to you: inspection actions", "1 late action was escalated to you."),
    (
        DigestFacts(
            decisions=[decision(), decision(NoticeKind.SELF_ASSESSMENT_RETURNED, 5)],
            assigned=[assigned()],
            late=[late()],
        ),
        "4 things need you now: inspection actions",
        "1 self-assessment was returned to you. 1 review is needed soon. 1 late action was escalated to you. "
        "1 action was given to you.",
    ),
]


@pytest.mark.parametrize(("found", "subject", "opening"), SAID)
def test_what_a_digest_says_of_each_thing(found, subject, opening):
    digest = digests.digest_of(found)

    assert (digest.subject, digest.opening) == (subject, opening)
    assert len(digest.subject) < digests.SUBJECT_LIMIT


@pytest.mark.parametrize(("found", "subject", "opening"), AT_ONCE)
def test_what_is_told_at_once(found, subject, opening):
    mail = digests.digest_of(found, kind=MessageKind.INSTANT)

    assert (mail.subject, mail.opening) == (subject, opening)
    assert len(mail.subject) < digests.SUBJECT_LIMIT


@given(
    st.lists(st.sampled_from(["overdue", "due", "soon", "review", "returned", "assigned", "post", "late", "note"])),
    st.sampled_from([1, 99, 9_999]),
    st.sampled_from([MessageKind.DIGEST, MessageKind.REMINDER, MessageKind.INSTANT]),
)
def test_a_subject_is_short_whatever_there_is(kinds, count, kind):
    rows = {
        "overdue": ("overdue", reminder()),
        "due": ("due", reminder(2, date(2026, 9, 30))),
        "soon": ("soon", reminder(3, date(2026, 9, 30))),
        "review": ("decisions", decision()),
        "returned": ("decisions", decision(NoticeKind.SELF_ASSESSMENT_RETURNED)),
        "assigned": ("assigned", assigned()),
        "post": ("given", post()),
        "late": ("late", late()),
        "note": ("notes", line()),
    }
    mail = digests.Digest(**{name: (row,) * count for name, row in (rows[each] for each in kinds)}, kind=kind)

    assert len(mail.subject) < digests.SUBJECT_LIMIT
    assert mail.is_empty or mail.opening


def test_the_groups_stand_in_a_fixed_order():
    news = News(changes=(line(),), since_on=date(2026, 3, 2), area=(line("kirklees:overdue"),))
    found = DigestFacts(
        [reminder(1, date(2026, 3, 2)), reminder(2, date(2026, 3, 10))],
        [soon()],
        [decision()],
        [post()],
        [assigned()],
        [STALE],
        [late(40), late(41, is_escalated=False)],
        [line("ACT-0050")],
        [line("repeats:london")],
    )

    headings = [group.heading for group in digests.digest_of(found, news=news).groups]

    assert headings == [
        "Overdue",
        "Due this week",
        "Due soon",
        "Needs your decision",
        "Escalated to you because it is late",
        "Evidence to renew",
        "Given to you",
        "Changed since your last digest on 2 March 2026",
        "Exception list",
        "Reminders in your area",
        "For your area",
        "Repeated recommendations this month",
    ]


def test_the_picture_is_whole_because_each_row_is_a_region():
    [group] = digests.digest_of(DigestFacts(picture=[line(f"repeats:{number}") for number in range(13)])).groups

    assert (len(group.rows), group.more) == (13, 0)


@pytest.mark.parametrize(
    ("found", "address"),
    [
        (DigestFacts([reminder(number, date(2026, 3, 2)) for number in range(9)]), "/"),
        (DigestFacts(late=[late(number) for number in range(9)]), "/actions/?state=overdue"),
        (DigestFacts(late=[late(number, is_escalated=False) for number in range(9)]), "/actions/?state=overdue"),
    ],
)
def test_what_was_left_off_can_be_found(found, address):
    [group] = digests.digest_of(found).groups

    assert (group.more, group.address) == (2, address)


def test_who_stands_in_is_told_for_which_post():
    row = Reminder("ACT-0001", "Brief", "", Urgency.DUE_THIS_WEEK, ON, DatePrecision.DAY, "Head of PDU, Kirklees")

    assert row.lines[-1] == "Head of PDU, Kirklees: nobody can be emailed for this post"


def test_news_alone_makes_no_mail():
    news = News(changes=(line(),), since_on=date(2026, 3, 2), area=(line("kirklees:overdue"),))

    assert digests.digest_of(DigestFacts(), news=news).is_empty


def test_an_action_is_told_once():
    overdue = reminder(9, date(2026, 2, 2))

    mail = digests.digest_of(DigestFacts([overdue, overdue], assigned=[assigned(9)], late=[late(9)]))

    assert (len(mail.overdue), mail.assigned, mail.late) == (1, (), ())


def test_exceptions_are_listed_by_pdu():
    found = [late(1, "Wigan PDU", False), late(2, "Bury PDU", False), late(3, "Wigan PDU", False)]

    assert [row.body for row in digests.digest_of(DigestFacts(late=found)).exceptions] == [
        "Bury PDU", "Wigan PDU", "Wigan PDU",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "subject", "opening"),
    [
        (1, "1 decision needed: inspection recommendations", "1 decision needs you."),
        (12, "12 decisions needed: inspection recommendations", "12 decisions need you."),
    ],
)
def test_a_digest_of_decisions_alone(count: int, subject: str, opening: str) -> None:
    found = digests.digest_of(DigestFacts(decisions=[decision(number=number) for number in range(count)]))

    assert (found.subject, found.opening) == (subject, opening)
    assert [group.heading for group in found.groups] == ["Needs your decision"]


def test_decisions_come_after_actions() -> None:
    found = digests.digest_of(DigestFacts([reminder()], decisions=[decision()]))

    assert found.opening == "You have 1 overdue action. 1 decision needs you."
    assert [group.heading for group in found.groups] == ["Overdue", "Needs your decision"]
    assert found.told == {"ACT-0001", "REC-0231"}


def test_what_waits_of_one_report_stands_by_body():
    bodies = ("Leeds PDU", "Barnsley PDU", "Kirklees PDU")
    waiting = [replace(decision(NoticeKind.NEW_RECOMMENDATION), body=body) for body in bodies]

    found = digests.digest_of(DigestFacts(decisions=waiting))

    assert [row.body for row in found.decisions] == sorted(bodies)


def test_rows_that_stand_alike_stay_as_they_were_given():
    posts = [Given(kind, "POS-0001", "Head of PDU, Kirklees", date(2026, 3, 9), None) for kind in GIVEN]

    found = digests.digest_of(DigestFacts(given=[*posts, *posts]))

    assert list(found.given) == posts

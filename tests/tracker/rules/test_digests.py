"""What a mail says in sum: its subject, its first line, its groups and what drops out."""

from datetime import date

import pytest

from inspections.choices import DatePrecision
from tracker.choices import ActionStatus
from tracker.rules import digests
from tracker.rules.digests import Found
from tracker.rules.mail_rows import Reminder


def reminder(number=1, due_on=date(2026, 2, 27), status=ActionStatus.IN_PROGRESS, precision=DatePrecision.DAY):
    return Reminder(f"ACT-{number:04d}", "Brief the managers", "Check each plan", status, due_on, precision)


def digest(*due_dates, on=date(2026, 3, 9)):
    return digests.digest_of(Found([reminder(n, due_on) for n, due_on in enumerate(due_dates, start=1)]), on=on)


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

    assert digests.digest_of(Found([done, moved]), on=date(2026, 3, 9)).is_empty


@pytest.mark.parametrize(
    ("precision", "expected"), [(DatePrecision.DAY, "due 28 February 2026"), (DatePrecision.MONTH, "due February 2026")]
)
def test_a_months_date_is_shown_as_a_month(precision, expected):
    assert reminder(due_on=date(2026, 2, 28), precision=precision).due_words == expected

"""Decisions in a digest and self-assessments on a timeline, in words."""

from datetime import date

import pytest

from inspections.choices import DatePrecision
from tracker.choices import ActionStatus, NoticeKind
from tracker.notifications.rules import digests
from tracker.notifications.rules.digests import DigestFacts
from tracker.notifications.rules.mail_rows import Reminder, WaitingFor
from tracker.rules.timeline import describe

ON = date(2026, 3, 9)


def decision(number: int = 231, kind: NoticeKind = NoticeKind.SELF_ASSESSMENT_TO_REVIEW, on: date = ON) -> WaitingFor:
    return WaitingFor(f"REC-{number:04d}", "check each plan", "Kirklees PDU", "kirklees", kind, on)


def action() -> Reminder:
    return Reminder("ACT-0001", "Brief", "", ActionStatus.IN_PROGRESS, date(2026, 2, 27), DatePrecision.DAY)


@pytest.mark.parametrize(
    ("count", "subject", "opening"),
    [
        (1, "1 decision needed: inspection recommendations", "1 decision needs you."),
        (12, "12 decisions needed: inspection recommendations", "12 decisions need you."),
    ],
)
def test_a_digest_of_decisions_alone(count: int, subject: str, opening: str) -> None:
    found = digests.digest_of(DigestFacts(decisions=[decision(number) for number in range(count)]), on=ON)

    assert (found.subject, found.opening) == (subject, opening)
    assert [group.heading for group in found.groups] == ["Needs your decision"]


def test_decisions_come_after_actions() -> None:
    found = digests.digest_of(DigestFacts([action()], decisions=[decision()]), on=ON)

    assert found.opening == "You have 1 overdue action. 1 decision needs you."
    assert [group.heading for group in found.groups] == ["Overdue", "Needs your decision"]
    assert found.told == {"ACT-0001", "REC-0231"}


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("self-assessment.made", "Self-assessment sent: Some progress"),
        ("self-assessment.withdrawn", "Self-assessment withdrawn: Some progress"),
        ("self-assessment.assured", "Self-assessment assured: region says Some progress"),
        ("self-assessment.returned", "Self-assessment returned: region says Some progress"),
    ],
)
def test_a_self_assessment_on_the_timeline(verb: str, expected: str) -> None:
    assert describe(verb, {}, {"category": "some", "self_assessment": 1, "organisation": "kirklees"}) == expected

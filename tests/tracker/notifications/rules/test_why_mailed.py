"""Why somebody gets a mail: true of what it holds and of what they chose."""

from datetime import date

import pytest

from inspections.choices import DatePrecision
from tracker.choices import Frequency, MessageKind, NoticeKind
from tracker.notifications.rules.assignments import Assigned
from tracker.notifications.rules.digests import Digest, DigestFacts, digest_of
from tracker.notifications.rules.email_preferences import Preference
from tracker.notifications.rules.mail_rows import Late, MailLine, Reminder, WaitingFor
from tracker.notifications.rules.why_mailed import why
from tracker.rules.deadlines import Urgency

ON = date(2026, 3, 9)
LATE_ON = date(2026, 3, 2)


def own(instead_of: str = "") -> Reminder:
    return Reminder("ACT-0001", "Brief", "", Urgency.OVERDUE, LATE_ON, DatePrecision.DAY, instead_of)


def decision() -> WaitingFor:
    return WaitingFor(
        "REC-0231", "check each plan", "Kirklees PDU", "kirklees", NoticeKind.SELF_ASSESSMENT_RETURNED, ON
    )


def late(*, is_escalated: bool) -> Late:
    return Late("ACT-0009", "Audit", "Kirklees PDU", "Head of PDU", LATE_ON, DatePrecision.DAY, 5, is_escalated)


def said(found: DigestFacts, kind: MessageKind = MessageKind.DIGEST, frequency: Frequency = Frequency.WEEKLY) -> str:
    return why(digest_of(found, kind=kind), Preference(frequency))


OWN = "actions of a post that you hold or cover are due or overdue"
FOR_A_POST = "nobody can be emailed for a post that you lead, and its actions are due or overdue"


@pytest.mark.parametrize(
    ("found", "reasons"),
    [
        (DigestFacts([own()]), OWN),
        (DigestFacts([own("Senior Probation Officer, Kirklees")]), FOR_A_POST),
        (DigestFacts(decisions=[decision()]), "something waits for you"),
        (DigestFacts(late=[late(is_escalated=True)]), "something late was escalated to you"),
        (DigestFacts(late=[late(is_escalated=False)]), "actions in your area are late"),
        (DigestFacts([own()], decisions=[decision()]), f"{OWN} and something waits for you"),
        (
            DigestFacts(assigned=[Assigned("ACT-0007", "Brief", "Head", None, DatePrecision.DAY)]),
            "something was given to you",
        ),
        (
            DigestFacts(notes=[MailLine("ACT-0001", ("Brief",), "See it", "it", "/")]),
            "there is something to know about reminders in your area",
        ),
        (
            DigestFacts(corrected=[MailLine("REC-0001", ("Brief",), "See it", "it", "/")]),
            "something was corrected in a published report that you answer for",
        ),
    ],
)
def test_each_reason_is_what_the_mail_holds(found: DigestFacts, reasons: str) -> None:
    assert said(found) == f"You get this on Mondays, because {reasons}."


@pytest.mark.parametrize(
    ("kind", "frequency", "beginning"),
    [
        (MessageKind.DIGEST, Frequency.DAILY, "You get this on working days, because"),
        (MessageKind.DIGEST, Frequency.NEEDED, "You get this only when something needs you, because"),
        (MessageKind.DIGEST, Frequency.STOPPED, "You stopped the digest. You get this all the same, because"),
        (MessageKind.REMINDER, Frequency.WEEKLY, "You get this today and not with your digest, because"),
        (MessageKind.INSTANT, Frequency.STOPPED, "You get this at once, because"),
    ],
)
def test_it_begins_with_how_often(kind: MessageKind, frequency: Frequency, beginning: str) -> None:
    assert said(DigestFacts([own()]), kind, frequency).startswith(beginning)


def test_every_row_of_a_mail_has_a_reason() -> None:
    kinds = (
        "overdue", "due", "soon", "decisions", "given", "assigned", "to_renew", "late", "notes", "picture", "corrected",
    )  # fmt: skip
    rows = {"late": late(is_escalated=False), "decisions": decision()}

    for kind in kinds:
        assert "because" in why(Digest(**{kind: (rows.get(kind, own()),)}), Preference())  # type: ignore[arg-type]

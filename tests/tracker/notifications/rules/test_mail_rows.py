"""The rows of a mail: what each says, and where its link leads."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from inspections.choices import DatePrecision
from tracker.choices import NoticeKind
from tracker.notifications.rules.mail_rows import (
    Given,
    Late,
    MailRow,
    Matter,
    Reminder,
    StaleEvidence,
    WaitingFor,
    ladder_line,
)
from tracker.rules.deadlines import Urgency

ON = date(2026, 3, 9)
DUE = date(2026, 2, 27)
DAY, MONTH = DatePrecision.DAY, DatePrecision.MONTH
ACTION = Reminder("ACT-0001", "Brief the managers", "Check each plan", Urgency.OVERDUE, DUE, DAY)
LATE = Late("ACT-0001", "Brief the managers", "Kirklees PDU", "Head of PDU", DUE, DAY, working_days=6)
WAITING = WaitingFor("REC-0231", "check each plan", "Kirklees PDU", "kirklees", NoticeKind.RESPONSE_TO_CONFIRM, ON)


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, ("Check each plan", "Action: Brief the managers", "ACT-0001, due 27 February 2026")),
        ({"about": ""}, ("Brief the managers", "ACT-0001, due 27 February 2026")),
        (
            {"about": "", "precision": MONTH, "instead_of": "Head of PDU, Leeds"},
            (
                "Brief the managers",
                "ACT-0001, due February 2026",
                "Head of PDU, Leeds: nobody can be emailed for this post",
            ),
        ),
    ],
)
def test_a_reminder_says_what_it_is_about_only_where_it_may(changes: dict[str, Any], lines: tuple[str, ...]) -> None:
    assert replace(ACTION, **changes).lines == lines


@pytest.mark.parametrize(
    ("working_days", "said"), [(1, "1 working day late"), (2, "2 working days late"), (0, "0 working days late")]
)
def test_a_late_action_says_whose_it_is_and_how_late(working_days: int, said: str) -> None:
    assert replace(LATE, working_days=working_days).lines == (
        "Kirklees PDU: Brief the managers",
        f"ACT-0001, Head of PDU, due 27 February 2026, {said}",
    )


def test_what_waits_without_a_day_names_none() -> None:
    assert replace(WAITING, on=None).lines[-1] == "REC-0231, Kirklees PDU: response to confirm, drafted"


@pytest.mark.parametrize(
    ("row", "link", "about", "address"),
    [
        (ACTION, "Update this action", "ACT-0001, Brief the managers", "/actions/ACT-0001/update/"),
        (LATE, "See this action", "ACT-0001, Brief the managers", "/actions/ACT-0001/"),
        (
            WAITING,
            "Confirm it",
            "REC-0231, Kirklees PDU",
            "/recommendations/REC-0231/response/confirm/?body=kirklees",
        ),
    ],
)
def test_the_link_of_a_row_leads_to_what_can_be_done(row: MailRow, link: str, about: str, address: str) -> None:
    assert (row.link, row.link_about, row.address) == (link, about, address)


@pytest.mark.parametrize(
    ("kind", "words", "address"),
    [
        (NoticeKind.SELF_ASSESSMENT_TO_REVIEW, "self-assessment to review, sent 9 March 2026", "review"),
        (
            NoticeKind.SELF_ASSESSMENT_RETURNED,
            "self-assessment returned, answer expected by 9 March 2026",
            "self-assessment",
        ),
    ],
)
def test_a_row_says_what_and_whose_and_leads_there(kind: NoticeKind, words: str, address: str) -> None:
    row = WaitingFor("REC-0231", "check each plan", "Kirklees PDU", "kirklees", kind, ON)

    assert row.lines == ("Check each plan", f"REC-0231, Kirklees PDU: {words}")
    assert row.address == f"/recommendations/REC-0231/{address}/?body=kirklees"


@pytest.mark.parametrize(
    ("kind", "confirms", "lines", "address"),
    [
        (
            NoticeKind.RESPONSE_DUE,
            False,
            ("Check each plan", "REC-0231, Kirklees PDU: response due by 9 March 2026"),
            "/recommendations/REC-0231/response/?body=kirklees",
        ),
        (
            NoticeKind.RESPONSE_DUE,
            True,
            ("Check each plan", "REC-0231, Kirklees PDU: response due by 9 March 2026"),
            "/recommendations/REC-0231/response/confirm/?body=kirklees",
        ),
        (
            NoticeKind.SUSTAIN_CHECK_DUE,
            False,
            ("Check each plan", "REC-0231, Kirklees PDU: check after closing due by 9 March 2026"),
            "/recommendations/REC-0231/",
        ),
    ],
)
def test_a_rung_that_is_about_no_action(kind: NoticeKind, confirms: bool, lines: tuple[str, ...], address: str) -> None:
    matter = Matter("check each plan", "Kirklees PDU", "kirklees", ON)

    row = ladder_line(kind=kind, ref="REC-0231", matter=matter, confirms=confirms)

    assert (row.lines, row.address) == (lines, address)


def test_a_rung_without_a_day_ends_without_one() -> None:
    row = ladder_line(kind=NoticeKind.CARRY_OVER_UNFINISHED, ref="INS-0045", matter=Matter("inspection of Kirklees"))

    assert row.lines == ("Inspection of Kirklees", "INS-0045: carry-over not finished")


@pytest.mark.parametrize(
    ("kind", "last_on", "said"),
    [
        (NoticeKind.COVER_GIVEN, date(2026, 12, 4), "You cover this post from 1 December 2026 to 4 December 2026"),
        (NoticeKind.POST_GIVEN, None, "You hold this post from 1 December 2026, with its actions"),
    ],
)
def test_a_given_post_is_told_with_its_days(kind: NoticeKind, last_on: date | None, said: str) -> None:
    row = Given(kind=kind, ref="POS-0007", post="Head of PDU, Leeds", from_on=date(2026, 12, 1), last_on=last_on)

    assert row.lines == ("Head of PDU, Leeds", said)
    assert (row.link_about, row.address) == ("Head of PDU, Leeds", "/account/")


def test_stale_evidence_is_named_by_its_place_and_never_by_what_it_shows() -> None:
    uid = "5e17b5a4-0000-4000-8000-000000000001"

    row = StaleEvidence(f"EVI-{uid}", uid, "Check each plan", "REC-0231", ON)

    assert row.lines == ("Check each plan", "REC-0231, evidence about 9 March 2026")
    assert (row.link, row.link_about) == ("Add a version", "evidence of REC-0231, Check each plan")
    assert uid in row.address

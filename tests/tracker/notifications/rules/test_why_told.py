"""Why somebody is told, in words."""

from datetime import date

import pytest

from tracker.notifications.links import page_of
from tracker.notifications.rules.why_told import ToldBecause, told_of

DAYS = {"action-near": -3, "action-late": 1, "check-due": 0}
DUE = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("rung", "due_on", "why"),
    [
        ("action-near", DUE, "3 working days before 20 November 2026"),
        ("action-late", DUE, "1 working day after 20 November 2026"),
        ("check-due", DUE, "on 20 November 2026"),
        ("action-near", None, "3 working days before the date"),
        ("gone-from-the-ladder", DUE, "date 20 November 2026"),
        ("", DUE, "date 20 November 2026"),
        ("", None, ""),
    ],
)
def test_the_rung_in_words(rung, due_on, why):
    found = told_of(kind="Action late", subject="ACT-0412", rung=rung, due_on=due_on, days=DAYS)

    assert found == ToldBecause("ACT-0412", "Action late", why, rung)


def test_a_list_names_no_record():
    assert told_of(kind="Exception list", subject="2026-11-16", rung="", due_on=None, days=DAYS).subject == ""


@pytest.mark.parametrize(
    ("subject", "page"),
    [
        ("ACT-0412", "/actions/ACT-0412/"),
        ("REC-0231", "/recommendations/REC-0231/"),
        ("INS-0045", "/inspections/INS-0045/"),
        ("FWK-0002", "/fieldwork/FWK-0002/"),
        ("RGN-0003", "/reorganisations/RGN-0003/"),
        ("PER-0007", ""),
        ("", ""),
    ],
)
def test_the_page_of_what_it_is_about(subject, page):
    assert page_of(subject) == page

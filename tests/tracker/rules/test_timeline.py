"""Events in words."""

import re
from pathlib import Path

import pytest

from tracker.rules.timeline import WORDS, describe, risk_words

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"update": 1}, "Update added"),
        (
            {"status": "not-started"},
            {"status": "in-progress", "update": 1},
            "Status changed from ‘Not yet started’ to ‘In progress’",
        ),
        (
            {"due_on": "2026-11-20"},
            {"due_on": "2027-03-05", "update": 1},
            "Due date moved from 20 November 2026 to 5 March 2027",
        ),
        ({"due_on": None}, {"due_on": "2027-03-05", "update": 1}, "Due date set to 5 March 2027"),
        (
            {"status": "completed", "due_on": "2026-11-20"},
            {"status": "in-progress", "due_on": "2027-03-05", "update": 1},
            "Status changed from ‘Completed’ to ‘In progress’; due date moved from 20 November 2026 to 5 March 2027",
        ),
    ],
)
def test_an_update_says_what_changed(before: dict[str, str], after: dict[str, str], expected: str) -> None:
    assert describe("action.updated", before, after) == expected


def test_a_changed_address_says_what_it_was() -> None:
    before, after = {"address": "head@example.org"}, {"address": "head.kirklees@example.org"}

    said = describe("person.changed-address", before, after)

    assert said == "Email address changed from head@example.org to head.kirklees@example.org"


def test_every_verb_that_is_recorded_has_its_words() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "tracker" / "operations").rglob("*.py"))

    recorded = set(re.findall(r'verb="([a-z._-]+)"', code))

    assert recorded
    assert recorded <= set(WORDS)


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


def test_a_request_to_end_it_keeps_its_risk() -> None:
    after = {"ending": "lapsed", "risk": "Plans may be late", "accepts": "Head of PDU, Kirklees"}

    assert describe("ending.asked", {}, after) == "Ending asked for: Lapsed"
    assert risk_words("ending.asked", after) == (
        "Risk of not doing it: Plans may be late\n\nRisk accepted by: Head of PDU, Kirklees"
    )
    assert risk_words("ending.confirmed", after) == ""

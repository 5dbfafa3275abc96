"""Proposals for a report on its way in, and what blocks publishing."""

from datetime import date

import pytest

from inspections.choices import InspectionKind
from tests.factories.reviews_of_drafts import (
    HMPPS,
    KIRKLEES,
    KNOWN,
    YORKSHIRE,
    reviewed,
)
from tracker.errors import WrongState
from tracker.rules.intake import proposals


@pytest.mark.parametrize(
    ("printed", "body", "needs_check"),
    [
        ("Kirklees PDU", KIRKLEES, False),
        ("Kirklees", KIRKLEES, False),
        ("The PDU", KIRKLEES, False),
        ("Yorkshire and the Humber region", YORKSHIRE, False),
        ("The region", YORKSHIRE, False),
        ("HM Prison and Probation Service", HMPPS, False),
        ("", KIRKLEES, True),
        ("The CRC", None, True),
        ("A charity nobody has heard of", None, True),
    ],
)
def test_who_a_heading_names(printed, body, needs_check):
    found = proposals.propose_addressee(printed, inspected=KIRKLEES, known=KNOWN, on=date(2026, 6, 1))

    assert (found.body, found.needs_check) == (body, needs_check)


@pytest.mark.parametrize(
    ("framework", "body", "kind", "unsure"),
    [
        ("pdu-2023", KIRKLEES, InspectionKind.PDU, False),
        ("crc-2018", None, InspectionKind.CRC, False),
        ("", KIRKLEES, InspectionKind.PDU, False),
        ("", YORKSHIRE, InspectionKind.REGION, False),
        ("unheard-of", HMPPS, InspectionKind.THEMATIC, True),
        ("", None, InspectionKind.THEMATIC, True),
    ],
)
def test_the_kind_of_inspection(framework, body, kind, unsure):
    assert proposals.propose_kind(framework=framework, body=body, known=KNOWN) == (kind, unsure)


def test_what_blocks_publishing_is_refused_and_answered_alike():
    problems = reviewed(organisation=None).problems

    assert problems[0] == "Choose the inspected body in the report details"
    assert not proposals.can_publish(problems)
    with pytest.raises(WrongState, match="Check the recommendations"):
        proposals.check_can_publish(problems)

"""A report on its way in, reviewed against five known bodies, for the tests of the rules of intake."""

from datetime import date
from typing import Any

from inspections.choices import OrganisationKind
from inspections.rules.names import NameCandidate
from inspections.rules.succession import Edge
from tests.factories import reports
from tracker.rules.intake.draft import ReadReport, from_contract
from tracker.rules.intake.matching import HeldReport, HeldWording
from tracker.rules.intake.proposals import Known
from tracker.rules.intake.review import DraftReview, review

HMPPS, YORKSHIRE, KIRKLEES, CRC, LEEDS = 1, 2, 3, 4, 5
UNIFIED = date(2021, 6, 26)
KNOWN = Known(
    bodies={
        HMPPS: NameCandidate(HMPPS, OrganisationKind.AGENCY, ("HMPPS", "HM Prison and Probation Service")),
        YORKSHIRE: NameCandidate(YORKSHIRE, OrganisationKind.REGION, ("Yorkshire and the Humber",), UNIFIED),
        KIRKLEES: NameCandidate(KIRKLEES, OrganisationKind.PDU, ("Kirklees",), UNIFIED),
        CRC: NameCandidate(CRC, OrganisationKind.CRC, ("West Yorkshire CRC",), None, UNIFIED),
        LEEDS: NameCandidate(LEEDS, OrganisationKind.PDU, ("Leeds",), UNIFIED),
    },
    parents={HMPPS: None, YORKSHIRE: HMPPS, KIRKLEES: YORKSHIRE, CRC: None, LEEDS: YORKSHIRE},
    edges=(Edge(CRC, KIRKLEES, UNIFIED), Edge(CRC, LEEDS, UNIFIED)),
    frameworks={"pdu-2023": "pdu", "crc-2018": "crc"},
    held=(),
)


def report(**changes: Any) -> ReadReport:
    """The look-alike of `tests/factories/reports.py` as it was read."""
    return from_contract(reports.draft(**changes))


def reviewed(answers: Any = None, known: Known = KNOWN, **changes: Any) -> DraftReview:
    """The review of that report with these answers."""
    return review(report(**changes), answers or {}, known)


def held(**changes: Any) -> HeldReport:
    """The earlier report on Kirklees, which we hold in full."""
    words = tuple(HeldWording(str(n), None, text) for n, text in enumerate(reports.EARLIER_WORDS, start=71))
    facts = {"key": 9, "body": KIRKLEES, "kind": "pdu", "month": date(2023, 3, 1), "known_from_later": False}
    return HeldReport(**facts | {"isbn": "", "recommendations": words} | changes)

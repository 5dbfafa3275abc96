"""Checks after closing: on which days, who may record which answer, and what it must say."""

from datetime import date

import pytest

from inspections.choices import OrganisationKind
from tracker.choices import Role
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.rules import sustain_checks
from tracker.rules.access import Actor, Grant

REGION, PDU = "/moj/hmpps/yorkshire/", "/moj/hmpps/yorkshire/kirklees/"
MAKER, OTHER = 7, 8
DUE = date(2026, 11, 18)


def actor(role: Role, path: str = PDU, person: int = MAKER) -> Actor:
    return Actor(person, "somebody", (Grant(role, path),))


@pytest.mark.parametrize(
    ("closed_on", "days"),
    [
        (date(2026, 1, 15), [date(2026, 4, 15), date(2026, 7, 15), date(2027, 1, 15)]),
        (date(2026, 11, 30), [date(2027, 2, 28), date(2027, 5, 30), date(2027, 11, 30)]),
        (date(2027, 11, 30), [date(2028, 2, 29), date(2028, 5, 30), date(2028, 11, 30)]),
        (date(2026, 8, 31), [date(2026, 11, 30), date(2027, 2, 28), date(2027, 8, 31)]),
        (date(2028, 2, 29), [date(2028, 5, 29), date(2028, 8, 29), date(2029, 2, 28)]),
    ],
)
def test_checks_are_due_on_the_same_day_of_later_months(closed_on: date, days: list[date]) -> None:
    assert sustain_checks.due_days(closed_on) == dict(zip(sustain_checks.MONTHS, days, strict=True))


@pytest.mark.parametrize(
    ("by", "self_assessed_by", "has_lasted", "kind", "may"),
    [
        (actor(Role.HEAD_OF_PDU), None, True, OrganisationKind.PDU, True),
        (actor(Role.HEAD_OF_PDU), OTHER, True, OrganisationKind.PDU, True),
        (actor(Role.HEAD_OF_PDU), MAKER, True, OrganisationKind.PDU, False),
        (actor(Role.HEAD_OF_PDU), MAKER, False, OrganisationKind.PDU, True),
        (actor(Role.HEAD_OF_PDU), MAKER, None, OrganisationKind.PDU, True),
        (actor(Role.REGIONAL_LEAD, REGION, OTHER), MAKER, True, OrganisationKind.PDU, True),
        (actor(Role.NATIONAL, "/moj/hmpps/"), MAKER, True, OrganisationKind.AGENCY, True),
        (actor(Role.ACTION_OWNER), None, False, OrganisationKind.PDU, False),
        (actor(Role.COORDINATOR, "/moj/hmpps/"), None, False, OrganisationKind.PDU, False),
        (actor(Role.AUDITOR, "/moj/hmpps/"), None, False, OrganisationKind.PDU, False),
        (actor(Role.HEAD_OF_PDU, "/moj/hmpps/yorkshire/leeds/"), None, False, OrganisationKind.PDU, False),
    ],
)
def test_nobody_confirms_their_own_self_assessment(
    by: Actor, self_assessed_by: int | None, has_lasted: bool | None, kind: OrganisationKind, may: bool
) -> None:
    path = PDU if kind is OrganisationKind.PDU else "/moj/hmpps/"
    try:
        sustain_checks.check_may_record(
            by, path=path, kind=kind, self_assessed_by=self_assessed_by, has_lasted=has_lasted
        )
    except NotAllowed:
        assert not may
    else:
        assert may


@pytest.mark.parametrize(
    ("is_waiting", "has_lasted", "on", "can"),
    [
        (True, True, DUE, True),
        (True, True, date(2027, 5, 1), True),
        (True, True, date(2026, 11, 17), False),
        (True, False, date(2026, 9, 1), True),
        (False, True, DUE, False),
        (False, False, DUE, False),
    ],
)
def test_a_yes_waits_for_its_day(is_waiting: bool, has_lasted: bool, on: date, can: bool) -> None:
    try:
        sustain_checks.check_can_record(is_waiting=is_waiting, has_lasted=has_lasted, due_on=DUE, on=on)
    except WrongState:
        assert not can
    else:
        assert can


@pytest.mark.parametrize("found", ["", "About X123456", "x" * 2001])
def test_what_shows_it_is_said(found: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        sustain_checks.check_found(found)

    assert refused.value.field == "found"

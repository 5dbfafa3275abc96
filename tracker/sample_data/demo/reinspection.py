"""Makes the demo's announced fieldwork with gaps, and checks after closing: one that is due and one that failed."""

from datetime import date, datetime, timedelta

from inspections.choices import InspectionKind
from inspections.models import Inspection, Organisation
from tracker.choices import Ending, Role
from tracker.models import Answerable, Membership, SustainCheck, actor_of
from tracker.operations.endings import end_answerable
from tracker.operations.fieldwork import announce
from tracker.operations.sustain_checks import record_check
from tracker.rules.access import Actor
from tracker.sample_data.demo.dates import noon

FIELDWORK_ON, FIELDWORK_IN_DAYS = "kirklees", 24
# By report and place: days since the closing. Both were self-assessed as sufficient and assured, with every action
# complete.
DUE = ("wigan-2023", 2, 100)
FAILED = ("hfkcw-2022", 8, 130)
FAILED_DAYS_AGO = 20
REASON = "Self-assessed with evidence, assured by the region, and seen by HMPPS in a sample of its own."
FOUND = "3 of 20 cases sampled this month had none of what was asked for."


def make_reinspection(inspections: dict[str, Inspection], *, on: date, by: Actor, at: datetime) -> None:
    """Make the reinspection after the work: closing asks for its self-assessments, and fieldwork freezes them."""
    _close(inspections, *DUE, on=on, by=by)
    failed = _close(inspections, *FAILED, on=on, by=by)
    check = SustainCheck.objects.get(answerable=failed, months=3)
    found_on = on - timedelta(days=FAILED_DAYS_AGO)
    record_check(check=check, has_lasted=False, found=FOUND, by=_lead_of(failed, on=found_on), at=noon(found_on))
    announce(
        organisation=Organisation.objects.get(slug=FIELDWORK_ON),
        kind=InspectionKind.PDU,
        starts_on=on + timedelta(days=FIELDWORK_IN_DAYS),
        by=by,
        at=at,
    )


def _close(inspections: dict[str, Inspection], key: str, place: int, days: int, *, on: date, by: Actor) -> Answerable:
    rows = Answerable.objects.open().select_related("organisation__parent", "recommendation")
    answerable = rows.get(recommendation__inspection=inspections[key], recommendation__position=place)
    closed = noon(on - timedelta(days=days))
    return end_answerable(answerable=answerable, ending=Ending.SUFFICIENT, reason=REASON, by=by, at=closed)


def _lead_of(answerable: Answerable, *, on: date) -> Actor:
    """Return somebody of the region who did not make the self-assessment."""
    leads = Membership.objects.current(on=on).filter(role=Role.REGIONAL_LEAD)
    lead = leads.filter(organisation=answerable.organisation.parent).order_by("pk").first()
    assert lead is not None, "each region of the demo has a lead"
    return actor_of(lead.person, on=on)

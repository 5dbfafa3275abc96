"""Makes what is done about the demo's organisational alert: two actions are complete, and one is under way."""

from datetime import date, timedelta

from inspections.models import Alert, Inspection
from tracker.choices import Role
from tracker.models import Action, AlertAction, Answerable, Membership, actor_of
from tracker.operations.alert_duties import assign_alert, give_alert
from tracker.operations.alerts import link_to_alert
from tracker.rules.access import Actor
from tracker.sample_data.demo.dates import noon

REPORT = "hfkcw-2022"
POINT_TO_IT = (8, 9)  # by place: they ask for what the alert asked
ACTIONS = (
    "Give every case a practitioner",
    "Find volunteers from other PDUs and regions",
    "Give HFKCW first call on officers who qualify in London",
)
MOVED_DAYS_AGO, MOVED_TO_DAYS = 130, 66
WHY = "The caseload stays covered only with officers who qualify next year."


def answer_alert(inspections: dict[str, Inspection], *, on: date, by: Actor) -> None:
    """Answer the alert with actions of the work, and move its day with a reason, as its region's lead did."""
    alert = Alert.objects.get(inspection=inspections[REPORT])
    published_on = inspections[REPORT].published_on
    assert published_on is not None, "the reports of the demo have a date"
    duty = give_alert(alert=alert, by=by, at=noon(published_on))
    moved_on = on - timedelta(days=MOVED_DAYS_AGO)
    for action in Action.objects.filter(title__in=ACTIONS).order_by("pk"):
        AlertAction.objects.create(alert=alert, action=action)
    pointing = Answerable.objects.open().select_related("recommendation", "organisation")
    pointing = pointing.filter(recommendation__inspection=alert.inspection, recommendation__position__in=POINT_TO_IT)
    link_to_alert(alert=alert, answerables=pointing.order_by("pk"), by=by, at=noon(moved_on))
    lead = Membership.objects.current(on=moved_on).filter(
        role=Role.REGIONAL_LEAD, organisation=alert.organisation.parent
    )
    assert duty.owner_post is not None, "each PDU of the demo has posts"
    assign_alert(
        alert=alert,
        owner_post=duty.owner_post,
        answer_by_on=on + timedelta(days=MOVED_TO_DAYS),
        reason=WHY,
        by=actor_of(lead.order_by("pk")[0].person, on=moved_on),
        at=noon(moved_on),
    )

"""Drafted responses and organisational alerts for the stage of the permission tests, one in each place."""

from datetime import date
from typing import Any

from inspections.models import Alert
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Decision
from tracker.models import Response
from tracker.operations.alerts import AlertWords, record_alert
from tracker.rules.access import SERVICE

WORDS = AlertWords(
    ("Plans are late", "Nobody checks them"), ("Check each plan within a week", "Tell us how many were late")
)
PRINTED_ALERT = AlertWords(("Plans come late",), ("Plan within a week",))
# The post of each place that owns its alert, by the body that the alert is about.
OWNERS = {
    "kirklees": "Head of PDU, kirklees",
    "leeds": "Head of PDU, leeds",
    "yorkshire": "Regional Probation Director, yorkshire",
    "wigan": "Head of PDU, wigan",
}


def make_response_draft(world: World, key: str) -> Response:
    """A draft answer to a recommendation of the cast, which its owner has not acknowledged."""
    answerable = world.recommendations[key].answerables.get()
    return Response.objects.create(answerable=answerable, decision=Decision.AGREED, drafted_at=NOW)


def make_alert(world: World, body: str) -> Alert:
    """An alert recorded today, before its report, to be answered in January."""
    return record_alert(
        organisation=world.organisations[body],
        raised_on=TODAY,
        words=WORDS,
        owner_post=world.posts[OWNERS[body]],
        answer_by_on=date(2027, 1, 29),
        by=SERVICE,
        at=NOW,
    )


def posted(name: str, draft: Response, owner: int) -> dict[str, Any]:
    """What is posted to the pages of answers and alerts: enough to be saved, or too little for a long form."""
    return {
        "recommendation-response": {"decision": "partly-agreed", "agreed_part": "Half", "reasons": "Costs"}
        | {"newest": draft.pk},
        "recommendation-response-confirm": {"response": draft.pk},
        "alert-action-new": {"title": "Sample ten plans a month", "owner": owner},
    }.get(name, {})

"""A recommendation from the request to end it to the last mail: what each person reads and owes on the way."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories.endings import seen_by_confirmer
from tests.factories.world import World
from tracker.choices import ActionStatus, NoticeKind
from tracker.models import Action, EndingRequest, Notice, Person
from tracker.notifications.operations.decision_notices import raise_decision_notices
from tracker.notifications.queries import decisions
from tracker.notifications.queries.day import Day
from tracker.rules.access import SERVICE
from tracker.rules.calendar import london_date

SignedIn = Callable[[str], Client]


@pytest.fixture
def told(world: World) -> World:
    """The cast has signed in before, so that they can be told."""
    Person.objects.update(first_signed_in_at="2026-11-01T10:00Z")
    return world


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def state_in_excel(client: Client, ref: str) -> str:
    file = b"".join(client.get(f"/recommendations.xlsx?scope=all&q={ref}").streaming_content)

    rows = list(load_workbook(io.BytesIO(file))["Recommendations"].iter_rows(values_only=True))
    heading = next(row for row in rows if row and row[0] == "Reference")
    line = next(row for row in rows if row and row[0] == ref)
    return str(line[heading.index("State")])


def test_from_the_request_to_the_decision_and_back(told: World, signed_in: SignedIn) -> None:
    recommendation, action = told.recommendations["kirklees"], told.actions["kirklees"]
    head, lead, other = signed_in("head"), signed_in("lead"), signed_in("other_head")
    page = f"/recommendations/{recommendation.ref}/"
    said = {
        "ending": "overtaken",
        "reason": "The court asks for no plans any more",
        "risk": "A plan may be late",
        "risk_post": told.posts["Head of PDU, kirklees"].pk,
    }
    head.post(f"{page}ending/", said)
    asked = EndingRequest.objects.get()
    assert [state_in_excel(client, recommendation.ref) for client in (head, other)] == ["Ending asked for", "Open"]
    assert Action.objects.get(pk=action.pk).status == ActionStatus.NOT_STARTED

    raise_decision_notices(by=SERVICE, at=asked.asked_at + timedelta(minutes=1))
    waiting = Notice.objects.get(kind=NoticeKind.ENDING_TO_CONFIRM)
    assert waiting.person == told.people["lead"]

    lead.post(f"{page}ending/decide/?body=kirklees", {"decision": "refuse", "reason": "Show the sample first"})
    assert "Show the sample first" in text_of(head.get(page))
    assert state_in_excel(head, recommendation.ref) == "Open"

    head.post(f"{page}ending/", said | {"risk": "A plan may be late; ten are sampled a week"})
    again = EndingRequest.objects.waiting().get()
    lead.post(
        f"{page}ending/decide/?body=kirklees", {"decision": "confirm", "reason": "", "seen": seen_by_confirmer(again)}
    )
    assert [state_in_excel(client, recommendation.ref) for client in (head, other)] == ["Ended", "Ended"]
    assert Action.objects.get(pk=action.pk).status == ActionStatus.WITHDRAWN
    assert "overtaken by events" in text_of(other.get(page))
    assert "The court asks for no plans" not in text_of(other.get(page))
    decided = Notice.objects.filter(kind=NoticeKind.ENDING_DECIDED, person=told.people["head"])
    assert decided.count() == 2
    day = Day(london_date(asked.asked_at))
    assert NoticeKind.ENDING_TO_CONFIRM not in {row.kind for row in decisions.waiting(day)}

    signed_in("coordinator").post(f"{page}ending/reopen/?body=kirklees", {"reason": "The court asks again"})
    assert "The court asks again" in text_of(head.get(page))
    assert state_in_excel(other, recommendation.ref) == "Open"
    assert Notice.objects.filter(kind=NoticeKind.ENDING_REOPENED, person=told.people["head"]).exists()

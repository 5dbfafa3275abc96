"""Examples for the OpenAPI description and the readable page; made up, in the shape of the records."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

_KIRKLEES = {"slug": "kirklees", "name": "Kirklees PDU"}
_YORKSHIRE = {"slug": "yorkshire-and-the-humber", "name": "Yorkshire and the Humber region"}
_INSPECTION = {"ref": "INS-0045", "organisation": _KIRKLEES, "published_on": "2024-11-01"}
_RECOMMENDATION = {"ref": "REC-0231", "number": 2, "short_title": "check each plan with a second manager"}


def _answer(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True, status_codes=["200"])


ORGANISATION = _answer(
    "A PDU",
    {
        "slug": "kirklees",
        "name": "Kirklees PDU",
        "kind": "pdu",
        "parent": _YORKSHIRE,
        "opened_on": "2021-06-26",
        "closed_on": None,
        "is_verified": True,
    },
)
INSPECTION = _answer(
    "An inspection of a PDU",
    {
        "ref": "INS-0045",
        "organisation": _KIRKLEES,
        "kind": "pdu",
        "framework": "pdu-2023",
        "published_on": "2024-11-01",
        "published_precision": "month",
        "fieldwork_started_on": "2024-08-05",
        "fieldwork_precision": "day",
        "rating": "requires-improvement",
        "score": 6,
        "max_score": 21,
        "known_from_later": False,
        "recommendation_count": 5,
    },
)
RECOMMENDATION = _answer(
    "A recommendation with one view of progress",
    {
        "ref": "REC-0231",
        "inspection": _INSPECTION,
        "number": 2,
        "short_title": "check each plan with a second manager",
        "text": "check each plan with a second manager before the plan is agreed",
        "addressee": _KIRKLEES,
        "addressee_as_printed": "Kirklees PDU",
        "flagged_repeat": False,
        "themes": [{"code": "planning", "name": "Planning", "is_primary": True}],
        "bodies": [
            {
                "organisation": _KIRKLEES,
                "owner": {"category": "some", "dated_on": "2026-02-02", "reasons": "Half of the managers are briefed."},
                "region": None,
                "inspectorate": None,
            }
        ],
        "next_due": {"on": "2026-11-30", "precision": "month"},
        "actions_count": 2,
        "overdue_actions_count": 0,
        "state": "Open",
        "response_notes": ["Answered before this service, on 3 May 2024"],
    },
)
ACTION = _answer(
    "An action due at the end of a month",
    {
        "ref": "ACT-0412",
        "title": "Brief the managers on second checks",
        "success_measure": "Nine of ten plans have a second check",
        "status": "in-progress",
        "urgency": "later",
        "owner": {"post": "Head of PDU", "organisation": _KIRKLEES, "holder": "Head of Kirklees PDU (demo)"},
        "answers": [{"recommendation": _RECOMMENDATION, "organisation": _KIRKLEES}],
        "due_on": "2026-11-30",
        "due_precision": "month",
        "first_due_on": "2026-09-30",
        "blocked_by_whom": "",
        "blocked_since_on": None,
        "last_update_at": "2026-10-06T09:32:00+01:00",
        "version": 3,
    },
)
NEW_UPDATE = OpenApiExample(
    "Text and a new date",
    request_only=True,
    value={
        "version": 3,
        "status": "in-progress",
        "text": "Six of eight managers are briefed.",
        "new_due_on": "2026-12-11",
        "new_due_precision": "day",
        "reason": "Two managers are on leave until December",
    },
)
SAVED_UPDATE = OpenApiExample(
    "The update as saved",
    response_only=True,
    status_codes=["201"],
    value={
        "status": "in-progress",
        "text": "Six of eight managers are briefed.",
        "posted_at": "2026-11-18T10:00:00Z",
        "posted_by": "Head of Kirklees PDU (demo)",
        "action": "ACT-0412",
        "version": 4,
    },
)

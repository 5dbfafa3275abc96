"""Look-alikes of published reports, in words of our own, for the tests of bringing reports in."""

from typing import Any

from inspections.reader.draft import READ_ANYWAY
from inspections.reader.sandbox import ReadResult
from inspections.reader.source import Line

WORDS = (
    "agree who checks the plans of new staff and how often this happens",
    "hold a monthly meeting with the council about families at risk",
    "train each duty manager to review breach letters within a week",
    "record the views of people on probation in every sentence plan",
)
EARLIER_WORDS = (
    "keep a list of the partners that offer courses in each town",
    "see that every office can be reached by people with limited mobility",
)


def recommendation(
    number: int | None, text: str, addressee: str | None = "Kirklees PDU", **changes: Any
) -> dict[str, Any]:
    """A new recommendation in the shape of the contract; its line is ten times its number."""
    source = {"line": (number or 0) * 10 or None, "page": None}
    found = {"number": number, "addressee": addressee, "text": text, "flagged_repeat": False, "source": source}
    return found | changes


def earlier(text: str, category: str | None = "Some progress", addressee: str | None = None) -> dict[str, Any]:
    """An earlier recommendation that a report judges."""
    return {
        "number": None,
        "addressee": addressee,
        "text": text,
        "action_taken": "A list is kept, and two towns are still missing.",
        "category": category,
        "improvement_still_required": True,
        "source": {"line": None, "page": None},
    }


def draft(**changes: Any) -> dict[str, Any]:
    """A report on Kirklees PDU in June 2026 with three recommendations, in the shape of the contract."""
    return {
        "organisation": "Kirklees PDU",
        "region": "Yorkshire and the Humber",
        "published": "2026-06",
        "fieldwork_started": "2026-03-02",
        "isbn": None,
        "lead_inspector": None,
        "framework": None,
        "score": 6,
        "max_score": 21,
        "overall_rating": "Requires improvement",
        "standards": [],
        "recommendations": [recommendation(n, WORDS[n - 1]) for n in (1, 2, 3)],
        "previous_report_published": None,
        "previous_recommendations": [],
        "organisational_alert": None,
        "warnings": [],
    } | changes


REFUSED_AS = "This is a press release, not an inspection report. Choose the report that it tells of."


def read_anyway(**changes: Any) -> ReadResult:
    """What the reader gives for a file that it refused and a person vouches for."""
    return read(warnings=[{"code": READ_ANYWAY, "message": REFUSED_AS}], **changes)


def read(**changes: Any) -> ReadResult:
    """What the reader gives for `draft(**changes)`, with forty lines."""
    lines = tuple(Line(n, None, f"line {n} of the look-alike") for n in range(1, 41))
    return ReadResult(draft(**changes), lines, form="text", pages=None, seconds=0.1, megabytes=60.0)

"""Short reports in our own words, built from parts, for one variation of layout at a time."""

from typing import Any

from inspections.reader.report import read_report
from inspections.reader.source import read_source

COVER = """HM Inspectorate of Probation

An inspection of probation services in:

Harbour PDU

The Probation Service – Southern Coast region

HM Inspectorate of Probation, May 2024
"""
FOREWORD = """Foreword

The unit has worked hard with people on probation.
"""
RATINGS = """Ratings

Harbour PDU

Fieldwork started February 2024

Score 6/21

Overall rating

Requires improvement

P 1.1 Leadership

Good

P 1.2 Staffing

Requires improvement

P 1.3 Services

Good

P 2.1 Assessment

Inadequate

P 2.2 Planning

Requires improvement

P 2.3 Implementation and delivery

Inadequate

P 2.4 Reviewing

Inadequate
"""
RECOMMENDATIONS = """Recommendations

Harbour PDU should:

1. keep a log of risks
2. read it each week.
"""
BACKGROUND = """Background

We conducted fieldwork in Harbour over one week, beginning 12 February 2024.
"""


def report(
    *,
    cover: str = COVER,
    foreword: str = FOREWORD,
    ratings: str = RATINGS,
    recommendations: str = RECOMMENDATIONS,
    background: str = BACKGROUND,
    rest: str = "",
) -> str:
    """A report of these parts, in their usual order."""
    return "\n".join(part for part in (cover, foreword, ratings, recommendations, background, rest) if part)


def draft(text: str) -> dict[str, Any]:
    """What the reader makes of a text."""
    return read_report(read_source(text.encode(), "report.txt")).as_dict()


def recommended(words: str) -> list[tuple[int | None, str | None, str]]:
    """Number, addressee and text of each recommendation below a 'Recommendations' heading."""
    found = draft(report(recommendations=f"Recommendations\n\n{words}\n"))["recommendations"]
    return [(each["number"], each["addressee"], each["text"]) for each in found]


def codes(text: str) -> list[str]:
    """The codes of the doubts about a text."""
    return [each["code"] for each in draft(text)["warnings"]]

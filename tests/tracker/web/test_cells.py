"""Cells of the long lists: everything printed or typed is escaped, and of others' work no more is said than may be."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tracker.choices import Judge, Progress
from tracker.queries.body_lines import BodyLine
from tracker.queries.recommendation_rows import BodyViews, InspectionLine, ListedRecommendation, RecommendationLine
from tracker.queries.recurrence import MadeAgain
from tracker.rules.progress import View
from tracker.web import cells

SOME = View(Judge.OWNER, Progress.SOME, date(2026, 3, 1))


def of(*bodies: BodyViews, **more: Any) -> ListedRecommendation:
    report = InspectionLine(3, None, date(2026, 1, 5), "day", known_from_later=False)
    printed = RecommendationLine(7, report, 2, "Check <twice>", "", None, "", True, "Risk & harm")
    return ListedRecommendation(printed, bodies=list(bodies), **more)


def body(name: str, view: View | None = None, *, is_hidden: bool = False) -> BodyViews:
    return BodyViews(BodyLine(len(name), name, "slug", "pdu"), dict.fromkeys(Judge, view), is_hidden=is_hidden)


def test_a_recommendation_says_its_number_that_it_was_made_again_and_what_is_owed() -> None:
    cell = cells.recommendation(of(made=MadeAgain(2, date(2019, 4, 1), "day"), tags=["Answer overdue"]))

    assert cell.startswith('<a class="govuk-link" href="/recommendations/REC-0007/">Check &lt;twice&gt;</a>')
    assert "REC-0007, recommendation 2, flagged as a repeat</span>" in cell
    assert ">Risk &amp; harm</span>" in cell
    assert "Made 2 times" in cell or "Made twice" in cell
    assert "Answer overdue</strong>" in cell


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        ([], ['<span class="app-quiet">Not yet said</span>']),
        ([body("Leeds")], ['<span class="app-quiet">Not yet said</span>']),
        ([body("Leeds", SOME)], ["Some progress"]),
        ([body("Leeds", SOME), body("<Hull>")], ["Leeds: ", "Some progress", "1 body not yet"]),
        ([body("Leeds", SOME), body("<Hull>", SOME)], ["Leeds: ", "&lt;Hull&gt;: "]),
        ([body("<Hull>", is_hidden=True)], ["&lt;Hull&gt;: shown to its own area"]),
        (
            [body("Leeds", is_hidden=True), body("Hull", is_hidden=True), body("York", SOME)],
            ["York: ", "2 other bodies: shown to their own areas"],
        ),
    ],
)
def test_each_body_is_named_where_several_answer(bodies: list[BodyViews], said: list[str]) -> None:
    cell = cells.said_by(of(*bodies), Judge.OWNER)

    assert [words for words in said if words not in cell] == []
    assert ("Not yet said" in cell) is any("Not yet said" in words for words in said)


def test_what_the_inspectorate_said_is_public() -> None:
    cell = cells.said_by(of(body("Leeds", SOME, is_hidden=True)), "inspectorate")

    assert "Some progress" in cell
    assert "shown to" not in cell


def test_the_checkbox_of_an_action_says_which_it_is() -> None:
    action: Any = SimpleNamespace(ref="ACT-0001", title="Brief <all>")

    assert 'value="ACT-0001" id="choose-ACT-0001"' in cells.choice(action)
    assert "Choose ACT-0001 Brief &lt;all&gt;</span>" in cells.choice(action)

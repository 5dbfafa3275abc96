"""What published records say, as facts with words; and what cannot be."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.choices import DatePrecision
from tracker.choices import CorrectedField, Progress
from tracker.errors import InvalidInput
from tracker.rules.corrections import FactOf, Said
from tracker.rules.intake.draft import StatedDate
from tracker.rules.published_facts import (
    DetailsSays,
    InspectionSays,
    Names,
    QuestionSays,
    RatingSays,
    RecommendationSays,
    VerdictSays,
    date_said,
    lines_said,
    several,
)

NAMES = Names(
    bodies={1: ("leeds", "Leeds PDU"), 2: ("yorkshire", "Yorkshire region")},
    themes={"staffing": "Staffing", "courts": "Courts"},
    standards={7: "P 1.2 Staffing"},
)
SAYS = RecommendationSays(
    "Check plans", "check each plan", 3, 1, "Leeds", False, ("staffing", "courts"), frozenset({7}), {5: 1}
)
DETAILS = DetailsSays(StatedDate(date(2024, 11, 1), DatePrecision.MONTH), None, "good", 14, 21, "", "")


def test_a_recommendation_says_each_fact_in_words() -> None:
    facts = SAYS.facts(NAMES)

    assert facts[FactOf(CorrectedField.ADDRESSEE)] == Said("leeds", "Leeds PDU")
    assert facts[FactOf(CorrectedField.THEMES)] == Said(["staffing", "courts"], "Staffing, Courts")
    assert facts[FactOf(CorrectedField.STANDARDS)] == Said([7], "P 1.2 Staffing")
    assert facts[FactOf(CorrectedField.FLAGGED)].shown == "no"
    assert facts[FactOf(CorrectedField.BODY, "5")] == Said("leeds", "Leeds PDU")


def test_two_bodies_are_told_apart_and_other_themes_have_no_order() -> None:
    both = replace(SAYS, bodies={5: 1, 6: 2}).facts(NAMES)
    assert {fact.label for fact in both if fact.field is CorrectedField.BODY} == {
        "Responsible body, 1 of 2",
        "Responsible body, 2 of 2",
    }
    turned = [replace(SAYS, themes=("staffing", *others)) for others in (("courts", "alcohol"), ("alcohol", "courts"))]
    assert len({str(said.facts(NAMES)[FactOf(CorrectedField.THEMES)].value) for said in turned}) == 1
    assert several(CorrectedField.BODY, 1, row=5, count=1).label == "Responsible body"


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"short_title": ""}, "short_title", "Enter the short title"),
        ({"text": " "}, "text", "Enter the recommendation"),
        ({"text": "a" * 5_001}, "text", "must be 5,000 characters or fewer"),
        ({"short_title": "Case X123456"}, "short_title", "Remove"),
        ({"addressee_as_printed": "a" * 301}, "addressee_as_printed", "must be 300 characters or fewer"),
    ],
)
def test_words_that_cannot_be_are_refused(changes: dict[str, str], field: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message) as refused:
        replace(SAYS, **changes).check()

    assert refused.value.field == field


def test_a_report_says_each_fact_in_words() -> None:
    says = InspectionSays(
        details=DETAILS,
        ratings={1: RatingSays("P 1.1", "P 1.1 Leadership", "good", "")},
        questions={2: QuestionSays("P 1.1/1", "P 1.1 key question 1", "Is it shared?", 47, None, 0)},
        verdicts={3: VerdictSays("REC-0001/leeds", "REC-0001, Leeds PDU", Progress.SOME, None)},
    )
    says.check()

    words = {fact.label: said.shown for fact, said in says.facts().items()}

    assert words["Report published"] == "November 2024"
    assert words["Fieldwork started"] == "nothing"
    assert words["Rating before, P 1.1 Leadership"] == "not printed"
    assert words["Share of cases, P 1.1 key question 1"] == "47%"
    assert words["Share of cases in all comparable inspections, P 1.1 key question 1"] == "0%"
    assert words["Inspectorate said, REC-0001, Leeds PDU"] == "Some progress"
    assert words["Improvement still required, REC-0001, Leeds PDU"] == "not printed"


def test_a_report_that_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidInput, match="Score must be 21 or fewer"):
        InspectionSays(details=replace(DETAILS, score=22)).check()
    with pytest.raises(InvalidInput, match="Enter the key question"):
        InspectionSays(questions={2: QuestionSays("1/1", "1 key question 1", " ", None, None, None)}).check()


def test_lines_and_dates_are_facts_too() -> None:
    assert lines_said(("One", "Two")) == Said(["One", "Two"], "One\nTwo")
    assert date_said(None) == Said(None)
    assert date_said(StatedDate(date(2024, 11, 5), DatePrecision.DAY)) == Said("2024-11-05", "5 November 2024")

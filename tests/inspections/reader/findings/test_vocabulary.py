"""What was read is held against the words and figures that it can be."""

from dataclasses import replace
from typing import Any

import pytest

from inspections.reader.draft import EarlierRecommendationDraft, KeyQuestionDraft, Place, ReportDraft, StandardDraft
from inspections.reader.findings.vocabulary import checked
from tests.factories.short_reports import codes, draft, report

QUESTION = KeyQuestionDraft("Does it keep people safe?", 40)
STANDARD = StandardDraft("P 1.1", "Leadership", "Good", (QUESTION,))
EARLIER = EarlierRecommendationDraft(1, None, "Keep a log", "Begun.", "Some progress", None, Place(1))
GOOD = ReportDraft(
    published="2024-05",
    fieldwork_started="2024-02-29",
    score=6,
    max_score=21,
    overall_rating="Good",
    standards=(STANDARD,),
    previous_recommendations=(EARLIER,),
)


def test_what_can_be_is_kept_without_a_doubt():
    assert checked(GOOD) == (GOOD, [])


WRONG: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"overall_rating": "�inadequate"}, {"overall_rating": None}, "overall rating"),
    ({"previous_overall_rating": "Fair"}, {"previous_overall_rating": None}, "previous overall rating"),
    ({"published": "2024-13"}, {"published": None}, "publication"),
    ({"fieldwork_started": "2025-02-29"}, {"fieldwork_started": "2025-02"}, "fieldwork"),
    ({"previous_report_published": "2022-00-01"}, {"previous_report_published": None}, "previous report"),
    ({"score": 22}, {"score": None, "max_score": None}, "score"),
    (
        {"standards": (replace(STANDARD, rating="Poor"),)},
        {"standards": (replace(STANDARD, rating=None),)},
        "P 1.1 Leadership",
    ),
    (
        {"standards": (replace(STANDARD, key_questions=(replace(QUESTION, percent=401),)),)},
        {"standards": (replace(STANDARD, key_questions=(replace(QUESTION, percent=None),)),)},
        "figure of P 1.1",
    ),
    (
        {"previous_recommendations": (replace(EARLIER, category="Little progress"),)},
        {"previous_recommendations": (replace(EARLIER, category=None),)},
        "earlier recommendation",
    ),
]


@pytest.mark.parametrize(("wrong", "left", "named"), WRONG)
def test_what_cannot_be_is_left_out_with_a_doubt(wrong: dict[str, Any], left: dict[str, Any], named: str):
    found, [doubt] = checked(replace(GOOD, **wrong))

    assert found == replace(GOOD, **left)
    assert named in doubt.message


@pytest.mark.parametrize("sign", ["�", "\uf0a7 ", "• ", "** ", "_"])
def test_signs_before_a_rating_are_no_part_of_it(sign: str):
    text = report(rest=f"P 1.1. Leadership\n\n{sign}inadequate\n")

    assert "ratings-disagree" in codes(text)


def test_a_day_that_does_not_exist_is_read_to_the_month():
    text = report(background="Background\n\nWe conducted fieldwork beginning 31 February 2024.\n")

    found = draft(text)

    assert found["fieldwork_started"] == "2024-02"
    assert "no-such-value" in codes(text)

"""What a draft keeps of a person's answers: plain values, and of what was added by hand that it was."""

import pytest

from tracker.rules.intake.answers import (
    AddresseesAnswers,
    AlertAnswers,
    EarlierAnswers,
    EarlierReportAnswers,
    KeyQuestionAnswers,
    RatingsAnswers,
    RecommendationAnswers,
    RowsAnswers,
    StandardAnswers,
    TaskAnswers,
)

ROW = {
    "text": "Check plans",
    "short_title": "",
    "number": 4,
    "addressee": None,
    "theme": "",
    "flagged_repeat": False,
    "left_out": "",
    "standards": [],
    "other_themes": ["courts"],
}

EARLIER = {
    "match": "71",
    "addressee": 3,
    "text": "Check plans",
    "short_title": "",
    "number": 4,
    "theme": "",
    "category": "none",
    "action_taken": "",
    "improvement": "yes",
}
STANDARD = {
    "code": "P 1",
    "title": "Staffing",
    "rating": "good",
    "previous_rating": "",
    "key_questions": [{"text": "Enough?", "percent": 60, "previous_percent": 40, "comparator_percent": None}],
}


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        (TaskAnswers(), {}),
        (EarlierAnswers(**EARLIER), EARLIER),
        (
            RatingsAnswers(
                (StandardAnswers("P 1", "Staffing", "good", "", (KeyQuestionAnswers("Enough?", 60, 40, None),)),)
            ),
            {"standards": [STANDARD]},
        ),
        (AlertAnswers(["nobody checks"], []), {"concerns": ["nobody checks"], "required_actions": []}),
        (
            EarlierReportAnswers("2023-03", 5, "pdu"),
            {"report": {"published": "2023-03", "organisation": 5, "kind": "pdu"}},
        ),
        (RowsAnswers({"1": RecommendationAnswers(**ROW)}), {"1": ROW}),
        (AddresseesAnswers({"new:Leeds PDU": 5}), {"new:Leeds PDU": 5}),
        (RecommendationAnswers(**ROW), ROW),
        (
            RecommendationAnswers(**ROW, added_for="Leeds PDU"),
            ROW | {"is_added": True, "addressee_as_printed": "Leeds PDU"},
        ),
    ],
    ids=[
        "nothing asked",
        "an earlier one",
        "ratings",
        "the alert",
        "the earlier report",
        "every row",
        "headings",
        "as read",
        "added by hand",
    ],
)
def test_what_a_draft_keeps(answers, kept):
    assert answers.kept() == kept


def test_the_other_bodies_below_a_heading_are_kept_beside_it() -> None:
    answers = AddresseesAnswers({"new:A": 1, "new:B": None}, also={"new:A": {3, 2}, "new:B": set()})

    assert answers.kept() == {"new:A": 1, "new:B": None, "also:new:A": [2, 3]}

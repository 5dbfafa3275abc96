"""What a draft keeps of a person's answers: plain values, and of what was added by hand that it was."""

import pytest

from tracker.rules.intake.answers import AddresseesAnswers, EarlierAnswers, RecommendationAnswers, TaskAnswers

ROW = {
    "text": "Check plans",
    "short_title": "",
    "number": 4,
    "addressee": None,
    "theme": "",
    "flagged_repeat": False,
    "left_out": "",
    "standards": [],
}


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        (TaskAnswers(), {}),
        (EarlierAnswers(match="71", addressee=3), {"match": "71", "addressee": 3}),
        (AddresseesAnswers({"new:Leeds PDU": 5}), {"new:Leeds PDU": 5}),
        (RecommendationAnswers(**ROW), ROW),
        (
            RecommendationAnswers(**ROW, added_for="Leeds PDU"),
            ROW | {"is_added": True, "addressee_as_printed": "Leeds PDU"},
        ),
    ],
    ids=["nothing asked", "an earlier one", "headings", "as read", "added by hand"],
)
def test_what_a_draft_keeps(answers, kept):
    assert answers.kept() == kept


def test_the_other_bodies_below_a_heading_are_kept_beside_it() -> None:
    answers = AddresseesAnswers({"new:A": 1, "new:B": None}, also={"new:A": {3, 2}, "new:B": set()})

    assert answers.kept() == {"new:A": 1, "new:B": None, "also:new:A": [2, 3]}

"""The check after closing: yes or no, what shows it, and a yes that this person may not say."""

import pytest

from tracker.errors import InvalidInput, NotAllowed
from tracker.web.forms.sustain_checks import CheckAnswers, CheckForm


@pytest.mark.parametrize(("said", "has_lasted"), [("yes", True), ("no", False)])
def test_the_answer_is_handed_over(said: str, has_lasted: bool) -> None:
    form = CheckForm({"has_lasted": said, "found": "Nine of ten plans"})

    assert form.is_valid()
    assert form.answers() == CheckAnswers(has_lasted, "Nine of ten plans")


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"has_lasted": ["Select whether the change has lasted"], "found": ["Enter the findings"]}),
        ({"has_lasted": "perhaps", "found": "Plans"}, {"has_lasted": ["Select yes or no from the list"]}),
        ({"has_lasted": "no", "found": " "}, {"found": ["Enter the findings"]}),
        ({"has_lasted": "no", "found": "x" * 2001}, {"found": ["The findings must be 2,000 characters or fewer"]}),
    ],
)
def test_what_is_missing_or_wrong_is_said(sent: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert CheckForm(sent).errors == errors


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (NotAllowed("You self-assessed it, so somebody else says yes"), "has_lasted"),
        (InvalidInput("Take the number out", field="found"), "found"),
    ],
)
def test_what_this_person_may_not_say_stands_beside_the_answer(refusal: Exception, field: str) -> None:
    form = CheckForm({"has_lasted": "yes", "found": "Plans"})

    form.refuse(refusal)

    assert form.errors == {field: [str(refusal)]}

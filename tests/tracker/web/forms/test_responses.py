"""A body's answer to a recommendation: the words that each decision needs, and a draft of somebody else's."""

import pytest
from django.http import QueryDict

from tracker.choices import Decision
from tracker.models import Response
from tracker.web.forms.responses import ResponseAnswers, ResponseForm

PART, REST = "The checks", "The second post"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"decision": "agreed", "newest": "0"}, ResponseAnswers(Decision.AGREED, "", "", 0)),
        (
            {"decision": "partly-agreed", "agreed_part": PART, "reasons": REST, "newest": "7"},
            ResponseAnswers(Decision.PARTLY_AGREED, PART, REST, 7),
        ),
        (
            {"decision": "not-agreed", "reasons": "a\r\nb", "newest": "7"},
            ResponseAnswers(Decision.NOT_AGREED, "", "a\nb", 7),
        ),
    ],
)
def test_the_response_is_handed_over(sent: dict[str, str], said: ResponseAnswers) -> None:
    form = ResponseForm(sent)

    assert form.is_valid()
    assert form.answers() == said


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"decision": ["Select the response"]}),
        ({"decision": "perhaps"}, {"decision": ["Select the response from the list"]}),
        ({"decision": "partly-agreed", "reasons": REST}, {"agreed_part": ["Enter which part is agreed"]}),
        ({"decision": "partly-agreed", "agreed_part": PART}, {"reasons": ["Enter why the rest is not agreed"]}),
        ({"decision": "not-agreed", "reasons": " "}, {"reasons": ["Enter why it is not agreed"]}),
        (
            {"decision": "partly-agreed", "agreed_part": "x" * 2001, "reasons": REST},
            {"agreed_part": ["The agreed part must be 2,000 characters or fewer"]},
        ),
    ],
)
def test_a_decision_asks_for_its_words(sent: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert ResponseForm({"newest": "0"} | sent).errors == errors


@pytest.mark.parametrize(
    ("newest", "opening"),
    [
        (None, {"newest": 0}),
        (
            Response(pk=7, decision=Decision.PARTLY_AGREED, agreed_part=PART, reasons=REST),
            {"decision": "partly-agreed", "agreed_part": PART, "reasons": REST, "newest": 7},
        ),
    ],
)
def test_the_form_opens_with_the_newest_response(newest: Response | None, opening: dict[str, object]) -> None:
    assert ResponseForm.start(newest) == opening


def test_after_somebody_elses_draft_what_was_typed_stays() -> None:
    form = ResponseForm(QueryDict(f"decision=not-agreed&reasons={REST}&newest=7"))

    form.take_newest(8)

    assert form.is_valid()
    assert form.answers() == ResponseAnswers(Decision.NOT_AGREED, "", REST, 8)

"""The forms that end a recommendation hand over what is asked and decided, and say what is missing."""

import pytest
from django.http import QueryDict

from inspections.models import Organisation
from tracker.choices import Ending
from tracker.models import Answerable, Post
from tracker.rules.endings import EndingWords
from tracker.web.forms.endings import AskedEnding, AskEndingForm, DecidedEnding, DecideEndingForm, ReopenEndingForm

KIRKLEES, LEEDS = (Organisation(kind="pdu", name=name, slug=name.lower()) for name in ("Kirklees", "Leeds"))
ROWS = [Answerable(pk=1, organisation=KIRKLEES), Answerable(pk=2, organisation=LEEDS)]
POSTS = [Post(pk=7, title="Head of PDU", organisation=KIRKLEES)]
SAID = "ending=lapsed&reason=The office has closed&risk=Plans may be late&risk_post=7"
WORDS = EndingWords(Ending.LAPSED, "The office has closed", "Plans may be late", 7)


@pytest.mark.parametrize(("sent", "bodies"), [("bodies=1&bodies=2", {1, 2}), ("bodies=2", {2})])
def test_what_is_asked_is_handed_over(sent: str, bodies: set[int]) -> None:
    form = AskEndingForm(QueryDict(f"{sent}&{SAID}"), rows=ROWS, posts=POSTS)

    assert form.is_valid()
    assert form.answers() == AskedEnding(frozenset(bodies), WORDS)


def test_the_only_body_is_not_asked_for() -> None:
    form = AskEndingForm(QueryDict(SAID), rows=ROWS[:1], posts=POSTS)

    assert form.is_valid()
    assert ("bodies" in form.fields, form.answers()) == (False, AskedEnding(frozenset({1}), WORDS))


def test_what_is_missing_says_what_to_do() -> None:
    form = AskEndingForm(QueryDict(""), rows=ROWS, posts=POSTS)

    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "bodies": "Select the bodies for which it ends",
        "ending": "Select how it ends",
        "reason": "Enter why it ends",
        "risk": "Enter the risk of not doing it",
        "risk_post": "Select the post that accepts the risk",
    }


@pytest.mark.parametrize(
    ("sent", "decided"),
    [
        ("decision=confirm&seen=1.2&reason=", DecidedEnding(True, "", "1.2")),
        ("decision=refuse&seen=1.2&reason=Not yet", DecidedEnding(False, "Not yet", "1.2")),
    ],
)
def test_what_is_decided_is_handed_over(sent: str, decided: DecidedEnding) -> None:
    form = DecideEndingForm(QueryDict(sent))

    assert form.is_valid()
    assert form.answers() == decided


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ("", {"decision": ["Select whether you confirm or refuse it"]}),
        ("decision=refuse", {"reason": ["Enter why it does not end"]}),
    ],
)
def test_a_decision_says_what_is_missing(sent: str, errors: dict[str, list[str]]) -> None:
    assert DecideEndingForm(QueryDict(sent)).errors == errors


def test_the_same_answers_are_taken_against_what_would_happen_now() -> None:
    form = DecideEndingForm(QueryDict("decision=confirm&seen=1.2"))
    form.take_seen("1.3")

    assert (form["seen"].value(), form["decision"].value()) == ("1.3", "confirm")


def test_opening_again_says_why() -> None:
    assert ReopenEndingForm(QueryDict("")).errors == {"reason": ["Enter why it is open again"]}

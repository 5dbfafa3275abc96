"""Where a phrase can end: what is whole before the cut, and what a cut costs."""

import pytest

from tracker.rules.intake.title_cuts import Phrase, bare, is_adjective, is_balanced

ROOM = 200


def endings(wording: str) -> dict[str, float]:
    """What a wording can be cut to, without itself, and the cost."""
    found = Phrase(wording).endings(longest=ROOM, last_resort=False)
    return {kept: cost for cost, kept in found if kept != wording}


@pytest.mark.parametrize(
    ("words", "is_whole"),
    [
        ("the teams’ plans (of May)", True),
        ("the teams’ plans (of May", False),
        ("the ‘open door’ rule", True),
        ("the ‘open door rule", False),
        ("the children's views", True),
        ("the “open door rule", False),
        ('the "open door" rule', True),
        ("plans [in draft", False),
    ],
)
def test_brackets_and_quotes_have_their_other_halves(words: str, is_whole: bool) -> None:
    assert is_balanced(words) is is_whole


@pytest.mark.parametrize(("word", "plain"), [("Plans,", "plans"), ("(MAPPA)", "mappa"), ("‘risk’;", "risk")])
def test_a_word_is_compared_without_its_marks(word: str, plain: str) -> None:
    assert bare(word) == plain


@pytest.mark.parametrize(
    ("word", "wants_noun"),
    [("effective", True), ("regional", True), ("incentive", False), ("hospital", False), ("plan", False)],
)
def test_an_adjective_wants_its_noun(word: str, wants_noun: bool) -> None:
    assert is_adjective(word) is wants_noun


def test_a_sentence_costs_less_than_a_clause_and_that_less_than_a_place() -> None:
    costs = endings("review each case in the spring, so that all are seen; a second look follows")

    assert costs["review each case in the spring, so that all are seen"] < costs["review each case in the spring"]
    assert costs["review each case in the spring"] < costs["review each case"]


@pytest.mark.parametrize(
    ("wording", "broken"),
    [
        ("share effective and consistent plans with courts", "share effective"),
        ("assess, plan for and review every case on the list", "assess, plan for"),
        ("build trust between courts and teams in the north", "build trust between courts"),
        ("enable managers to sit with teams in the north", "enable managers"),
        ("equip each team with tablets and telephones for the year", "equip each team"),
        ("ensure that plans for people are written in the spring", "ensure that plans"),
        ("ask people on probation about plans in the spring", "ask people"),
        ("act on what is found in line with the new rules", "act on what is found in line"),
        ("see that plans are checked, signed and sent in the spring", "see that plans are checked, signed"),
    ],
)
def test_no_phrase_is_cut_in_the_middle(wording: str, broken: str) -> None:
    assert broken not in endings(wording)


def test_a_prohibition_keeps_its_condition() -> None:
    assert endings("never close a case without a review by a manager") == {}


def test_where_nothing_is_whole_it_ends_on_a_noun_at_least() -> None:
    rough = list(Phrase("that the courts and of").rough_endings(longest=ROOM))

    assert rough[0] == "that the courts"

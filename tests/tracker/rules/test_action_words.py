"""What is said of an action, and what changed of it, in words."""

from dataclasses import fields, replace
from typing import Any

import pytest

from tracker.errors import InvalidInput
from tracker.rules.action_words import WORDS, ActionWords, changes, differences

SAID = ActionWords(**dict.fromkeys(WORDS, "Nine of ten"))


def test_each_thing_that_is_said_has_its_wording() -> None:
    assert [field.name for field in fields(ActionWords)] == list(WORDS)


def test_blanks_around_the_words_are_taken_away() -> None:
    assert ActionWords(title=" Brief them ", success_measure="Ten\n").checked() == ActionWords("Brief them", "Ten")


def test_nothing_but_the_title_has_to_be_said() -> None:
    with pytest.raises(InvalidInput, match="Enter the action") as refusal:
        ActionWords(" ").checked()

    assert refusal.value.field == "title"
    assert ActionWords("Brief them").checked() == ActionWords("Brief them")


@pytest.mark.parametrize("name", WORDS)
def test_words_may_have_their_limit_and_no_more(name: str) -> None:
    at_limit = replace(SAID, **{name: "x" * WORDS[name].limit})
    assert at_limit.checked() == at_limit

    with pytest.raises(InvalidInput, match=f"must be {WORDS[name].limit:,} characters or fewer") as refusal:
        replace(SAID, **{name: "x" * (WORDS[name].limit + 1)}).checked()

    assert refusal.value.field == name


@pytest.mark.parametrize("name", WORDS)
def test_a_number_of_a_person_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="looks like a case, prison or police number") as refusal:
        replace(SAID, **{name: "See 2001/1234567A"}).checked()

    assert refusal.value.field == name


@pytest.mark.parametrize("name", WORDS)
def test_a_change_of_each_is_told(name: str) -> None:
    [told] = changes({name: "A"}, {name: "B"})

    assert told.lower().startswith(WORDS[name].label.lower())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"due_on": None}, {"due_on": "2027-03-31", "due_precision": "month"}, ["due date set to March 2027"]),
        (
            {"due_on": "2027-03-31", "due_precision": "month"},
            {"due_on": "2027-04-05", "due_precision": "day"},
            ["due date moved from March 2027 to 5 April 2027"],
        ),
        (
            {"owner_post": 1, "owner": "Head of PDU, Leeds"},
            {"owner_post": 2, "owner": "Head of PDU, York"},
            ["owner changed from Head of PDU, Leeds to Head of PDU, York"],
        ),
        ({"title": "A"}, {"title": "B"}, ["what will be done changed from ‘A’ to ‘B’"]),
        ({"success_measure": ""}, {"success_measure": "B"}, ["how we will know it worked was changed"]),
        (
            {"blocked_by_whom": "", "blocked_since_on": None},
            {"blocked_by_whom": "The trainers", "blocked_since_on": "2026-11-02"},
            ["blocked: waiting on The trainers since 2 November 2026"],
        ),
        (
            {"blocked_by_whom": "The trainers", "blocked_since_on": "2026-11-02"},
            {"blocked_by_whom": "", "blocked_since_on": None},
            ["no longer blocked"],
        ),
        (
            {},
            {"answers_added": ["REC-0001"], "answers_ended": ["REC-0002", "REC-0003"]},
            ["now answers 1 more recommendation", "no longer answers 2 recommendations"],
        ),
        ({}, {"update": 1}, []),
    ],
)
def test_each_change_has_its_words(before: dict[str, Any], after: dict[str, Any], expected: list[str]) -> None:
    assert changes(before, after) == expected


def test_a_date_comes_with_its_precision_and_what_is_the_same_stays_out() -> None:
    before = {"title": "A", "due_on": "2027-03-31", "due_precision": "day"}

    old, new = differences(before, before | {"due_precision": "month"})

    assert old == {"due_on": "2027-03-31", "due_precision": "day"}
    assert new == {"due_on": "2027-03-31", "due_precision": "month"}

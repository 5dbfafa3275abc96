"""What a correction changes, and the reason that it needs."""

import pytest

from tracker.choices import CorrectedField
from tracker.errors import InvalidInput
from tracker.rules.corrections import REASON_LIMIT, Change, FactOf, Said, check_reason, differences, in_a_row

TITLE, TEXT = FactOf(CorrectedField.TITLE), FactOf(CorrectedField.TEXT)
RATING = FactOf(CorrectedField.RATING, part="P 1.1", about="P 1.1 Leadership")


def test_only_what_differs_is_a_change() -> None:
    before = {TITLE: Said("Check plans"), TEXT: Said("check each plan")}
    after = {TITLE: Said("Check every plan"), TEXT: Said("check each plan")}

    assert differences(before, after) == [Change(TITLE, Said("Check plans"), Said("Check every plan"))]


def test_what_was_not_there_before_was_nothing() -> None:
    [change] = differences({}, {RATING: Said("good", "Good")})

    assert (change.before.shown, change.after.shown) == ("nothing", "Good")
    assert change.fact.label == "Rating, P 1.1 Leadership"


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_said_as_nothing(value: str | None) -> None:
    assert Said(value).shown == "nothing"
    assert Said(0).shown == "0"


def test_the_words_alone_are_no_change() -> None:
    assert differences({RATING: Said("good", "Good")}, {RATING: Said("good", "good")}) == []


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Enter why this is corrected"),
        (" \n ", "Enter why this is corrected"),
        ("a" * (REASON_LIMIT + 1), "The reason must be 500 characters or fewer"),
        ("The report names case X123456", "Remove ‘X123456’"),
    ],
)
def test_a_reason_is_needed(reason: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        check_reason(reason)

    assert refused.value.field == "reason"


def test_a_reason_loses_its_blanks() -> None:
    assert check_reason("  It was read wrongly ") == "It was read wrongly"


def test_labels_stand_once_in_a_row() -> None:
    assert in_a_row(["Short title", "Rating", "Rating", "ISBN"]) == "short title, rating, ISBN"

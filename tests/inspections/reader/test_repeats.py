"""The ways in which a report notes that it repeats a recommendation, and words that only look like such a note."""

import pytest

from inspections.reader.repeats import is_repeat_note, without_repeat_marker

FLAGGED = (
    "keep a log (repeated)",
    "keep a log [repeat]",
    "keep a log (made in 2021)",
    "keep a log (also in our last report)",
    "keep a log (2021 recommendation)",
    "(repeated) keep a log",
    "Repeated: keep a log",
    "Carried over from 2021: keep a log",
    "Again, keep a log",
    "As in our last inspection, keep a log",
    "As we recommended in 2021, keep a log",
    "As previously recommended, keep a log",
    "keep a log. This recommendation is repeated from our last report.",
    "keep a log. We made this recommendation in 2021.",
    "keep a log. We recommended this in our last report.",
    "keep a log. This is the second time that we have recommended this.",
    "keep a log. It was first made in 2021.",
    "keep a log. This recommendation remains from May 2021.",
    "keep a log. The same recommendation was made at our last inspection.",
    "keep a log. This recommendation was made in our last report and has not been met.",
    "keep a log. A repeat of recommendation 3 in our 2021 report.",
    "keep a log. Recommendation repeated.",
    "keep a log – repeated",
    "keep a log – repeat recommendation",
    "keep a log; repeated from the last inspection.",
)


@pytest.mark.parametrize("words", FLAGGED)
def test_a_note_of_a_repeat_is_taken_out(words: str):
    text, flagged = without_repeat_marker(words)

    assert (text.rstrip("."), flagged) == ("keep a log", True)


@pytest.mark.parametrize("words", [
    "We repeat our recommendation that the PDU should act", "We again recommend that the PDU should act",
])  # fmt: skip
def test_a_sentence_that_repeats_keeps_what_is_to_be_done(words: str):
    assert without_repeat_marker(words) == ("the PDU should act", True)


def test_a_note_inside_a_sentence_stays():
    words = "continue, as we recommended in 2021, to keep a log"

    assert without_repeat_marker(words) == (words, True)


KEPT = (
    "act (also on repeat offending and repeated breaches)",
    "keep a log (new recommendation)",
    "keep a log (not repeated)",
    "keep a log (see our 2021 report)",
    "keep a log (from 2021)",
    "review cases again. This should be done each year",
    "make the 2021 report of the board known",
    "reduce repeat breaches since 2021",
    "keep a log. This must be repeated each month in every report.",
    "use what was said in our last report to train staff",
    "record checks made in 2021",
    "keep a log. It was made in a hurry.",
    "keep a log. We asked staff in our last inspection about it",
    "learn from what was raised in 2021; this was made in 2022",
)


@pytest.mark.parametrize("words", KEPT)
def test_other_words_on_the_past_stay(words: str):
    assert without_repeat_marker(words) == (words, False)


LINES = {
    "Repeated from our last report": True,
    "Repeated recommendations:": True,
    "(Repeated)": True,
    "We made this recommendation in 2021.": True,
    "Keep a log": False,
    "Repeated checks must be made": False,
}


@pytest.mark.parametrize(("line", "expected"), LINES.items())
def test_a_line_may_hold_nothing_but_the_note(line: str, *, expected: bool):
    assert is_repeat_note(line) is expected

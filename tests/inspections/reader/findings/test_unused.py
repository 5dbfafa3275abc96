"""Text in the parts that matter which ended in no fact is a doubt; prose that leads to a list is none."""

import pytest

from tests.factories.set_pages import LIST, PROGRESS, SetReport
from tests.factories.set_pages import codes as codes_of
from tests.factories.set_pages import draft as draft_of
from tests.factories.short_reports import RATINGS, codes, draft, report

LIST_OF_ONE = "Recommendations\n\nHarbour PDU should:\n\n1. keep a log of every visit.\n"
PROSE = "The unit looks after people in three towns and works with the council. " * 6
ALERT = (
    "Annexe two - Organisational alert\n\nWe raised an organisational alert.\n\nWe were concerned that:\n\n"
    "- cases had no officer\n\nThe region took these actions:\n\n- an officer was named for each case\n"
)


def messages(text: str) -> list[str]:
    return [doubt["message"] for doubt in draft(text)["warnings"] if doubt["code"] == "text-not-used"]


LEFT = {
    "an entry before the first body": report(
        recommendations="Recommendations\n\n1. tell all staff about the plan\n\nHarbour PDU should:\n\n"
        "2. keep a log of every visit\n3. read it each week.\n"
    ),
    "much prose after the list": report(recommendations=f"{LIST_OF_ONE}\n{PROSE}\n"),
    "a rating in the ratings": report(ratings=f"{RATINGS}\nOverall work with partners in this place: Inadequate\n"),
    "verdicts where none were looked for": report(
        rest="Annexe three - What came of it\n\nMeet the council. The unit made no progress on this recommendation.\n"
    ),
    "a table with verdicts": report(
        rest="Annexe three - What came of it\n\n| Then | Now |\n| --- | --- |\n| Meet the council | Some progress |\n"
    ),
    "a list for a body elsewhere": report(rest="Our other work\n\nThe council should:\n\n1. open a second office.\n"),
}


@pytest.mark.parametrize("case", LEFT)
def test_text_that_ended_in_no_fact_is_a_doubt(case: str) -> None:
    assert len(messages(LEFT[case])) == 1


USED = {
    "a whole report": report(),
    "prose before the list": report(
        recommendations=LIST_OF_ONE.replace("\n\n", f"\n\n{PROSE[:200].rsplit(' ', 1)[0]}.\n\n", 1)
    ),
    "a line after the list": report(recommendations=f"{LIST_OF_ONE}\nWe will look at these when we come back.\n"),
    "an alert with its story": report(rest=ALERT),
    "prose elsewhere": report(rest=f"Our work in the unit\n\n{PROSE}\n\n- one\n- two\n"),
}


@pytest.mark.parametrize("case", USED)
def test_text_that_leads_to_facts_or_was_never_to_be_one_is_no_doubt(case: str) -> None:
    assert messages(USED[case]) == []


def test_a_doubt_about_text_says_what_and_where() -> None:
    [message] = messages(LEFT["a list for a body elsewhere"])

    assert "The council should:" in message
    assert "line " in message


def test_a_page_within_the_list_of_which_nothing_came_is_a_doubt() -> None:
    made = SetReport()
    made.page()
    made.heading("Recommendations")
    made.lines(60, 90, LIST)
    made.page()
    made.lines(60, 90, [PROSE[:70], PROSE[:70], PROSE[:70], PROSE[:70]])
    made.page()
    made.heading(PROGRESS)

    assert "text-not-used" in codes_of(draft_of(made.data()))


@pytest.mark.parametrize(
    "words", ["giveeachpersonthetimetoplan", "hold meetings.Check each plan", "implementationofmultiagencywork"]
)
def test_words_that_run_together_are_a_doubt_in_any_form_of_report(words: str) -> None:
    text = report(recommendations=f"Recommendations\n\nHarbour PDU should:\n\n1. keep a log\n2. {words}.\n")

    assert "words-run-together" in codes(text)


@pytest.mark.parametrize("letter", ["\ufffd", "(cid:17)", "\ue0f3"])
def test_letters_that_cannot_be_read_are_a_doubt_in_any_form_of_report(letter: str) -> None:
    text = report(recommendations=f"Recommendations\n\nHarbour PDU should:\n\n1. keep a log of o{letter}ce hours\n")

    assert "unreadable-letters" in codes(text)

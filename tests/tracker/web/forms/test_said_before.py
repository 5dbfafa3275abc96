"""The question of a report's time before this service, and its table of answers."""

from datetime import date
from typing import Any

import pytest

from tracker.choices import BeforeService, Decision
from tracker.models import Response
from tracker.queries.corrections.said_before import Asked
from tracker.rules.intake.said_before import PaperAnswer, SaysBefore
from tracker.web.forms.said_before import SaidBeforeForm, asked_hint

DAY = {"said_on_day": "3", "said_on_month": "5", "said_on_year": "2024"}
RECORDED = Response(decision=Decision.AGREED, reasons="We will")
ROWS = [Asked("7", 1, "Check plans", "Kirklees PDU"), Asked("8", 2, "Train staff", "Leeds PDU", RECORDED)]
HELD = {"decision_8": "agreed", "words_8": "We will"}


def form(rows: list[Asked] = ROWS, *, needed: bool = True, **sent: Any) -> SaidBeforeForm:
    return SaidBeforeForm({"version": "0"} | sent, rows=rows, hint="", said_is_needed=needed)


def test_answers_are_handed_over_by_the_key_of_their_row() -> None:
    filled = form(said="answered", decision_7="partly-agreed", words_7="Half of it", **HELD, **DAY)

    assert filled.is_valid()
    answers = {"7": PaperAnswer(Decision.PARTLY_AGREED, "Half of it"), "8": PaperAnswer(Decision.AGREED, "We will")}
    assert filled.says() == SaysBefore(BeforeService.ANSWERED, date(2024, 5, 3), answers)


def test_it_opens_with_what_is_recorded() -> None:
    opened = SaidBeforeForm(rows=ROWS, hint="")

    [first, second] = opened.parts()
    assert (first[1].decision.value(), second[1].decision.value(), second[1].words.value()) == ("", "agreed", "We will")
    assert not opened.is_open


def test_left_out_it_says_nothing_where_it_may_be_left_out() -> None:
    left_out = form(ROWS[:1], needed=False)

    assert left_out.is_valid()
    assert left_out.says() is None
    assert form(ROWS[:1]).errors["said"] == ["Select whether HMPPS has answered"]


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"said": "answered", "words_7": "Yes"} | HELD, "decision_7", "Select the answer to which these words belong"),
        ({"said": "answered"}, "decision_8", "This answer is recorded. Change it, or leave it as it is"),
        ({"said": "not-yet", "decision_7": "agreed"} | HELD, "said", "Select ‘Yes’ to record these answers"),
        ({"said": "", "decision_7": "agreed"} | HELD, "said", "Select ‘Yes’ to record these answers"),
        ({"said": "answered", "said_on_day": "3"} | HELD, "said_on", "The day must include a month and year"),
    ],
)
def test_mistakes(sent: dict[str, Any], field: str, message: str) -> None:
    assert form(needed=False, **sent).errors[field][0].startswith(message)


@pytest.mark.parametrize("said", ["not-yet", "judged"])
def test_what_is_recorded_already_may_stay(said: str) -> None:
    assert form(said=said, **HELD, **DAY).is_valid()


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (None, "to respond."),
        (date(2026, 12, 1), "to respond by 1 December 2026."),
        (date(2024, 12, 1), "Responses were due by 1 December 2024, so they show as overdue at once."),
    ],
)
def test_the_hint_says_what_follows(due_on: date | None, words: str) -> None:
    assert asked_hint(due_on, on=date(2026, 11, 18)).endswith(words)

"""Putting reminders off: until when and why, both needed."""

from datetime import date

import pytest

from tracker.web.forms.snooze import SnoozeAnswers, SnoozeForm

WHY = "The courts decide in March"


@pytest.mark.parametrize("typed", ["27/3/2027", "27 March 2027", "27 mar 2027"])
def test_until_when_and_why_are_handed_over(typed: str) -> None:
    form = SnoozeForm({"until_on": typed, "reason": WHY})

    assert form.is_valid()
    assert form.answers() == SnoozeAnswers(date(2027, 3, 27), WHY)


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"reason": WHY}, {"until_on": ["Enter the day on which reminders begin again"]}),
        (
            {"until_on": "March", "reason": WHY},
            {"until_on": ["The day on which reminders begin again must be a real date, like 27/3/2026"]},
        ),
        ({"until_on": "27/3/2027", "reason": " "}, {"reason": ["Enter why reminders can wait"]}),
        (
            {"until_on": "27/3/2027", "reason": "x" * 501},
            {"reason": ["The reason must be 500 characters or fewer"]},
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said(sent: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert SnoozeForm(sent).errors == errors


def test_a_line_break_counts_as_one_character() -> None:
    form = SnoozeForm({"until_on": "27/3/2027", "reason": "a\r\n" * 249 + "bc"})

    assert form.is_valid()
    assert len(form.answers().reason) == 500

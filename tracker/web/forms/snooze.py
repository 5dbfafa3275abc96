"""Putting the reminders of an action off."""

from dataclasses import dataclass
from datetime import date

from django import forms

from tracker.notifications.rules.snooze import REASON_LIMIT
from tracker.web.forms.base import DatePickerField, Form, LongTextField


@dataclass(frozen=True, slots=True)
class SnoozeAnswers:
    """The day on which reminders begin again, and why they can wait."""

    until_on: date
    reason: str


class SnoozeForm(Form):
    """Until when reminders wait, and why."""

    nouns = {"until_on": "the day on which reminders begin again", "reason": "the reason"}

    until_on = DatePickerField(
        label="Until when?",
        help_text="Reminders begin again on this day. For example, 27/3/2027",
    )
    reason: forms.Field = LongTextField(
        label="Why can they wait?",
        help_text="The head of the PDU or the regional lead sees this. Do not include names or case numbers",
        max_length=REASON_LIMIT,
        error_messages={"required": "Enter why reminders can wait"},
    )

    def answers(self) -> SnoozeAnswers:
        """Return until when reminders wait, and why."""
        return SnoozeAnswers(until_on=self.cleaned_data["until_on"], reason=self.cleaned_data["reason"])

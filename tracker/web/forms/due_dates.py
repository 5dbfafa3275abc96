"""Due dates, by day or by month, typed or chosen; and the parts about date and blockage that two pages share."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from inspections.choices import DatePrecision
from tracker.models import Action
from tracker.operations.action_changes import REASON_LIMIT, WHOM_LIMIT, Blocked, NewDate
from tracker.rules import deadlines
from tracker.rules.deadlines import QuickDate
from tracker.rules.typed.dates import Towards
from tracker.rules.wording import date_day, date_month
from tracker.rules.working_days import bank_holidays
from tracker.web.forms.base import DatePickerField, Form, Radios, TextField, VersionedForm

EXAMPLE = "For example, 27/3/2027, or March 2027 for its last day"


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date as it was given: a day, or the first of the month that is meant."""

    on: date
    precision: DatePrecision = DatePrecision.DAY

    @property
    def counts_on(self) -> date:
        return deadlines.due_date(self.on, self.precision)


class DueDateField(DatePickerField):
    """A day as `DatePickerField` reads it, or a month: 'March 2027', 'end of March'. Gives a DueDate or None."""

    default_error_messages = {"invalid": "{The} must be a real date, like 27/3/2027 or March 2027"}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, DueDate):
            return value
        read = self.read(value)
        return read and DueDate(read.on, read.precision)


def now_due(due: DueDate | None) -> str:
    """Return '. The due date is Friday 5 March 2027' to say a date back, however it was typed; '' for none."""
    if due is None:
        return ""
    if due.precision is DatePrecision.MONTH:
        return f". The due date is {date_month(due.on)}, so {date_day(due.counts_on)} at the latest"
    return f". The due date is {date_day(due.on)}"


def quick_choices(on: date) -> list[tuple[str, str]]:
    """Return the working days that are asked for most, each with the date that it is."""
    words = {
        QuickDate.END_OF_MONTH: "End of this month",
        QuickDate.FOUR_WEEKS: "In 4 weeks",
        QuickDate.TWELVE_WEEKS: "In 12 weeks",
    }
    days = {choice: deadlines.quick_date(choice, on, bank_holidays()) for choice in words}
    choices = [(choice.value, f"{words[choice]}, {date_day(day)}") for choice, day in days.items() if day]
    return [*choices, (QuickDate.OTHER.value, "Another date, as entered below")]


def chosen_date(form: Form, *, typed: str, quick: str, on: date) -> DueDate | None:
    """Return the date that was chosen or typed in two fields of a cleaned form, which must not say two things."""
    given, choice = form.cleaned_data.get(typed), form.cleaned_data.get(quick)
    noun = form.nouns.get(typed, "the date")
    if typed in form.errors:
        return None
    if choice and choice != QuickDate.OTHER:
        if given:
            form.add_error(typed, "Choose one of the days or enter another date, not both")
            return None
        day = deadlines.quick_date(QuickDate(choice), on, bank_holidays())
        return DueDate(day) if day else None
    if choice and not given:
        form.add_error(typed, f"Enter {noun}")
    if given and given.counts_on < on:
        form.add_error(typed, f"{noun[:1].upper()}{noun[1:]} must be today or later")
        return None
    return given if isinstance(given, DueDate) else None


class DueDateForm(VersionedForm):
    """What the quick update and the edit page both ask: a new date with its reason, and on whom the action waits."""

    nouns = {
        "quick": "a day",
        "new_due_on": "the new due date",
        "reason": "the reason for the new date",
        "blocked_by_whom": "the team or organisation it is waiting on",
        "blocked_since_on": "the date from which it is blocked",
    }

    quick = forms.ChoiceField(label="When will it be done?", required=False, widget=Radios())
    new_due_on = DueDateField(label="Another date", help_text=EXAMPLE, required=False)
    reason = TextField(label="Why does the date move?", required=False, max_length=REASON_LIMIT)
    blocked_by_whom = TextField(
        label="Who is it waiting on?",
        help_text="A team or an organisation, not a person on probation.",
        required=False,
        max_length=WHOM_LIMIT,
    )
    blocked_since_on = DatePickerField(
        label="Since when?",
        help_text="Today, if you leave this empty. For example, 27/3/2026",
        required=False,
        towards=Towards.PAST,
    )
    unblocked = forms.BooleanField(label="It is no longer blocked", required=False)

    def __init__(self, *args: Any, action: Action, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action, self.on = action, on
        self.moved: DueDate | None = None
        self.fields["quick"].choices = quick_choices(on)  # type: ignore[attr-defined]
        if not action.blocked_by_whom:
            del self.fields["unblocked"]

    @property
    def moves_date(self) -> bool:
        """Return whether the part about the date is to be seen at once."""
        return self._holds("quick", "new_due_on", "reason")

    @property
    def is_about_blockage(self) -> bool:
        """Return whether the part about waiting is to be seen at once."""
        return self._holds("blocked_by_whom", "blocked_since_on", "unblocked")

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        self.moved = chosen_date(self, typed="new_due_on", quick="quick", on=self.on)
        if answers.get("reason") and not self.moved and "new_due_on" not in self.errors:
            self.add_error("new_due_on", "Enter the new due date, or take the reason out")
        if self.moved and not answers.get("reason") and self.action.due_on and "reason" not in self.errors:
            self.add_error("reason", "Enter why the date moves")
        if answers.get("unblocked") and answers.get("blocked_by_whom"):
            self.add_error("blocked_by_whom", "Say who it is waiting on, or that it is no longer blocked, not both")
        if answers.get("blocked_since_on") and not self._waits_on and "blocked_by_whom" not in self.errors:
            self.add_error("blocked_by_whom", "Enter who it is waiting on, or take the date out")
        return answers

    def new_date(self) -> NewDate | None:
        if self.moved is None:
            return None
        return NewDate(self.moved.on, self.moved.precision, self.cleaned_data["reason"])

    def blocked(self) -> Blocked | None:
        """Return what is said of waiting; None leaves it as it is."""
        given = self.cleaned_data
        if given.get("unblocked"):
            return Blocked("")
        if not given["blocked_by_whom"] and not given["blocked_since_on"]:
            return None
        return Blocked(self._waits_on, given["blocked_since_on"])

    @property
    def _waits_on(self) -> str:
        return str(self.cleaned_data.get("blocked_by_whom") or self.action.blocked_by_whom)

    def _holds(self, *names: str) -> bool:
        return any(name in self.fields and (self[name].errors or self[name].value()) for name in names)

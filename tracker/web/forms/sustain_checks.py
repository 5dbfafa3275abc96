"""The form of a check after closing."""

from dataclasses import dataclass

from django import forms

from tracker.rules.self_assessments import REASONS_LIMIT
from tracker.web.forms.base import Form, LongTextField, Radios

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class CheckAnswers:
    """Whether a change has lasted, and what shows it."""

    has_lasted: bool
    found: str


class CheckForm(Form):
    """Whether the change has lasted, and what shows it."""

    nouns = {"has_lasted": "yes or no", "found": "the findings"}
    not_allowed_beside = "has_lasted"  # who self-assessed it may say no, and not yes

    has_lasted = forms.ChoiceField(
        label="Has the change lasted?",
        choices=[(YES, "Yes"), (NO, "No")],
        widget=Radios(hints={NO: "The recommendation opens again for this body, and its region is told."}),
        error_messages={"required": "Select whether the change has lasted"},
    )
    found = LongTextField(
        label="What shows this?",
        help_text="For example, a sample of cases and what it found. Do not name people on probation.",
        max_length=REASONS_LIMIT,
    )

    def refuse(self, refusal: Exception) -> None:
        """Put what this person may not say beside that answer."""
        self.add_errors({getattr(refusal, "field", self.not_allowed_beside): str(refusal)})

    def answers(self) -> CheckAnswers:
        """Return whether the change has lasted, and what shows it."""
        return CheckAnswers(has_lasted=self.cleaned_data["has_lasted"] == YES, found=self.cleaned_data["found"])

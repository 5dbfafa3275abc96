"""One's own account: the password, and how often emails come."""

from dataclasses import dataclass
from typing import Self

from django import forms

from tracker.choices import Frequency
from tracker.notifications.rules.email_preferences import HINTS, WEEKDAYS, AtOnce, Preference
from tracker.web.forms.base import Form, Radios


class PasswordForm(Form):
    """The password of now, and the new one, typed once: it can be shown while it is typed."""

    nouns = {"old_password": "the password you use now", "new_password1": "a new password"}

    old_password = forms.CharField(
        label="Password now", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new_password1 = forms.CharField(
        label="New password",
        help_text="15 characters or more. Three or four words that have nothing to do with each other are good.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@dataclass(frozen=True, slots=True)
class EmailChoice:
    """How often the digest comes, on which day, and what comes at once."""

    frequency: Frequency
    weekday: int | None
    at_once: AtOnce


class EmailForm(Form):
    """How often the digest comes, and on which day."""

    nouns = {
        "frequency": "how often you want the digest",
        "weekday": "a day",
        "at_once": "what you want to be told at once",
    }

    frequency = forms.ChoiceField(
        label="How often do you want the digest?",
        choices=Frequency.choices,
        widget=Radios(hints={frequency.value: words for frequency, words in HINTS.items()}),
    )
    weekday = forms.TypedChoiceField(
        label="On which day?",
        help_text="For the weekly digest and the one every two weeks",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        required=False,
        empty_value=None,
    )

    at_once = forms.MultipleChoiceField(
        label="What do you want to be told at once?",
        help_text="What you do not choose waits for the digest.",
        choices=[
            ("reviews", "A self-assessment waits for your review, due within 2 working days"),
            ("escalations", "A late action is escalated to you"),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def showing(cls, preference: Preference, at_once: AtOnce) -> Self:
        """The form as it opens, with the choice of now."""
        chosen = [name for name in ("reviews", "escalations") if getattr(at_once, name)]
        return cls(initial={"frequency": preference.frequency.value, "weekday": preference.weekday, "at_once": chosen})

    def answers(self) -> EmailChoice:
        """Return how often the digest comes, and what comes at once."""
        given, at_once = self.cleaned_data, self.cleaned_data["at_once"]
        return EmailChoice(
            frequency=Frequency(given["frequency"]),
            weekday=given["weekday"],
            at_once=AtOnce(reviews="reviews" in at_once, escalations="escalations" in at_once),
        )

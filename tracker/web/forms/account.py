"""One's own account: the password, and how often emails come."""

from typing import Any, Self

from django import forms

from tracker.choices import Frequency
from tracker.rules.email_preferences import HINTS, WEEKDAYS, Preference
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


class EmailForm(Form):
    """How often the digest comes, and on which day."""

    nouns = {"frequency": "how often you want the digest", "weekday": "a day"}

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

    @classmethod
    def showing(cls, preference: Preference) -> Self:
        """The form as it opens, with the choice of now."""
        return cls(initial={"frequency": preference.frequency.value, "weekday": preference.weekday})

    def answers(self) -> dict[str, Any]:
        """The keyword arguments of `change_preference`."""
        return {"frequency": Frequency(self.cleaned_data["frequency"]), "weekday": self.cleaned_data["weekday"]}

"""One's own account: the passwords as they are typed, and how often emails come."""

from typing import Any

import pytest
from django.http import QueryDict

from tracker.choices import Frequency
from tracker.notifications.rules.email_preferences import AtOnce, Preference
from tracker.web.forms.account import EmailChoice, EmailForm, PasswordForm


def test_spaces_of_a_password_are_kept() -> None:
    form = PasswordForm({"old_password": " one ", "new_password1": " two three "})

    assert form.is_valid()
    assert form.cleaned_data == {"old_password": " one ", "new_password1": " two three "}


def test_each_password_that_is_missing_is_asked_for() -> None:
    assert PasswordForm({}).errors == {
        "old_password": ["Enter the password you use now"],
        "new_password1": ["Enter a new password"],
    }


@pytest.mark.parametrize(
    ("sent", "choice"),
    [
        (
            "frequency=weekly&weekday=3&at_once=reviews&at_once=escalations",
            EmailChoice(Frequency.WEEKLY, 3, AtOnce(reviews=True, escalations=True)),
        ),
        ("frequency=daily&weekday=", EmailChoice(Frequency.DAILY, None, AtOnce(reviews=False, escalations=False))),
        (
            "frequency=stopped&at_once=escalations",
            EmailChoice(Frequency.STOPPED, None, AtOnce(reviews=False, escalations=True)),
        ),
    ],
)
def test_what_was_chosen_is_handed_over(sent: str, choice: EmailChoice) -> None:
    form = EmailForm(QueryDict(sent))

    assert form.is_valid()
    assert form.answers() == choice


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"frequency": ["Select how often you want the digest"]}),
        ({"frequency": "hourly"}, {"frequency": ["Select how often you want the digest from the list"]}),
        ({"frequency": "weekly", "weekday": "5"}, {"weekday": ["Select a day from the list"]}),
        (
            {"frequency": "daily", "at_once": ["all"]},
            {"at_once": ["Select what you want to be told at once from the list"]},
        ),
    ],
)
def test_a_choice_that_is_none_is_refused(sent: dict[str, Any], errors: dict[str, list[str]]) -> None:
    assert EmailForm(sent).errors == errors


def test_the_form_opens_with_the_choice_of_now() -> None:
    form = EmailForm.showing(Preference(Frequency.FORTNIGHTLY, 4), AtOnce(reviews=False, escalations=True))

    assert (form["frequency"].value(), form["weekday"].value()) == ("fortnightly", 4)
    assert form["at_once"].value() == ["escalations"]

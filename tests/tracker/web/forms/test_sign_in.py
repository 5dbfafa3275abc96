"""The sign-in form: what it asks for, and a password that stays as it was typed."""

import pytest

from tracker.web.forms.sign_in import SignInForm


def test_the_password_is_taken_as_it_was_typed() -> None:
    form = SignInForm({"email": " sam@example.org ", "password": " two words "})

    assert form.is_valid()
    assert form.cleaned_data == {"email": "sam@example.org", "password": " two words "}


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"email": ["Enter your email address"], "password": ["Enter your password"]}),
        (
            {"email": "sam", "password": "x"},
            {"email": ["Enter an email address in the correct format, like name@example.com"]},
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said(sent: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert SignInForm(sent).errors == errors

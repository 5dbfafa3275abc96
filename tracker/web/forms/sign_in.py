"""The sign-in form: it asks, and leaves the answer to the view."""

from django import forms

from tracker.web.forms.base import Form


class SignInForm(Form):
    nouns = {"email": "your email address", "password": "your password"}

    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

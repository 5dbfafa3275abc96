"""A form with one field of each kind that pages use, for the tests of forms and of how they are drawn."""

from django import forms
from django.core.validators import FileExtensionValidator

from tracker.web.forms.base import DateInputField, Form, LongTextField, Radios

HOSTILE = "\"><script>alert('1')</script>{{ 7 * 7 }}"
COLOURS = [("r", "Red"), ("g", HOSTILE)]


class EveryKind(Form):
    """One field of each kind that pages use."""

    nouns = {"text": "the update", "agree": "that you agree", "published": "the date of the report"}

    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Short title", max_length=20, help_text=HOSTILE)
    reference = forms.CharField(label="Reference", required=False)
    email = forms.EmailField(label="Email address")
    count = forms.IntegerField(label="PDU count", min_value=1)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    text = LongTextField(label="What has changed?", max_length=30)
    notes = LongTextField(label="Notes", required=False)
    status = forms.ChoiceField(label="Status", choices=COLOURS, widget=Radios(hints={"r": HOSTILE}))
    themes = forms.MultipleChoiceField(label="Themes", choices=COLOURS, widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(label="I agree", help_text="You can change this later")
    owner = forms.ChoiceField(label="Owner", choices=[("", "---------"), ("Own PDU", COLOURS), ("o", "Other")])
    published = DateInputField(label="Published", help_text="For example, 27 3 2026")
    due = DateInputField(label="Due date", required=False)
    report = forms.FileField(label="Report", validators=[FileExtensionValidator(["pdf"])])

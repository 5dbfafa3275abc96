"""Withdrawing an action, and putting it back: why, and nothing else."""

import uuid
from typing import Self

from django import forms

from tracker.choices import ActionStatus
from tracker.models import Action
from tracker.operations.actions import UPDATE_LIMIT, UpdateAnswers
from tracker.web.forms.base import LongTextField, VersionedForm

NO_NAMES = "It stands in the timeline. Do not include names or case numbers of people on probation."


class StatusForm(VersionedForm):
    """Why an action gets another status; `to` is the status. `version` and `token` travel in hidden fields."""

    nouns = {"text": "the reason"}

    text: forms.Field
    token = forms.UUIDField(widget=forms.HiddenInput())

    @classmethod
    def blank(cls, action: Action) -> Self:
        return cls(initial={"version": action.version, "token": uuid.uuid4()})

    def was_saved(self, action: Action) -> bool:
        """Return whether the same form was saved before, such as by a double click; it then needs no other status."""
        return action.updates.filter(token=self.cleaned_data["token"]).exists()

    def answers(self, to: ActionStatus) -> UpdateAnswers:
        """Return what `update_action` takes."""
        given = self.cleaned_data
        return UpdateAnswers(version=given["version"], status=to, text=given["text"], token=given["token"])


class WithdrawForm(StatusForm):
    text = LongTextField(
        label="Why is it withdrawn?",
        help_text=NO_NAMES,
        max_length=UPDATE_LIMIT,
        error_messages={"required": "Enter why the action is withdrawn"},
    )


class PutBackForm(StatusForm):
    text = LongTextField(
        label="Why is it put back?",
        help_text=NO_NAMES,
        max_length=UPDATE_LIMIT,
        error_messages={"required": "Enter why the action is put back"},
    )

"""The quick update of an action: status, what has changed, perhaps a new date."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django import forms
from django.http import QueryDict

from tracker.choices import ActionStatus
from tracker.models import Action
from tracker.operations.actions import UPDATE_LIMIT, UpdateAnswers
from tracker.rules import lifecycle
from tracker.web.forms.base import LongTextField, Radios
from tracker.web.forms.due_dates import DueDateForm
from tracker.web.forms.evidence import EvidencePart


class UpdateForm(DueDateForm):
    """`action` decides which statuses can be chosen; `missing` says what a completed one would lack.

    `version` and `token` travel in hidden fields.
    """

    nouns = {"status": "a status", "text": "the update"}
    field_order = ["status", "text"]

    status = forms.ChoiceField(label="Status", widget=Radios())
    text = LongTextField(
        label="What has changed?",
        help_text="Do not include names or case numbers of people on probation.",
        required=False,
        max_length=UPDATE_LIMIT,
    )
    token = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, action: Action, evidence: EvidencePart, on: date, missing: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, action=action, on=on, **kwargs)
        self.evidence = evidence
        self.fields["status"].widget = Radios(hints={ActionStatus.COMPLETED.value: missing} if missing else None)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (status.value, status.label) for status in lifecycle.quick_statuses(action.state)
        ]

    @classmethod
    def blank(cls, action: Action, *, evidence: EvidencePart, token: uuid.UUID, on: date, missing: str = "") -> Self:
        """Return the form as it opens: the present status chosen, nothing else filled in."""
        initial = {"status": action.status, "version": action.version, "token": token}
        return cls(action=action, evidence=evidence, on=on, missing=missing, initial=initial)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.evidence.is_valid()])

    def put_back(self, kept: QueryDict | None) -> Self:
        self.evidence.put_back(kept)
        return super().put_back(kept)

    def add_errors(self, errors: Mapping[str, str]) -> None:
        own = {name: words for name, words in errors.items() if name not in self.evidence.fields}
        super().add_errors(own)
        self.evidence.add_errors({name: words for name, words in errors.items() if name not in own})

    def answers(self) -> UpdateAnswers:
        """Return what `update_action` takes."""
        given = self.cleaned_data
        return UpdateAnswers(
            version=given["version"],
            status=ActionStatus(given["status"]),
            text=given["text"],
            token=given["token"],
            new_date=self.new_date(),
            blocked=self.blocked(),
            evidence=self.evidence.given(),
        )

"""One change of several actions: its kind, what it makes of them, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from django import forms

from tracker.choices import ActionStatus
from tracker.models import Action, Post
from tracker.operations.action_changes import REASON_LIMIT
from tracker.queries.bulk import BulkChange
from tracker.web.forms.action_plans import posts_by_body
from tracker.web.forms.base import Form, Radios, TextField
from tracker.web.forms.due_dates import EXAMPLE, DueDateField, chosen_date, quick_choices

KINDS = [("owner", "The post that owns them"), ("date", "The due date"), ("status", "The status")]


@dataclass(frozen=True, slots=True)
class BulkAnswers:
    """What changes of several actions, and why; `token` makes a second submit the same change."""

    change: BulkChange
    reason: str
    token: UUID


class BulkForm(Form):
    """What is asked before the page that shows what it would do; `token` makes a second submit the same change."""

    nouns = {
        "kind": "what to change",
        "owner": "a post",
        "quick": "a day",
        "due_on": "the new due date",
        "status": "a status",
        "reason": "the reason",
    }

    kind = forms.ChoiceField(label="What do you want to change?", choices=KINDS, widget=Radios())
    owner = forms.TypedChoiceField(label="Which post owns them from now on?", coerce=int, required=False)
    quick = forms.ChoiceField(label="When will they be done?", required=False, widget=Radios())
    due_on = DueDateField(label="Another date", help_text=EXAMPLE, required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=ActionStatus.choices, widget=Radios())
    reason = TextField(
        label="Why do they change?",
        help_text="It stands in the timeline of each action.",
        max_length=REASON_LIMIT,
        error_messages={"required": "Enter why these actions change"},
    )
    token = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, posts: Iterable[Post], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.posts = {post.pk: post for post in posts}
        self.fields["owner"].choices = [("", "Choose a post"), *posts_by_body(self.posts.values())]  # type: ignore[attr-defined]
        self.fields["quick"].choices = quick_choices(on)  # type: ignore[attr-defined]

    def with_token(self, token: UUID) -> Self:
        self.initial.setdefault("token", token)
        return self

    def clean(self) -> dict[str, Any]:
        """Return the answers, with a mistake where the one to the chosen kind is missing; the others do not count."""
        answers = super().clean() or self.cleaned_data
        kind = answers.get("kind")
        self.due = chosen_date(self, typed="due_on", quick="quick", on=self.on) if kind == "date" else None
        missing = {
            "owner": ("owner", "Select a post") if not answers.get("owner") else None,
            "date": ("due_on", "Enter the new due date") if not self.due and not self.errors.get("due_on") else None,
            "status": ("status", "Select a status") if not answers.get("status") else None,
        }.get(str(kind))
        if missing and missing[0] not in self.errors:
            self.add_error(*missing)
        return answers

    def change(self) -> BulkChange:
        given = self.cleaned_data
        if given["kind"] == "owner":
            return BulkChange(owner_post=self.posts[given["owner"]])
        if self.due:
            return BulkChange(due_on=self.due.on, precision=self.due.precision)
        return BulkChange(status=ActionStatus(given["status"]))

    def answers(self) -> BulkAnswers:
        """Return what changes, and why."""
        given = self.cleaned_data
        return BulkAnswers(change=self.change(), reason=given["reason"], token=given["token"])

    def versions(self, actions: Iterable[Action]) -> dict[int, int]:
        """Return the version that each action had on the page that showed what would become of it."""
        sent = {action.pk: str(self.data.get(f"version-{action.ref}", "")) for action in actions}
        return {pk: int(version) for pk, version in sent.items() if version.isascii() and version.isdigit()}

"""The forms of an organisational alert: recording it, planning an action for it, linking recommendations to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from tracker.models import AlertDuty, Answerable, Post
from tracker.operations.alerts import AlertWords
from tracker.rules.action_words import ActionWords
from tracker.rules.alerts import REASON_LIMIT
from tracker.web.forms.action_words import NO_NAMES, ActionWordsForm
from tracker.web.forms.base import DateInputField, DatePickerField, Form, LongTextField


@dataclass(frozen=True, slots=True)
class AlertOwner:
    """The post that owns the answer to an alert, and the day to answer by."""

    owner_post: Post
    answer_by_on: date


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert as the inspectorate's letter says it."""

    raised_on: date
    words: AlertWords


@dataclass(frozen=True, slots=True)
class NewAlertAction:
    """An action that is planned for an alert."""

    words: ActionWords
    owner_post: Post
    due_on: date | None


class AlertOwnerForm(Form):
    """Which post owns the answer to an alert, and by when it is to be complete."""

    nouns = {"owner": "the post that owns the answer", "answer_by_on": "the day to answer by"}

    owner = forms.TypedChoiceField(
        label="Which post owns the answer?", help_text="Whoever holds the post on the day answers for it.", coerce=int
    )
    answer_by_on = DatePickerField(
        label="Answer by",
        help_text="The day by which every action is to be complete. For example, 27/3/2027",
    )

    def __init__(self, *args: Any, posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {post.pk: post for post in posts}
        self.fields["owner"].choices = [("", "Choose a post"), *((pk, str(post)) for pk, post in self.posts.items())]  # type: ignore[attr-defined]

    def duty(self) -> AlertOwner:
        """Return who owns the answer."""
        given = self.cleaned_data
        return AlertOwner(owner_post=self.posts[given["owner"]], answer_by_on=given["answer_by_on"])


class AlertDutyForm(AlertOwnerForm):
    """Which post owns the answer and by when, with why the day moves where it does."""

    nouns = {"reason": "the reason"}

    reason = LongTextField(
        label="Why is the day to answer by changing?",
        help_text=f"Only if it changes. {NO_NAMES}",
        rows=3,
        required=False,
        max_length=REASON_LIMIT,
    )

    def __init__(self, *args: Any, held: AlertDuty | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held is not None:
            self.initial = {"owner": held.owner_post_id, "answer_by_on": held.answer_by_on}


class AlertForm(AlertOwnerForm):
    """An alert as the inspectorate's letter says it, with who owns the answer and by when."""

    nouns = {"raised_on": "the day of the alert", "concerns": "the concerns", "required_actions": "the actions"}

    raised_on = DateInputField(label="When was the alert raised?", help_text="For example, 27 3 2026")
    concerns = LongTextField(
        label="What is the inspectorate concerned about?",
        help_text=f"One concern on each line. {NO_NAMES}",
        rows=6,
    )
    required_actions = LongTextField(
        label="What does the inspectorate ask for?",
        help_text="One action on each line.",
        rows=6,
        error_messages={"required": "Enter what the inspectorate asks for"},
    )
    field_order = ["raised_on", "concerns", "required_actions", "owner", "answer_by_on"]

    def answers(self) -> NewAlert:
        """Return the alert as the letter says it."""
        given = self.cleaned_data
        words = AlertWords(_lines(given["concerns"]), _lines(given["required_actions"]))
        return NewAlert(raised_on=given["raised_on"], words=words)


class AlertActionForm(ActionWordsForm):
    """An action for an alert: what, who, by when, and what else is said of it."""

    field_order = ["title", "owner", "due_on"]

    due_on = DatePickerField(label="Due date", help_text="For example, 27/3/2027", required=False)

    def __init__(self, *args: Any, posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {post.pk: post for post in posts}
        self.fields["owner"].choices = [("", "Choose a post"), *((pk, str(post)) for pk, post in self.posts.items())]  # type: ignore[attr-defined]

    def answers(self) -> NewAlertAction:
        """Return what is planned."""
        given = self.cleaned_data
        return NewAlertAction(words=self.words(), owner_post=self.posts[given["owner"]], due_on=given["due_on"])


class AlertLinkForm(Form):
    """Which recommendations of the alert's report its actions answer."""

    nouns = {"recommendations": "a recommendation"}

    recommendations = forms.TypedMultipleChoiceField(
        label="Which recommendations do its actions answer?",
        help_text="Those whose words name an organisational alert are chosen already.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(self, *args: Any, offered: Iterable[Answerable], suggested: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {answerable.pk: answerable for answerable in offered}
        self.fields["recommendations"].choices = [(pk, _words(answerable)) for pk, answerable in self.offered.items()]  # type: ignore[attr-defined]
        self.fields["recommendations"].initial = list(suggested)

    def chosen(self) -> list[Answerable]:
        return [self.offered[pk] for pk in self.cleaned_data["recommendations"]]


def _lines(text: str) -> tuple[str, ...]:
    """Return each line that says something, without the bullet or number of a pasted list."""
    return tuple(line for line in (written.strip().lstrip("•*-–").strip() for written in text.splitlines()) if line)


def _words(answerable: Answerable) -> str:
    recommendation = answerable.recommendation
    return f"{recommendation.ref} {recommendation.short_title} ({answerable.organisation.display_name})"

"""Planning an action, and changing what it says, who owns it and what it answers."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import Any, Self
from uuid import UUID

from django import forms

from tracker.models import Action, Answerable, Answers, Post
from tracker.operations.action_changes import REASON_LIMIT
from tracker.operations.action_edits import Edit
from tracker.rules.action_words import WORDS, ActionWords
from tracker.web.forms.action_words import ActionWordsForm
from tracker.web.forms.base import Radios, TextField
from tracker.web.forms.due_dates import EXAMPLE, DueDate, DueDateField, DueDateForm, chosen_date, quick_choices


@dataclass(frozen=True, slots=True)
class PlanAnswers:
    """An action to plan; `token` makes a second submit the same action."""

    words: ActionWords
    owner_post: Post
    answers: tuple[Answerable, ...]
    due: DueDate | None
    token: UUID


class PlanForm(ActionWordsForm):
    """A new action for a recommendation: what, for whom, who, by when, and what else is said of it."""

    nouns = {
        "bodies": "who it is done for",
        "also": "a recommendation",
        "quick": "a day",
        "due_on": "the due date",
    }
    field_order = ["title", "bodies", "owner", "quick", "due_on"]

    bodies = forms.TypedMultipleChoiceField(
        label="Which body is it for?", coerce=int, widget=forms.CheckboxSelectMultiple()
    )
    quick = forms.ChoiceField(label="When will it be done?", required=False, widget=Radios())
    due_on = DueDateField(label="Another date", help_text=EXAMPLE, required=False)
    also = forms.TypedChoiceField(
        label="Does it answer another recommendation?", coerce=int, empty_value=None, required=False
    )
    token = forms.UUIDField(widget=forms.HiddenInput(), required=False)

    planned: Action  # once it was saved

    def __init__(
        self,
        *args: Any,
        answerables: Sequence[Answerable],
        posts: Iterable[Post],
        others: Iterable[Answerable] = (),
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.answerables = {answerable.pk: answerable for answerable in answerables}
        self.posts = {post.pk: post for post in posts}
        self.others = {other.pk: other for other in others}
        bodies = [(pk, answerable.organisation.display_name) for pk, answerable in self.answerables.items()]
        self.fields["bodies"].choices = bodies  # type: ignore[attr-defined]
        self.fields["bodies"].initial = [pk for pk, _ in bodies] if len(bodies) == 1 else []
        self.fields["owner"].choices = [("", "Choose a post"), *posts_by_body(self.posts.values())]  # type: ignore[attr-defined]
        self.fields["also"].choices = _recommendations(self.others.values())  # type: ignore[attr-defined]
        self.fields["quick"].choices = quick_choices(on)  # type: ignore[attr-defined]
        if not self.others:
            del self.fields["also"]

    def with_token(self, token: UUID) -> Self:
        """Return the form as it opens: the token makes a second submit the same action."""
        self.initial.setdefault("token", token)
        return self

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        self.due = chosen_date(self, typed="due_on", quick="quick", on=self.on)
        return answers

    def answers(self) -> PlanAnswers:
        """Return what is planned."""
        given = self.cleaned_data
        also = [self.others[given["also"]]] if given.get("also") else []
        return PlanAnswers(
            words=self.words(),
            owner_post=self.posts[given["owner"]],
            answers=(*(self.answerables[pk] for pk in given["bodies"]), *also),
            due=self.due,
            token=given["token"],
        )


class EditForm(ActionWordsForm, DueDateForm):
    """Everything about an action but its status and its updates."""

    nouns = {
        "also": "a recommendation",
        "kept": "what it answers",
        "ending_reason": "the reason for taking it out",
    }
    field_order = [*WORDS, "owner", "kept", "ending_reason", "also"]

    owner = forms.TypedChoiceField(
        label="Which post owns it?", help_text="The holder is told that it is theirs.", coerce=int
    )
    kept = forms.TypedMultipleChoiceField(
        label="Which recommendations does it answer?",
        help_text="Take out the tick of what it no longer answers.",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    ending_reason = TextField(
        label="Why does it no longer answer what you took out?", required=False, max_length=REASON_LIMIT
    )
    also = forms.TypedChoiceField(
        label="Does it answer another recommendation?", coerce=int, empty_value=None, required=False
    )
    # Which answers had a tick to take out: one that somebody else adds meanwhile is none of them.
    offered = forms.CharField(widget=forms.HiddenInput(), required=False)

    def __init__(
        self, *args: Any, action: Action, posts: Iterable[Post], others: Iterable[Answerable], on: date, **kwargs: Any
    ) -> None:
        self.current: dict[int, Answers] = {answer.pk: answer for answer in action.current_answers}
        kwargs["initial"] = {
            **asdict(action.words),
            "owner": action.owner_post_id,
            "kept": list(self.current),
            "offered": ",".join(str(pk) for pk in self.current),
            "version": action.version,
        }
        super().__init__(*args, action=action, on=on, **kwargs)
        self.posts = {action.owner_post_id: action.owner_post} | {post.pk: post for post in posts}
        held = {answer.answerable_id for answer in self.current.values()}
        self.others = {other.pk: other for other in others if other.pk not in held}
        self.fields["owner"].choices = posts_by_body(self.posts.values())  # type: ignore[attr-defined]
        self.fields["kept"].choices = [(pk, _answer(answer.answerable)) for pk, answer in self.current.items()]  # type: ignore[attr-defined]
        self.fields["also"].choices = _recommendations(self.others.values())  # type: ignore[attr-defined]
        if not self.others:
            del self.fields["also"]
        if not self.current:
            del self.fields["kept"], self.fields["ending_reason"]

    @property
    def ended(self) -> tuple[Answers, ...]:
        """Return answers whose tick was taken out."""
        kept, offered = self.cleaned_data.get("kept", []), self.cleaned_data.get("offered", "").split(",")
        return tuple(answer for pk, answer in self.current.items() if str(pk) in offered and pk not in kept)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if "kept" not in self.errors and self.ended and not answers.get("ending_reason"):
            self.add_error("ending_reason", "Enter why it no longer answers the recommendation")
        return answers

    def edit(self) -> Edit:
        given = self.cleaned_data
        return Edit(
            words=self.words(),
            owner_post=self.posts[given["owner"]],
            added=(self.others[given["also"]],) if given.get("also") else (),
            ended=self.ended,
            ending_reason=given.get("ending_reason", "") if self.ended else "",
            new_date=self.new_date(),
            blocked=self.blocked(),
        )


def posts_by_body(posts: Iterable[Post]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return posts in groups, one for each body, in the order given."""
    by_body: dict[str, list[tuple[int, str]]] = {}
    for post in posts:
        by_body.setdefault(post.organisation.display_name, []).append((post.pk, str(post)))
    return list(by_body.items())


def _recommendations(answerables: Iterable[Answerable]) -> list[Any]:
    """Return a choice of none, then recommendations in groups, one for each body that answers for them."""
    groups = groupby(answerables, key=lambda answerable: answerable.organisation.display_name)
    return [
        ("", "No other"),
        *((body, [(answerable.pk, _title(answerable)) for answerable in answered]) for body, answered in groups),
    ]


def _title(answerable: Answerable) -> str:
    return f"{answerable.recommendation.ref} {answerable.recommendation.short_title}"


def _answer(answerable: Answerable) -> str:
    return f"{_title(answerable)} ({answerable.organisation.display_name})"

"""Who holds a post from when, who covers which days of leave, and handing one's own posts over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from tracker.models import Person, Post
from tracker.rules.posts import TITLE_LIMIT
from tracker.web.forms.base import DatePickerField, Form, TextField


@dataclass(frozen=True, slots=True)
class NewHolder:
    """Who holds a post next, and the first day on which it is theirs."""

    person: Person
    from_on: date


@dataclass(frozen=True, slots=True)
class Cover:
    """Who covers which days of leave, the first and the last included."""

    person: Person
    from_on: date
    last_on: date


class WithPerson(Form):
    """A person from a list of those who could hold the post."""

    nouns = {"person": "a person"}

    person = forms.TypedChoiceField(label="Who takes it over?", coerce=int)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in people}
        choices = [(pk, f"{person.name} ({person.email})") for pk, person in self.people.items()]
        self.fields["person"].choices = [("", "Choose a person"), *choices]  # type: ignore[attr-defined]


class AssignForm(WithPerson):
    """The next holder of a post, and the first day on which it is theirs."""

    nouns = {"from_on": "the first day"}

    from_on = DatePickerField(
        label="From which day?", help_text="The first day of the new holder. For example, 27/3/2027"
    )
    field_order = ["person", "from_on"]

    def answers(self) -> NewHolder:
        """Return who holds the post next, from which day."""
        return NewHolder(person=self.people[self.cleaned_data["person"]], from_on=self.cleaned_data["from_on"])


class HandOverForm(AssignForm):
    """The posts to pass on, all of them chosen to begin with."""

    nouns = {"posts": "the posts to hand over"}

    posts = forms.TypedMultipleChoiceField(
        label="Which posts?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple(),
    )
    field_order = ["posts", "person", "from_on"]

    def __init__(self, *args: Any, posts: Iterable[Post], on: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"from_on": on, "posts": [post.pk for post in posts]})
        super().__init__(*args, **kwargs)
        self.by_number = {post.pk: post for post in posts}
        self.fields["posts"].choices = [(pk, str(post)) for pk, post in self.by_number.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[Post]:
        """Return the posts to hand over."""
        return [self.by_number[pk] for pk in self.cleaned_data["posts"]]


class CoverForm(WithPerson):
    """A deputy and the days of leave, the first and the last included."""

    nouns = {"person": "a person", "from_on": "the first day", "last_on": "the last day"}

    person = forms.TypedChoiceField(label="Who covers the leave?", coerce=int)
    from_on = DatePickerField(label="First day", help_text="For example, 27/3/2027")
    last_on = DatePickerField(label="Last day", help_text="The deputy gets the reminders up to and including this day")

    def answers(self) -> Cover:
        """Return who covers which days."""
        given = self.cleaned_data
        return Cover(person=self.people[given["person"]], from_on=given["from_on"], last_on=given["last_on"])


class NewPostForm(Form):
    """What a new post is called."""

    nouns = {"title": "the name of the post"}

    title = TextField(label="What is the post called?", help_text="For example, Head of PDU", max_length=TITLE_LIMIT)


class VacateForm(Form):
    """The first day on which nobody holds a post."""

    nouns = {"from_on": "the day"}

    from_on = DatePickerField(label="From which day is the post vacant?", help_text="For example, 27/3/2027")

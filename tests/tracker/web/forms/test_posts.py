"""Who holds a post, who covers it and what is handed over: the people and posts offered, and the days asked for."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from tests.factories.unsaved import person, post
from tracker.web.forms.base import Form
from tracker.web.forms.posts import (
    AssignForm,
    Cover,
    CoverForm,
    HandOverForm,
    NewHolder,
    NewPostForm,
    VacateForm,
)

TODAY = date(2026, 11, 18)
SAM, ALEX = person(), person(21, "Alex Hill")
POSTS = [post(), post(11, "Deputy Head")]


def test_people_are_offered_with_their_addresses_beginning_with_none() -> None:
    field: Any = AssignForm(people=[SAM, ALEX]).fields["person"]

    assert field.choices == [
        ("", "Choose a person"),
        (20, "Sam Okafor (sam.okafor@example.org)"),
        (21, "Alex Hill (alex.hill@example.org)"),
    ]


def test_the_next_holder_is_handed_over() -> None:
    form = AssignForm({"person": "21", "from_on": "27 March 2027"}, people=[SAM, ALEX])

    assert form.is_valid()
    assert form.answers() == NewHolder(ALEX, date(2027, 3, 27))


def test_a_cover_is_handed_over_with_both_its_days() -> None:
    form = CoverForm({"person": "20", "from_on": "27/3/2027", "last_on": "3/4/2027"}, people=[SAM])

    assert form.is_valid()
    assert form.answers() == Cover(SAM, date(2027, 3, 27), date(2027, 4, 3))


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        (
            AssignForm({}, people=[SAM]),
            {"person": ["Select a person"], "from_on": ["Enter the first day"]},
        ),
        (
            HandOverForm(QueryDict("posts=10&person=20"), people=[SAM], posts=POSTS, on=TODAY),
            {"from_on": ["Enter the first day"]},
        ),
        (
            CoverForm({}, people=[SAM]),
            {
                "person": ["Select a person"],
                "from_on": ["Enter the first day"],
                "last_on": ["Enter the last day"],
            },
        ),
        (
            CoverForm({"person": "99", "from_on": "soon", "last_on": "31/2/2027"}, people=[SAM]),
            {
                "person": ["Select a person from the list"],
                "from_on": ["The first day must be a real date, like 27/3/2026"],
                "last_on": ["The last day must be a real date, like 27/3/2026"],
            },
        ),
        (NewPostForm({"title": " "}), {"title": ["Enter the name of the post"]}),
        (NewPostForm({"title": "x" * 201}), {"title": ["The name of the post must be 200 characters or fewer"]}),
        (VacateForm({}), {"from_on": ["Enter the day"]}),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(form: Form, errors: dict[str, list[str]]) -> None:
    assert form.errors == errors


def test_all_posts_are_ticked_to_be_handed_over_today() -> None:
    form = HandOverForm(people=[SAM], posts=POSTS, on=TODAY)

    assert form["posts"].value() == [10, 11]
    assert form["from_on"].value() == "18/11/2026"


def test_only_the_posts_that_stayed_ticked_are_handed_over() -> None:
    form = HandOverForm(QueryDict("posts=11&person=20&from_on=27/3/2027"), people=[SAM], posts=POSTS, on=TODAY)

    assert form.is_valid()
    assert form.chosen() == [POSTS[1]]
    assert form.answers() == NewHolder(SAM, date(2027, 3, 27))


@pytest.mark.parametrize(
    ("sent", "message"),
    [("", "Select the posts to hand over"), ("posts=99", "Select the posts to hand over from the list")],
)
def test_at_least_one_of_the_posts_offered_is_handed_over(sent: str, message: str) -> None:
    form = HandOverForm(QueryDict(f"person=20&from_on=27/3/2027&{sent}"), people=[SAM], posts=POSTS, on=TODAY)

    assert form.errors == {"posts": [message]}

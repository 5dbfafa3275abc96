"""Planning and changing an action: the posts and recommendations offered, what is handed over, what is refused."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.http import QueryDict

from tests.factories.unsaved import action, answerable, leeds, post, yorkshire
from tracker.models import Action, Answers
from tracker.operations.action_changes import Blocked
from tracker.operations.action_edits import Edit
from tracker.rules.action_words import ActionWords
from tracker.web.forms.action_plans import EditForm, PlanAnswers, PlanForm, posts_by_body
from tracker.web.forms.due_dates import DueDate

TODAY = date(2026, 11, 18)
TOKEN = UUID(int=1)
HEAD = post()
OTHER_HEAD = post(11, "Head of PDU", leeds())
CHECKS = answerable(30, "check each plan")
VISITS = answerable(31, "visit each home", leeds())
OTHER = answerable(32, "train each officer")


def planning(sent: str | None = None, **choices: Any) -> PlanForm:
    options = {"answerables": [CHECKS, VISITS], "posts": [HEAD, OTHER_HEAD], "others": [OTHER]} | choices
    return PlanForm(None if sent is None else QueryDict(sent), on=TODAY, **options)


def held() -> Action:
    """An action that answers two recommendations."""
    kept = action(owner_post=HEAD)
    kept.success_measure = "Ten of ten"
    kept.current_answers = [
        Answers(pk=50 + place, action=kept, answerable=each) for place, each in enumerate([CHECKS, VISITS])
    ]
    return kept


def editing(**changes: Any) -> EditForm:
    data = QueryDict(mutable=True)
    data.update({"title": "Brief them", "owner": "10", "offered": "50,51", "version": "3"})
    data.setlist("kept", changes.pop("kept", ["50", "51"]))
    data.update(changes)
    return EditForm(data, action=held(), posts=[OTHER_HEAD], others=[OTHER], on=TODAY)


def choices_of(form: Any, name: str) -> list[Any]:
    return list(form.fields[name].choices)


def test_a_plan_is_handed_over_with_all_that_it_answers() -> None:
    form = planning(f"title=Brief+them&bodies=30&bodies=31&owner=11&also=32&due_on=27/3/2027&token={TOKEN}")

    assert form.is_valid()
    assert form.answers() == PlanAnswers(
        words=ActionWords("Brief them"),
        owner_post=OTHER_HEAD,
        answers=(CHECKS, VISITS, OTHER),
        due=DueDate(date(2027, 3, 27)),
        token=TOKEN,
    )


def test_a_plan_may_have_no_date() -> None:
    form = planning("title=Brief+them&bodies=30&owner=10")

    assert form.is_valid()
    assert form.answers().due is None


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ("bodies=30&owner=10", "title", "Enter the action"),
        ("title=Brief&owner=10", "bodies", "Select who it is done for"),
        ("title=Brief&bodies=30", "owner", "Select a post"),
        ("title=Brief&bodies=99&owner=10", "bodies", "Select who it is done for from the list"),
        ("title=Brief&bodies=30&owner=99", "owner", "Select a post from the list"),
        ("title=Brief&bodies=30&owner=10&also=99", "also", "Select a recommendation from the list"),
        ("title=Brief&bodies=30&owner=10&due_on=1/1/2026", "due_on", "The due date must be today or later"),
        ("title=Brief&bodies=30&owner=10&quick=other", "due_on", "Enter the due date"),
    ],
)
def test_a_plan_says_what_is_missing_or_wrong(sent: str, field: str, message: str) -> None:
    assert planning(sent).errors == {field: [message]}


@pytest.mark.parametrize(("answerables", "ticked"), [([CHECKS], [30]), ([CHECKS, VISITS], [])])
def test_a_body_is_ticked_only_where_it_is_the_only_one(answerables: list[Any], ticked: list[int]) -> None:
    assert planning(answerables=answerables)["bodies"].value() == ticked


def test_posts_and_recommendations_are_offered_by_body() -> None:
    form = planning()

    assert choices_of(form, "owner") == [
        ("", "Choose a post"),
        ("Kirklees PDU", [(10, "Head of PDU, Kirklees")]),
        ("Leeds PDU", [(11, "Head of PDU, Leeds")]),
    ]
    assert choices_of(form, "also") == [("", "No other"), ("Kirklees PDU", [(32, "REC-0032 train each officer")])]


def test_without_another_recommendation_none_is_asked_for() -> None:
    assert "also" not in planning(others=[]).fields


def test_a_plan_keeps_the_token_that_it_was_opened_with() -> None:
    form = planning().with_token(TOKEN).with_token(UUID(int=2))

    assert form["token"].value() == str(TOKEN)


def test_posts_of_one_body_stand_together_in_the_order_given() -> None:
    director = post(12, "Regional Probation Director", yorkshire())
    officer = post(13, "Senior Probation Officer")

    assert posts_by_body([HEAD, director, officer]) == [
        ("Kirklees PDU", [(10, "Head of PDU, Kirklees"), (13, "Senior Probation Officer, Kirklees")]),
        ("Yorkshire region", [(12, "Regional Probation Director, Yorkshire")]),
    ]


def test_the_edit_opens_with_what_the_action_says() -> None:
    form = EditForm(action=held(), posts=[OTHER_HEAD], others=[OTHER], on=TODAY)

    names = ("title", "success_measure", "owner", "kept", "offered", "version")
    assert [form[name].value() for name in names] == ["Brief the managers", "Ten of ten", 10, [50, 51], "50,51", 3]


def test_the_owner_of_now_can_stay_though_the_post_is_not_among_those_offered() -> None:
    assert choices_of(editing(), "owner") == [
        ("Kirklees PDU", [(10, "Head of PDU, Kirklees")]),
        ("Leeds PDU", [(11, "Head of PDU, Leeds")]),
    ]


def test_an_edit_hands_over_what_was_added_and_what_ended() -> None:
    form = editing(kept=["51"], also="32", ending_reason="Done elsewhere", blocked_by_whom="The courts", owner="11")

    assert form.is_valid()
    assert form.edit() == Edit(
        words=ActionWords("Brief them"),
        owner_post=OTHER_HEAD,
        added=(OTHER,),
        ended=(form.current[50],),
        ending_reason="Done elsewhere",
        new_date=None,
        blocked=Blocked("The courts"),
    )


def test_what_is_taken_out_needs_a_reason() -> None:
    assert editing(kept=["51"]).errors == {"ending_reason": ["Enter why it no longer answers the recommendation"]}


def test_a_reason_counts_only_where_something_was_taken_out() -> None:
    form = editing(ending_reason="Done elsewhere")

    assert form.is_valid()
    assert (form.edit().ended, form.edit().ending_reason) == ((), "")


def test_what_somebody_else_added_meanwhile_is_not_taken_out() -> None:
    form = editing(kept=["50"], offered="50")

    assert form.is_valid()
    assert form.edit().ended == ()


def test_what_the_action_answers_already_is_not_offered_again() -> None:
    form = EditForm(action=held(), posts=[], others=[CHECKS, OTHER], on=TODAY)

    assert choices_of(form, "also") == [("", "No other"), ("Kirklees PDU", [(32, "REC-0032 train each officer")])]
    assert choices_of(form, "kept")[1] == (51, "REC-0031 visit each home (Leeds PDU)")

"""An organisational alert: the lines of its letter, who answers it, its actions and its recommendations."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from tests.factories.unsaved import answerable, leeds, post
from tracker.operations.alerts import AlertWords
from tracker.rules.action_words import ActionWords
from tracker.web.forms.alerts import (
    AlertActionForm,
    AlertForm,
    AlertLinkForm,
    AlertOwner,
    AlertOwnerForm,
    NewAlert,
    NewAlertAction,
)

HEAD = post()
SENT = {
    "raised_on_day": "2",
    "raised_on_month": "March",
    "raised_on_year": "2026",
    "concerns": "Nobody checks plans",
    "required_actions": "Check each plan",
    "owner": "10",
    "answer_by_on": "27/3/2027",
}


def letter(**changes: str) -> AlertForm:
    return AlertForm(SENT | changes, posts=[HEAD])


def test_an_alert_is_handed_over_as_the_letter_says_it() -> None:
    form = letter()

    assert form.is_valid()
    assert form.answers() == NewAlert(date(2026, 3, 2), AlertWords(("Nobody checks plans",), ("Check each plan",)))
    assert form.duty() == AlertOwner(HEAD, date(2027, 3, 27))


def test_each_line_of_a_pasted_list_is_one_concern_without_its_bullet() -> None:
    form = letter(concerns="• Nobody checks plans\r\n\r\n - No visits \r\n•\r\nTwo-hour waits – each week")

    assert form.is_valid()
    assert form.answers().words.concerns == ("Nobody checks plans", "No visits", "Two-hour waits – each week")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"concerns": " "}, {"concerns": ["Enter the concerns"]}),
        ({"required_actions": ""}, {"required_actions": ["Enter what the inspectorate asks for"]}),
        ({"raised_on_day": ""}, {"raised_on": ["The day of the alert must include a day"]}),
        ({"owner": ""}, {"owner": ["Select the post that owns the answer"]}),
        ({"owner": "99"}, {"owner": ["Select the post that owns the answer from the list"]}),
        ({"answer_by_on": ""}, {"answer_by_on": ["Enter the day to answer by"]}),
    ],
)
def test_an_alert_says_what_is_missing(changes: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert letter(**changes).errors == errors


def test_the_posts_offered_begin_with_none() -> None:
    field: Any = AlertOwnerForm(posts=[HEAD, post(11, organisation=leeds())]).fields["owner"]

    assert field.choices == [("", "Choose a post"), (10, "Head of PDU, Kirklees"), (11, "Head of PDU, Leeds")]


@pytest.mark.parametrize(("typed", "due_on"), [("27/3/2027", date(2027, 3, 27)), ("", None)])
def test_an_action_for_an_alert_may_have_no_date(typed: str, due_on: date | None) -> None:
    form = AlertActionForm({"title": "Brief them", "owner": "10", "due_on": typed}, posts=[HEAD])

    assert form.is_valid()
    assert form.answers() == NewAlertAction(ActionWords("Brief them"), HEAD, due_on)


def test_an_action_for_an_alert_says_what_is_missing() -> None:
    form = AlertActionForm({"due_on": "soon"}, posts=[HEAD])

    assert form.errors == {
        "title": ["Enter the action"],
        "owner": ["Select a post"],
        "due_on": ["Due date must be a real date, like 27/3/2026"],
    }


def test_the_recommendations_that_name_an_alert_are_ticked_already() -> None:
    form = AlertLinkForm(offered=[answerable(30), answerable(31, "visit", leeds())], suggested=[31])
    field: Any = form.fields["recommendations"]

    assert form["recommendations"].value() == [31]
    assert field.choices == [
        (30, "REC-0030 check each plan (Kirklees PDU)"),
        (31, "REC-0031 visit (Leeds PDU)"),
    ]


def test_the_chosen_recommendations_are_handed_over() -> None:
    offered = [answerable(30), answerable(31), answerable(32)]
    form = AlertLinkForm(QueryDict("recommendations=32&recommendations=30"), offered=offered, suggested=[])

    assert form.is_valid()
    assert form.chosen() == [offered[2], offered[0]]


def test_at_least_one_recommendation_is_chosen() -> None:
    form = AlertLinkForm(QueryDict(""), offered=[answerable()], suggested=[30])

    assert form.errors == {"recommendations": ["Select a recommendation"]}

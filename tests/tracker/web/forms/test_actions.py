"""The quick update of an action: the statuses it offers, what it hands over, and errors in both of its parts."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.http import QueryDict

from inspections.choices import DatePrecision
from tests.factories.unsaved import action
from tracker.choices import ActionStatus
from tracker.operations.action_changes import Blocked, NewDate
from tracker.operations.actions import UpdateAnswers
from tracker.operations.evidence import NewEvidence
from tracker.web.forms.actions import UpdateForm
from tracker.web.forms.evidence import EvidencePart

TODAY = date(2026, 11, 18)
TOKEN = UUID(int=1)


def bound(*, status: ActionStatus = ActionStatus.NOT_STARTED, **changes: str) -> UpdateForm:
    data = QueryDict(mutable=True)
    data.update({"status": "in-progress", "version": "3", "token": str(TOKEN)} | changes)
    return UpdateForm(data, action=action(status=status), evidence=EvidencePart(data, on=TODAY), on=TODAY)


def test_the_answers_are_what_the_update_takes() -> None:
    form = bound(text="Five managers briefed", quick="4-weeks", reason="Two were ill", blocked_by_whom="The courts")

    assert form.is_valid()
    assert form.answers() == UpdateAnswers(
        version=3,
        status=ActionStatus.IN_PROGRESS,
        text="Five managers briefed",
        token=TOKEN,
        new_date=NewDate(date(2026, 12, 16), DatePrecision.DAY, "Two were ill"),
        blocked=Blocked("The courts"),
        evidence=NewEvidence(),
    )


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (ActionStatus.NOT_STARTED, {"not-started", "in-progress", "completed"}),
        (ActionStatus.COMPLETED, {"completed", "in-progress"}),
        (ActionStatus.WITHDRAWN, set()),
    ],
)
def test_only_a_status_that_may_follow_is_offered(status: ActionStatus, offered: set[str]) -> None:
    choices: Any = bound(status=status).fields["status"]

    assert {value for value, _label in choices.choices} == offered


def test_the_form_opens_with_the_status_and_the_version_of_now() -> None:
    form = UpdateForm.blank(action(), evidence=EvidencePart(on=TODAY), token=TOKEN, on=TODAY)

    assert {name: form[name].value() for name in ("status", "version", "token", "text")} == {
        "status": "not-started",
        "version": 3,
        "token": str(TOKEN),
        "text": None,
    }


def test_what_a_completed_action_lacks_stands_below_that_status() -> None:
    form = UpdateForm.blank(action(), evidence=EvidencePart(on=TODAY), token=TOKEN, on=TODAY, missing="No evidence yet")
    widget: Any = form.fields["status"].widget

    assert widget.hints == {"completed": "No evidence yet"}


def test_a_mistake_in_the_evidence_is_a_mistake_of_the_update() -> None:
    form = bound(shows="Minutes of the briefing")

    assert not form.is_valid()
    assert form.errors == {}
    assert form.evidence.errors == {"upload": ["Select a file"]}


def test_a_refusal_stands_in_the_part_that_it_is_about() -> None:
    form = bound()

    form.add_errors({"text": "Enter why it is withdrawn", "about_on": "The date must be in the past", "": "Too late"})

    assert form.errors == {"text": ["Enter why it is withdrawn"], "__all__": ["Too late"]}
    assert form.evidence.errors == {"about_on": ["The date must be in the past"]}


def test_kept_answers_come_back_in_both_parts() -> None:
    form = UpdateForm.blank(action(), evidence=EvidencePart(on=TODAY), token=TOKEN, on=TODAY)

    form.put_back(QueryDict("text=Five+briefed&shows=Minutes"))

    assert form["text"].value() == "Five briefed"
    assert form.evidence["shows"].value() == "Minutes"

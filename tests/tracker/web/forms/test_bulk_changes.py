"""One change of several actions: only the answers to the kind that was chosen count."""

from datetime import date
from uuid import UUID

import pytest

from inspections.choices import DatePrecision
from tests.factories.unsaved import action, post
from tracker.choices import ActionStatus
from tracker.queries.bulk import BulkChange
from tracker.web.forms.bulk_changes import BulkAnswers, BulkForm

TODAY = date(2026, 11, 18)
TOKEN = UUID(int=1)
HEAD = post()


def bound(**answers: str) -> BulkForm:
    return BulkForm({"reason": "A new team", "token": str(TOKEN)} | answers, posts=[HEAD], on=TODAY)


@pytest.mark.parametrize(
    ("answers", "change"),
    [
        ({"kind": "owner", "owner": "10"}, BulkChange(owner_post=HEAD)),
        ({"kind": "date", "quick": "4-weeks"}, BulkChange(due_on=date(2026, 12, 16))),
        (
            {"kind": "date", "due_on": "March 2027"},
            BulkChange(due_on=date(2027, 3, 1), precision=DatePrecision.MONTH),
        ),
        ({"kind": "status", "status": "in-progress"}, BulkChange(status=ActionStatus.IN_PROGRESS)),
        (
            {"kind": "status", "status": "in-progress", "owner": "10", "quick": "4-weeks", "due_on": "1/1/2020"},
            BulkChange(status=ActionStatus.IN_PROGRESS),
        ),
    ],
)
def test_the_change_of_the_chosen_kind_is_handed_over(answers: dict[str, str], change: BulkChange) -> None:
    form = bound(**answers)

    assert form.is_valid()
    assert form.answers() == BulkAnswers(change=change, reason="A new team", token=TOKEN)


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({}, {"kind": ["Select what to change"]}),
        ({"kind": "owner"}, {"owner": ["Select a post"]}),
        ({"kind": "owner", "owner": "99"}, {"owner": ["Select a post from the list"]}),
        ({"kind": "date"}, {"due_on": ["Enter the new due date"]}),
        ({"kind": "date", "quick": "other"}, {"due_on": ["Enter the new due date"]}),
        ({"kind": "date", "due_on": "17/11/2026"}, {"due_on": ["The new due date must be today or later"]}),
        ({"kind": "status"}, {"status": ["Select a status"]}),
        ({"kind": "status", "status": "in-progress", "reason": ""}, {"reason": ["Enter why these actions change"]}),
    ],
)
def test_what_is_missing_is_said_once(answers: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert bound(**answers).errors == errors


@pytest.mark.parametrize(
    ("sent", "versions"),
    [
        ({"version-ACT-0040": "3", "version-ACT-0041": "7"}, {40: 3, 41: 7}),
        ({"version-ACT-0040": "3"}, {40: 3}),
        ({"version-ACT-0040": "three", "version-ACT-0041": "٣", "version-ACT-0099": "1"}, {}),
    ],
)
def test_the_versions_that_were_shown_are_read(sent: dict[str, str], versions: dict[int, int]) -> None:
    assert bound(**sent).versions([action(40), action(41)]) == versions


def test_a_change_keeps_the_token_that_it_was_opened_with() -> None:
    form = BulkForm(posts=[HEAD], on=TODAY).with_token(TOKEN).with_token(UUID(int=2))

    assert form["token"].value() == str(TOKEN)

"""What is asked where an action is withdrawn and put back."""

import uuid

import pytest

from tests.factories.unsaved import action
from tracker.choices import ActionStatus
from tracker.operations.actions import UPDATE_LIMIT
from tracker.web.forms.withdrawals import PutBackForm, StatusForm, WithdrawForm

TOKEN = uuid.UUID(int=1)


@pytest.mark.parametrize(
    ("kind", "words"),
    [(WithdrawForm, "Enter why the action is withdrawn"), (PutBackForm, "Enter why the action is put back")],
)
@pytest.mark.parametrize("text", ["", " ", "\u200b\u2060"])
def test_a_reason_is_needed(kind: type[StatusForm], words: str, text: str) -> None:
    form = kind({"version": "3", "token": str(TOKEN), "text": text})
    assert form.errors == {"text": [words]}


def test_a_reason_may_be_as_long_as_an_update() -> None:
    form = WithdrawForm({"version": "3", "token": str(TOKEN), "text": "x" * (UPDATE_LIMIT + 1)})
    assert form.errors == {"text": ["The reason must be 1,000 characters or fewer"]}


def test_it_is_handed_over_as_an_update() -> None:
    form = WithdrawForm({"version": "3", "token": str(TOKEN), "text": " Done elsewhere "})
    assert form.is_valid()
    given = form.answers(ActionStatus.WITHDRAWN)
    assert (given.version, given.status, given.text, given.token) == (3, "withdrawn", "Done elsewhere", TOKEN)
    assert (given.new_date, given.blocked) == (None, None)


def test_it_opens_with_the_version_and_a_token_of_its_own() -> None:
    one, two = (PutBackForm.blank(action()) for _ in range(2))
    assert one["version"].value() == action().version
    assert one["token"].value() != two["token"].value()

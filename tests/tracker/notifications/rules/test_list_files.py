"""What mail tells of the file of a list: ready with its rows and until when, or why it could not be made."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tracker.choices import ListFileState, ListKind
from tracker.notifications.rules.accounts import Account
from tracker.notifications.rules.list_files import GONE, FileNews, news_of, why_not

WRITTEN = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
OPEN = {"is_open": True, "has_signed_in": True, "has_role": True, "bounces": False}


def news(state: ListFileState, **more: Any) -> FileNews:
    given: dict[str, Any] = {"rows": 12345, "written_at": WRITTEN, "reason": "", **more}
    return news_of(uid="f1", kind=ListKind.ACTIONS, state=state, **given)


def test_one_that_is_ready() -> None:
    told = news(ListFileState.READY)

    assert told.subject == "Your file is ready: actions"
    assert (told.holds, told.kept_until_on) == ("Actions, 12,345 rows", date(2026, 11, 25))
    assert (told.address, told.why_not) == ("/exports/f1/", "")


def test_one_that_could_not_be_made() -> None:
    told = news(ListFileState.FAILED, rows=0, written_at=None, reason="Too long.")

    assert told.subject == "Your file could not be made: actions"
    assert (told.reason, told.kept_until_on) == ("Too long.", None)


@pytest.mark.parametrize("state", [ListFileState.WAITING, ListFileState.WRITING, ListFileState.DELETED])
def test_nothing_is_told_of_one_that_is_not_there(state: ListFileState) -> None:
    assert news(state).why_not == GONE


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"has_role": False}, ""),
        ({"is_open": False}, "The account is closed."),
        ({"bounces": True}, "Emails do not arrive at this address."),
    ],
)
def test_to_whom_it_goes(changes: dict[str, bool], words: str) -> None:
    assert why_not(Account(**(OPEN | changes))) == words

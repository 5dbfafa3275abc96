"""Who is invited to sign in, why somebody is not, and when an invitation goes."""

from datetime import UTC, datetime

import pytest

from tracker.errors import WrongState
from tracker.notifications.rules.accounts import Account
from tracker.notifications.rules.invitations import SUBJECT, can_invite, check_can_invite, goes_at, why_not

NEW = {"is_open": True, "has_signed_in": False, "has_role": True, "bounces": False}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"has_signed_in": True}, "This person has signed in already."),
        ({"is_open": False}, "The account is closed."),
        ({"has_role": False}, "This person has no role."),
        ({"bounces": True}, "Emails do not arrive at this address."),
        ({"has_signed_in": True, "bounces": True, "has_role": False}, "This person has signed in already."),
        ({"is_open": False, "has_role": False}, "The account is closed."),
    ],
)
def test_only_somebody_who_can_still_sign_in_first_is_invited(changes: dict[str, bool], words: str) -> None:
    account = Account(**NEW | changes)

    assert (why_not(account), can_invite(account)) == (words, not words)


def test_the_refusal_says_why() -> None:
    with pytest.raises(WrongState, match="This person has no role"):
        check_can_invite(Account(**NEW | {"has_role": False}))

    check_can_invite(Account(**NEW))


@pytest.mark.parametrize(
    ("made_at", "goes"),
    [
        (datetime(2026, 11, 18, 23, 10, tzinfo=UTC), datetime(2026, 11, 18, 23, 10, tzinfo=UTC)),
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 7, 30, tzinfo=UTC)),
        (datetime(2026, 12, 25, 9, 0, tzinfo=UTC), datetime(2026, 12, 29, 7, 30, tzinfo=UTC)),
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), datetime(2027, 3, 30, 6, 30, tzinfo=UTC)),
    ],
    ids=["a working day", "a Saturday", "Christmas", "Easter, when clocks change"],
)
def test_it_goes_at_once_on_a_working_day_or_else_on_the_morning_of_the_next(made_at: datetime, goes: datetime) -> None:
    assert goes_at(made_at) == goes


def test_the_subject_is_short() -> None:
    assert len(SUBJECT) < 60

"""Whether mail about an account goes to it, and the first reason why not."""

import pytest

from tracker.notifications.rules.accounts import Account, why_not_mailed

OPEN = {"is_open": True, "has_signed_in": True, "has_role": True, "bounces": False}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"has_signed_in": False}, ""),
        ({"is_open": False}, "The account is closed."),
        ({"has_role": False}, "This person has no role."),
        ({"bounces": True}, "Emails do not arrive at this address."),
    ],
)
def test_mail_goes_unless_the_account_stands_in_its_way(changes: dict[str, bool], words: str) -> None:
    assert why_not_mailed(Account(**OPEN | changes)) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_open": False, "has_role": False, "bounces": True}, "The account is closed."),
        ({"has_role": False, "bounces": True}, "This person has no role."),
    ],
)
def test_of_several_reasons_the_first_is_told(changes: dict[str, bool], words: str) -> None:
    assert why_not_mailed(Account(**OPEN | changes)) == words

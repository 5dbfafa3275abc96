"""Who is told by mail that their address was changed."""

import pytest

from tracker.notifications.rules.accounts import Account
from tracker.notifications.rules.addresses import SUBJECT, why_not

USED = {"is_open": True, "has_signed_in": True, "has_role": True, "bounces": False}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"has_signed_in": False}, "This person has not signed in yet."),
        ({"is_open": False}, "The account is closed."),
        ({"has_role": False}, "This person has no role."),
        ({"bounces": True}, "Emails do not arrive at this address."),
    ],
)
def test_who_uses_the_service_is_told(changes: dict[str, bool], words: str) -> None:
    assert why_not(Account(**USED | changes)) == words


def test_the_subject_is_short() -> None:
    assert len(SUBJECT) < 60

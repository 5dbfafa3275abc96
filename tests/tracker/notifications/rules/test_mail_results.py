"""What became of a mail, in words."""

import pytest

from tracker.notifications.rules.delivery import NOTIFY_STATUSES, Became
from tracker.notifications.rules.mail_results import not_delivered, result


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_sent": True}, "Taken by the mail server"),
        ({"is_sent": True, "is_with_provider": True}, "Taken by GOV.UK Notify"),
        ({"is_sent": True, "is_with_provider": True, "delivery": "created"}, "Taken by GOV.UK Notify"),
        ({"is_sent": True, "is_with_provider": True, "delivery": "sending"}, "On its way to the mailbox"),
        ({"is_sent": True, "is_with_provider": True, "delivery": "delivered"}, "Delivered to the mailbox"),
        ({"is_sent": True, "is_with_provider": True, "delivery": "pending-virus-check"}, "On its way to the mailbox"),
        ({"is_sent": False, "last_error": "timed out", "delivery": "temporary-failure"}, "timed out"),
        ({"is_sent": False}, ""),
    ],
)
def test_what_became_of_it(facts: dict[str, object], words: str) -> None:
    given = {"is_sent": False, "is_with_provider": False, "delivery": "", "last_error": ""} | facts

    assert result(**given) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("permanent-failure", "GOV.UK Notify says that the address does not work (permanent-failure)"),
        ("temporary-failure", "GOV.UK Notify says that the mailbox did not take it (temporary-failure)"),
        ("technical-failure", "GOV.UK Notify says that it had a fault of its own (technical-failure)"),
    ],
)
def test_why_it_was_not_delivered(status: str, words: str) -> None:
    assert not_delivered(status) == words


def test_every_failure_has_its_words() -> None:
    failures = [status for status, became in NOTIFY_STATUSES.items() if became in (Became.BOUNCED, Became.UNDELIVERED)]

    assert all("says that" in not_delivered(status) for status in failures)

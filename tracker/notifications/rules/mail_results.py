"""What became of a mail, in words: what took it, what GOV.UK Notify says of it since, or why it did not go."""

from tracker.notifications.rules.delivery import Became, became

# Why Notify did not deliver it, for the middle of a sentence.
REASONS: dict[str, str] = {
    "permanent-failure": "the address does not work",
    "temporary-failure": "the mailbox did not take it",
    "technical-failure": "it had a fault of its own",
}


def result(*, is_sent: bool, is_with_provider: bool, delivery: str, last_error: str) -> str:
    """Return 'Delivered to the mailbox', or the last answer for one that has not gone; '' for nothing yet.

    SMTP says no more than that the server took it. `delivery` is Notify's own status.
    """
    if not is_sent:
        return last_error
    if not is_with_provider:
        return "Taken by the mail server"
    if delivery in ("", "created"):
        return "Taken by GOV.UK Notify"
    return "Delivered to the mailbox" if became(delivery) is Became.DELIVERED else "On its way to the mailbox"


def not_delivered(status: str) -> str:
    """Return why a mail that Notify took did not arrive, with its own word for it."""
    return f"GOV.UK Notify says that {REASONS.get(status, 'it was not delivered')} ({status})"

"""Who is invited to sign in for the first time, and when the invitation goes."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.errors import NotNow
from tracker.rules import delivery

SUBJECT = "Your account to track inspection recommendations"


@dataclass(frozen=True, slots=True)
class Account:
    """What matters of an account; `has_role` counts one that begins later, `bounces` an address that was refused."""

    is_open: bool
    has_signed_in: bool
    has_role: bool
    bounces: bool


def why_not(account: Account) -> str:
    """Why this person is not invited, '' where they are."""
    reasons = (
        (account.has_signed_in, "This person has signed in already."),
        (not account.is_open, "The account is closed."),
        (not account.has_role, "This person has no role."),
        (account.bounces, "Emails do not arrive at this address."),
    )
    return next((words for holds, words in reasons if holds), "")


def can_invite(account: Account) -> bool:
    return not why_not(account)


def check_can_invite(account: Account) -> None:
    """Raise NotNow, with the reason, unless `can_invite`."""
    if words := why_not(account):
        raise NotNow(words)


def goes_at(made_at: datetime) -> datetime:
    """At once on a working day, otherwise on the morning of the next one."""
    if delivery.may_go(made_at):
        return made_at
    day = delivery.first_from(delivery.london(made_at).date())
    return datetime.combine(day, delivery.DIGEST_AT, delivery.LONDON).astimezone(UTC)

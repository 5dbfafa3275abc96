"""What of an account decides whether mail about the account itself goes: the invitation, a changed address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """`has_role` counts one that begins later, `bounces` is an address that was refused."""

    is_open: bool
    has_signed_in: bool
    has_role: bool
    bounces: bool


def why_not_mailed(account: Account) -> str:
    """Return why nothing goes to this account, '' where it does."""
    reasons = (
        (not account.is_open, "The account is closed."),
        (not account.has_role, "This person has no role."),
        (account.bounces, "Emails do not arrive at this address."),
    )
    return next((words for holds, words in reasons if holds), "")

"""Whether somebody is told by mail that their address was changed, and the subject of that mail."""

from tracker.notifications.rules.accounts import Account, why_not_mailed

SUBJECT = "Your email address was changed"


def why_not(account: Account) -> str:
    """Return why this person is not told, '' where they are.

    Before the first sign-in the invitation is all that goes.
    """
    return why_not_mailed(account) if account.has_signed_in else "This person has not signed in yet."

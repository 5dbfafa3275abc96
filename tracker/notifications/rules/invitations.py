"""Who is invited to sign in for the first time, and when the invitation goes."""

from datetime import UTC, datetime

from tracker.errors import WrongState
from tracker.notifications.rules import delivery
from tracker.notifications.rules.accounts import Account, why_not_mailed
from tracker.rules.calendar import LONDON, london

SUBJECT = "Your account to track inspection recommendations"


def why_not(account: Account) -> str:
    """Return why this person is not invited, '' where they are."""
    return "This person has signed in already." if account.has_signed_in else why_not_mailed(account)


def can_invite(account: Account) -> bool:
    return not why_not(account)


def check_can_invite(account: Account) -> None:
    """Raise WrongState, with the reason, unless `can_invite`."""
    if words := why_not(account):
        raise WrongState(words)


def goes_at(made_at: datetime) -> datetime:
    """Return this moment on a working day, otherwise on the morning of the next one."""
    if delivery.may_go(made_at):
        return made_at
    day = delivery.first_from(london(made_at).date())
    return datetime.combine(day, delivery.DIGEST_AT, LONDON).astimezone(UTC)

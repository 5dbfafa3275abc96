"""The only signed link of the service: it leads from a mail to the choice of how often, without signing in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer

LASTS = timedelta(days=60)
SALT = "tracker.email-preferences"  # so that nothing else that is signed can be used here


def preferences_address(*, person_id: int, at: datetime) -> str:
    """Return the full address that goes into a mail written at this moment."""
    return f"{settings.SERVICE_URL}/email-preferences/{sign(person_id=person_id, at=at)}/"


def sign(*, person_id: int, at: datetime) -> str:
    """Return what names the person in the address."""
    return Signer(salt=SALT).sign_object([person_id, int(at.timestamp())])


def read(text: str, *, at: datetime) -> int | None:
    """Return the person's number; None for a link that was changed, is for something else or over 60 days old."""
    try:
        person_id, seconds = Signer(salt=SALT).unsign_object(text)
        age = at.timestamp() - seconds
    except (BadSignature, ValueError, TypeError):
        return None
    return int(person_id) if age + 60 >= 0 and age <= LASTS.total_seconds() else None

"""What decides who is mailed and when, as one thing that can be compared."""

from django.conf import settings

from tracker.notifications.rules import delivery, ladder


def in_force() -> dict[str, object]:
    """Return the settings by name; another value of any of these is a change of settings (operations/holds)."""
    return {
        "ladder": [repr(rung) for rung in ladder.LADDER],
        "ladder days": settings.LADDER_DAYS,
        "evidence stale days": settings.EVIDENCE_STALE_DAYS,
        "response days": settings.RESPONSE_DAYS,
        "digest at": delivery.DIGEST_AT.isoformat(),
    }

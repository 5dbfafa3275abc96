"""The day it is in London at a moment, whatever the server's clock is set to."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london(at: datetime) -> datetime:
    """Return the same moment as clocks in London show it."""
    return at.astimezone(LONDON)


def london_date(at: datetime) -> date:
    """Return the day it is in London at a moment."""
    return london(at).date()

"""The day it is in London at a moment, whatever the server's clock is set to."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london(at: datetime) -> datetime:
    """Return the same moment as clocks in London show it."""
    return at.astimezone(LONDON)


def london_date(at: datetime) -> date:
    """Return the day it is in London at a moment."""
    return london(at).date()


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in London."""
    return datetime.combine(day, time(0), LONDON)

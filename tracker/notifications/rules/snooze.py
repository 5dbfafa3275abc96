"""When the reminders of an action may be put off, and until when."""

from datetime import date

from tracker.choices import ActionStatus
from tracker.errors import InvalidInput, WrongState
from tracker.rules import working_days
from tracker.rules.free_text import check_free_text
from tracker.rules.lifecycle import OPEN_STATUSES
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import date_long, too_long
from tracker.rules.working_days import Holidays

REASON_LIMIT = 500  # characters


def can_snooze(status: ActionStatus) -> bool:
    """Return whether there are reminders to put off: not of what is completed or withdrawn."""
    return status in OPEN_STATUSES


def check_can_snooze(status: ActionStatus) -> None:
    """Raise WrongState for an action that is completed or withdrawn: it has no reminders."""
    if not can_snooze(status):
        raise WrongState(f"This action is {status.label.lower()}, so there are no reminders to put off.")


def latest(on: date, *, days: int, holidays: Holidays) -> date:
    """Return the last day until which reminders can be put off on a day: so many working days ahead."""
    return working_days.after(on, days, holidays)


def check_snooze(*, until_on: date, reason: str, on: date, days: int, holidays: Holidays) -> str:
    """Return the reason without spaces around it.

    Raises InvalidInput unless there is one and the day is near enough.
    """
    last = latest(on, days=days, holidays=holidays)
    if not on < until_on <= last:
        raise InvalidInput(
            f"The date must be after {date_long(on)} and not after {date_long(last)}: reminders can be put off for "
            f"up to {days} working days",
            field="until_on",
        )
    words = paragraphs(reason)
    if not words:
        raise InvalidInput("Enter why reminders can wait", field="reason")
    if len(words) > REASON_LIMIT:
        raise InvalidInput(too_long("the reason", REASON_LIMIT), field="reason")
    check_free_text(words, field="reason")
    return words

"""When an action is overdue or due this week, and what a month's date means; London dates, passed in."""

import calendar
from datetime import date, timedelta
from enum import StrEnum

from inspections.choices import DatePrecision
from tracker.choices import ActionStatus
from tracker.rules import working_days
from tracker.rules.lifecycle import OPEN_STATUSES
from tracker.rules.wording import exact_plural, times
from tracker.rules.working_days import Holidays

DUE_THIS_WEEK_DAYS = 6  # today to six days ahead, everywhere (docs/model.md, decision 10)


class Urgency(StrEnum):
    """How near an open action's date is; derived, never stored."""

    OVERDUE = "overdue"
    DUE_THIS_WEEK = "due-this-week"
    LATER = "later"
    NO_DATE = "no-date"
    ENDED = "ended"


def is_overdue(*, status: ActionStatus, due_on: date | None, on: date) -> bool:
    """Return whether an open action was due before the day; one due today is not overdue yet."""
    return urgency(status=status, due_on=due_on, on=on) is Urgency.OVERDUE


def urgency(*, status: ActionStatus, due_on: date | None, on: date) -> Urgency:
    """Return where an action stands on a day."""
    if status not in OPEN_STATUSES:
        return Urgency.ENDED
    if due_on is None:
        return Urgency.NO_DATE
    if due_on < on:
        return Urgency.OVERDUE
    return Urgency.DUE_THIS_WEEK if due_on <= end_of_this_week(on) else Urgency.LATER


def end_of_this_week(on: date) -> date:
    """Return the last day that counts as due this week."""
    return on + timedelta(days=DUE_THIS_WEEK_DAYS)


class QuickDate(StrEnum):
    """A due date chosen instead of typed; `OTHER` is the one that is typed."""

    END_OF_MONTH = "end-of-month"
    FOUR_WEEKS = "4-weeks"
    TWELVE_WEEKS = "12-weeks"
    OTHER = "other"


def quick_date(choice: QuickDate, on: date, holidays: Holidays) -> date | None:
    """Return the working day that a quick choice means on a day; None for a typed one, and where none is left.

    The end of a month is its last working day. In so many weeks is that day, or the next that is a working day.
    """
    if choice is QuickDate.END_OF_MONTH:
        last = working_days.before(due_date(on, DatePrecision.MONTH), 0, holidays)
        return last if last >= on else None
    weeks = {QuickDate.FOUR_WEEKS: 4, QuickDate.TWELVE_WEEKS: 12}.get(choice)
    return working_days.after(on + timedelta(weeks=weeks), 0, holidays) if weeks else None


def slip_words(*, moves: int, first_due_on: date | None, due_on: date | None) -> str:
    """Return 'Moved twice, 40 days later than first planned'; '' for a date that was never moved to a later day."""
    if not moves:
        return ""
    days = (due_on - first_due_on).days if due_on and first_due_on else 0
    if days <= 0:
        return f"Moved {times(moves)}"
    return f"Moved {times(moves)}, {exact_plural(days, 'day')} later than first planned"


def due_date(day: date, precision: DatePrecision) -> date:
    """Return the date that counts: 'March 2027' means its last day."""
    if precision is DatePrecision.DAY:
        return day
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])

"""Working days of England and Wales: Monday to Friday without bank holidays; pure sums over a set of holidays."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)
WEEKDAYS = range(5)  # Monday to Friday
FIRST_YEAR = 2000
LAST_YEAR = 2049

Holidays = frozenset[date]


@cache
def bank_holidays(first: int = FIRST_YEAR, last: int = LAST_YEAR) -> Holidays:
    """Return the bank holidays of England and Wales in these years, substitutes included, as the library knows them.

    The library is loaded on the first call: a page that asks for no working day does not pay for it.
    """
    from holidays import country_holidays  # noqa: PLC0415

    holidays = country_holidays("GB", subdiv="ENG", years=range(first, last + 1))
    return frozenset(holidays)


def is_working_day(day: date, holidays: Holidays) -> bool:
    return day.weekday() in WEEKDAYS and day not in holidays


def after(day: date, days: int, holidays: Holidays) -> date:
    """Return the working day that is `days` working days later; 0 is the day itself if it is one, or else the next."""
    return _nth(_forward(day if days == 0 else day + DAY), max(days, 1), holidays)


def before(day: date, days: int, holidays: Holidays) -> date:
    """Return the working day that is `days` working days earlier.

    0 is the day itself if it is one, or else the last.
    """
    return _nth(_backward(day if days == 0 else day - DAY), max(days, 1), holidays)


def shifted(day: date, days: int, holidays: Holidays) -> date:
    """Return `after` for a positive number, `before` for a negative one."""
    return after(day, days, holidays) if days >= 0 else before(day, -days, holidays)


def between(start: date, end: date, holidays: Holidays) -> int:
    """Return how many working days lie after `start`, up to `end` with it; 0 where `end` is not later."""
    return sum(is_working_day(start + DAY * days, holidays) for days in range(1, (end - start).days + 1))


def _nth(days: Iterable[date], number: int, holidays: Holidays) -> date:
    working = (day for day in days if is_working_day(day, holidays))
    for _ in range(number - 1):
        next(working)
    return next(working)


def _forward(day: date) -> Iterator[date]:
    while True:
        yield day
        day += DAY


def _backward(day: date) -> Iterator[date]:
    while True:
        yield day
        day -= DAY

"""Reads a date as people type it: '5 March', '5th March 2027', '5/3/27', '2027-03-05', 'end of March'.

Libraries that read dates were looked at (dateutil, dateparser). They fill in what is missing from today ('March' is the
18th of March), take '13/5' by turns for either order, and read words out of a sentence. Here a date that is not plainly
one is refused, and day comes before month, as people write it in England and Wales.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspections.choices import FIRST_DAY, LAST_DAY, DatePrecision

MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
OUT_OF_BOUNDS = f"The date must be between {FIRST_DAY.year} and {LAST_DAY.year}"
CENTURY = 2000  # of a year of two figures: this service holds nothing from before

_DAY = r"(?P<day>\d{1,2})"
_ORDINAL = rf"(?:the )?{_DAY}(?:st|nd|rd|th)?"
_WORD = r"(?P<word>[a-z]{3,9})"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DAYS = (
    re.compile(rf"{_DAY} (?P<month>\d{{1,2}})(?: {_YEAR})?", re.ASCII),
    re.compile(rf"(?P<year>\d{{4}}) (?P<month>\d{{1,2}}) {_DAY}", re.ASCII),
    re.compile(rf"{_ORDINAL}(?: of)? ?{_WORD}(?: {_YEAR})?", re.ASCII),
    re.compile(rf"{_WORD} {_ORDINAL}(?: (?P<year>\d{{4}}))?", re.ASCII),
)
_MONTHS = (
    re.compile(r"(?P<month>\d{1,2}) (?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4}) (?P<month>\d{1,2})", re.ASCII),
    re.compile(rf"{_WORD} (?P<year>\d{{4}})", re.ASCII),
)
_MONTH_END = re.compile(rf"(?:the )?end(?: of)?(?: the)? {_WORD}(?: {_YEAR})?", re.ASCII)


class Towards(StrEnum):
    """Where a date lies that is typed without its year: what is due is to come, what was seen is past."""

    FUTURE = "future"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A date as it was read: a day, or the first of the month that is meant."""

    on: date
    precision: DatePrecision = DatePrecision.DAY


def read_date(text: str, *, today: date, towards: Towards = Towards.FUTURE) -> TypedDate | None:
    """Return what was typed as a date; None for what is not plainly one, or is no day of the calendar.

    'March 2027', '3/2027' and 'end of March' are the month. Without a year a date is the next one from `today` on, or
    with PAST the last one up to it. A day of the week must be the right one.
    """
    words = _plain(text)
    if words in {"today", "tomorrow", "yesterday"}:
        return TypedDate(today + timedelta(days=("yesterday", "today", "tomorrow").index(words) - 1))
    if month := _month(words, today=today, towards=towards):
        return TypedDate(month, DatePrecision.MONTH)
    weekday, rest = _without_weekday(words)
    day = _day(rest, today=today, towards=towards)
    if day is None or (weekday is not None and day.weekday() != weekday):
        return None
    return TypedDate(day)


def month_number(text: str) -> int | None:
    """Return 1 to 12 for '3', '03', 'March', 'mar' or 'Sept'; None for anything else."""
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text) if 1 <= int(text) <= len(MONTHS) else None
    word = text.lower()
    if len(word) < 3:
        return None
    return next((i for i, month in enumerate(MONTHS, start=1) if month.startswith(word)), None)


def _plain(text: str) -> str:
    return " ".join(re.split(r"[\s.,/\u2010-\u2015-]+", text.lower())).strip()


def _without_weekday(words: str) -> tuple[int | None, str]:
    first, _, rest = words.partition(" ")
    if len(first) >= 3 and rest:
        for number, name in enumerate(WEEKDAYS):
            if name.startswith(first):
                return number, rest
    return None, words


def _month(words: str, *, today: date, towards: Towards) -> date | None:
    if words in {"end of month", "end of the month", "end of this month"}:
        return today.replace(day=1)
    if end := _MONTH_END.fullmatch(words):
        number = month_number(end["word"])
        if number is None:
            return None
        if end["year"]:
            return _real(end["year"], number, 1)
        return _nearest(number, 1, from_day=today.replace(day=1), towards=towards)
    for pattern in _MONTHS:
        if match := pattern.fullmatch(words):
            parts = match.groupdict()
            number = month_number(parts.get("month") or parts.get("word") or "")
            return _real(parts["year"], number, 1) if number else None
    return None


def _day(words: str, *, today: date, towards: Towards) -> date | None:
    for pattern in _DAYS:
        if match := pattern.fullmatch(words):
            parts = match.groupdict()
            number = month_number(parts.get("month") or parts.get("word") or "")
            if number is None:
                return None
            if parts.get("year"):
                return _real(parts["year"], number, int(parts["day"]))
            if _may_be_a_year(words, int(parts["day"]), today=today):
                return None
            return _nearest(number, int(parts["day"]), from_day=today, towards=towards)
    return None


def _may_be_a_year(words: str, number: int, *, today: date) -> bool:
    """Return whether 'March 27' may as well be March 2027; 'March 5' and 'March 27th' may not."""
    return words.endswith(f" {number}") and words[0].isalpha() and CENTURY + number >= today.year


def _nearest(month: int, day: int, *, from_day: date, towards: Towards) -> date | None:
    """Return the next or last such day of the year; 29 February may lie years off, so it asks for its year."""
    step = 1 if towards is Towards.FUTURE else -1
    for year in (from_day.year, from_day.year + step):
        nearest = _real(f"{year:04}", month, day)
        if nearest and (nearest >= from_day if step > 0 else nearest <= from_day):
            return nearest
    return None


def _real(year: str, month: int, day: int) -> date | None:
    number = int(year) + (CENTURY if len(year) == 2 else 0)
    try:
        return date(number, month, day)
    except ValueError:
        return None

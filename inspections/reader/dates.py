"""Reads the dates that reports print, to the day or to the month."""

import re

from inspections.reader.patterns import guarded, lazy

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(month[:3] + (f"(?:{month[3:]})?" if len(month) > 3 else "") for month in MONTHS) + "|sept"
MONTH_NAME = rf"(?:{_MONTH})\b"
# How the name of any month begins: enough to see that none is there.
MONTH_BEGINS = rf"(?:{'|'.join(month[:3] for month in MONTHS)})"
MONTH_YEAR = rf"(?:{_MONTH})\.?,?\s+(?:19|20)\d{{2}}"
DATE = rf"(?:(?:\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?{MONTH_YEAR}"
_WORDS = lazy(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b({_MONTH})\.?,?\s+((?:19|20)\d{{2}})\b", re.IGNORECASE)
_FIGURES = lazy(r"\b(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})\b")
_ISO = lazy(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b")
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?"
# What may stand between two days or two months of one visit.
_BETWEEN = (
    r"(?:\s*,\s*(?:and\s+)?|\s*[–—-]\s*|\s*&\s*|\s+(?:and|to|until|till|through|then)\s+)"
    r"(?:(?:then|again|also|from|on|in|ended|ending|finished|finishing|between|the\s+(?:days|weeks?)\s+of)\s+){0,3}"
)
# '28 and 29 January and 4 February 2025': the month and the year may stand only once, with the last day.
DAYS = (
    rf"(?:{_DAY}(?:\s+(?:{_MONTH})\b\.?(?:,?\s+(?:19|20)\d{{2}})?)?{_BETWEEN}){{1,30}}"
    rf"{_DAY}\s+(?:{_MONTH})\b\.?,?\s+(?:19|20)\d{{2}}"
)
# 'February and March 2024', 'December 2025 to January 2026'.
MONTHS_OF_A_VISIT = (
    rf"(?:\b(?:{_MONTH})\b\.?(?:,?\s+(?:19|20)\d{{2}})?{_BETWEEN}){{1,11}}(?:{_MONTH})\b\.?,?\s+(?:19|20)\d{{2}}"
)
_STANDS_BETWEEN = r"[,–—&-]|\s(?:and|to|until|till|through|then)\s"
_DAYS = guarded(rf"(?<![\d/.]){DAYS}\b", re.IGNORECASE, needs=_STANDS_BETWEEN)
_MONTHS = guarded(rf"{MONTHS_OF_A_VISIT}\b", re.IGNORECASE, needs=_STANDS_BETWEEN)
_DAY_NUMBER = lazy(r"\d{1,2}(?!\d)")
_MONTH_NAME = lazy(rf"\b(?:{_MONTH})\b", re.IGNORECASE)
_YEAR = lazy(r"(?:19|20)\d{2}")
_AMERICAN = lazy(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,\s+((?:19|20)\d{{2}})\b", re.IGNORECASE)


def first_date(text: str) -> str | None:
    """Return the first date in the text as 'YYYY-MM-DD' or, where no day is printed, 'YYYY-MM'; None without a date.

    Of several days or months of one visit that is the first, whose month and year may stand with a later one.
    """
    dates: list[tuple[int, str]] = []
    if match := _DAYS.search(text):
        dates.append((match.start(), _first_of(match.group(), _DAY_NUMBER.search(match.group()))))
    if match := _MONTHS.search(text):
        dates.append((match.start(), _first_of(match.group(), None)))
    if match := _AMERICAN.search(text):
        dates.append((match.start(), _iso(match.group(3), match.group(1), match.group(2))))
    if match := _WORDS.search(text):
        dates.append((match.start(), _iso(match.group(3), match.group(2), match.group(1))))
    if match := _FIGURES.search(text):
        dates.append((match.start(), _checked(match.group(3), int(match.group(2)), int(match.group(1)))))
    if match := _ISO.search(text):
        dates.append((match.start(), _checked(match.group(1), int(match.group(2)), int(match.group(3)))))
    return next((date for _, date in sorted(dates, key=lambda dated: dated[0]) if date), None)


def _first_of(visit: str, day: re.Match[str] | None) -> str:
    """Return the first day, or month, of a visit over several."""
    months = _MONTH_NAME.findall(visit)
    first_month = _MONTH_NAME.search(visit)
    year = _YEAR.search(visit)
    if first_month is None or year is None:
        return ""
    number = int(year.group())
    # Without a year of its own, December before 'January 2026' is that of 2025.
    before_year = [_number_of(name) for name in months if visit.index(name) < year.start()]
    if before_year and before_year[0] > before_year[-1]:
        number -= 1
    return _iso(str(number), first_month.group(), day.group() if day else None)


def _number_of(month: str) -> int:
    return next(i for i, name in enumerate(MONTHS, start=1) if name.startswith(month.casefold()[:3]))


def _iso(year: str, month: str, day: str | None) -> str:
    number = _number_of(month)
    return _checked(year, number, int(day)) if day else f"{year}-{number:02}"


def _checked(year: str, month: int, day: int) -> str:
    """Return the date in ISO form; the month alone where the day cannot be; empty where the month cannot be."""
    if not 1 <= month <= 12:
        return ""
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{year}-{month:02}"

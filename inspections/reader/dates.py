"""Reads the dates that reports print, to the day or to the month."""

import re

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(month[:3] + (f"(?:{month[3:]})?" if len(month) > 3 else "") for month in MONTHS) + "|sept"
MONTH_YEAR = rf"(?:{_MONTH})\.?,?\s+(?:19|20)\d{{2}}"
DATE = rf"(?:(?:\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?{MONTH_YEAR}"
# 'February and March 2024'.
MONTHS_OF_ONE_YEAR = rf"(?:{_MONTH})\s*(?:to|and|[–—-])\s*(?:{_MONTH})\s+(?:19|20)\d{{2}}"
_WORDS = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b({_MONTH})\.?,?\s+((?:19|20)\d{{2}})\b", re.IGNORECASE
)
_FIGURES = re.compile(r"\b(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})\b")
_ISO = re.compile(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b")
# '3 to 14 March 2025', '3 March and 14 March 2025': the year stands only once, with the last day.
_RANGE = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+({_MONTH}))?\s*(?:to|and|until|through|[–—-])\s*"
    rf"(?:\w+\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+({_MONTH})\s+((?:19|20)\d{{2}})\b",
    re.IGNORECASE,
)


_MONTHS = re.compile(rf"\b({_MONTH})\s*(?:to|and|[–—-])\s*(?:{_MONTH})\s+((?:19|20)\d{{2}})\b", re.IGNORECASE)


def first_date(text: str) -> str | None:
    """Return the first date in the text as 'YYYY-MM-DD' or, where no day is printed, 'YYYY-MM'; None without a date."""
    dates: list[tuple[int, str]] = []
    if match := _RANGE.search(text):
        month = match.group(2) or match.group(3)
        dates.append((match.start(), _iso(match.group(4), month, match.group(1))))
    if match := _MONTHS.search(text):
        dates.append((match.start(), _iso(match.group(2), match.group(1), None)))
    if match := _WORDS.search(text):
        dates.append((match.start(), _iso(match.group(3), match.group(2), match.group(1))))
    if match := _FIGURES.search(text):
        dates.append((match.start(), _checked(match.group(3), int(match.group(2)), int(match.group(1)))))
    if match := _ISO.search(text):
        dates.append((match.start(), _checked(match.group(1), int(match.group(2)), int(match.group(3)))))
    return next((date for _, date in sorted(dates) if date), None)


def _iso(year: str, month: str, day: str | None) -> str:
    number = next(i for i, name in enumerate(MONTHS, start=1) if name.startswith(month.casefold()[:3]))
    return _checked(year, number, int(day)) if day else f"{year}-{number:02}"


def _checked(year: str, month: int, day: int) -> str:
    """Return the date in ISO form; the month alone where the day cannot be; empty where the month cannot be."""
    if not 1 <= month <= 12:
        return ""
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{year}-{month:02}"

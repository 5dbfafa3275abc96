"""Dates, counts and plurals as a person reads them, for pages, mails, files and refusals alike."""

import unicodedata
from datetime import date, datetime

from inspections.choices import DatePrecision
from tracker.rules.calendar import london

# Lists stop counting there (docs/performance.md): more is said as '1,000+'.
COUNT_LIMIT = 1_000
# Curly quotes and apostrophes, and every hyphen and dash, as a keyboard types them.
PLAIN_MARKS = (
    dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc"), "'")
    | dict.fromkeys(map(ord, "\u201c\u201d\u201f"), '"')
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
)


def date_long(day: date | None) -> str:
    """Return '5 March 2025', in London for a time; '' for None."""
    return f"{_day(day):%-d %B %Y}" if day else ""


def date_short(day: date | None) -> str:
    """Return '5 Mar 2025', where space is tight; '' for None."""
    return f"{_day(day):%-d %b %Y}" if day else ""


def date_day(day: date | None) -> str:
    """Return 'Wednesday 5 March 2025', where the day of the week helps; '' for None."""
    return f"{_day(day):%A %-d %B %Y}" if day else ""


def date_month(day: date | None) -> str:
    """Return 'March 2027', for a date known to the month only; '' for None."""
    return f"{_day(day):%B %Y}" if day else ""


def date_without_year(day: date | None) -> str:
    """Return '5 March', where the year goes without saying; '' for None."""
    return f"{_day(day):%-d %B}" if day else ""


def date_stated(day: date | None, precision: str) -> str:
    """Return a date as exactly as it was given: '5 March 2027' or 'March 2027'; '' for None."""
    return date_month(day) if precision == DatePrecision.MONTH else date_long(day)


def date_due(day: date, precision: str) -> str:
    """Return 'due 5 March 2027', or 'due March 2027' for a month's date."""
    return f"due {date_stated(day, precision)}"


def date_time(at: datetime | None) -> str:
    """Return '5 March 2025 at 9:32am', in London; '' for None."""
    return f"{date_long(at)} at {clock(at)}" if at else ""


def date_stamp(at: datetime) -> str:
    """Return '5 March 2025 at 14:05', in London, as a file says when it was made."""
    return f"{date_long(at)} at {london(at):%H:%M}"


def clock(at: datetime) -> str:
    """Return '9:32am', in London."""
    local = london(at)
    return f"{local:%-I:%M}{'am' if local.hour < 12 else 'pm'}"


def counted(count: int) -> str:
    """Return '950', and '1,000+' beyond a thousand."""
    return f"{count:,}" if count <= COUNT_LIMIT else f"{COUNT_LIMIT:,}+"


def noun(count: int | str, one: str, many: str = "") -> str:
    """Return the noun that follows a count, 'action' or 'actions'; `many` where it is not `one` with an s."""
    return one if str(count) == "1" else many or one + "s"


def plural(count: int, one: str, many: str = "") -> str:
    """Return '1 action', '3 actions' or '1,000+ actions'; `many` where it is not `one` with an s."""
    return f"{counted(count)} {noun(count, one, many)}"


def exact_plural(count: int, one: str, many: str = "") -> str:
    """Return '1 day', '3 days' or '1,204 days', for a number that is said in full."""
    return f"{count:,} {noun(count, one, many)}"


def plain_plural(count: int, one: str, many: str = "") -> str:
    """Return '1 day', '3 days' or '1204 days', for a number that is said in full without a comma, as in mail."""
    return f"{count} {noun(count, one, many)}"


def verb(count: int, one: str, many: str) -> str:
    """Return the verb that goes with a count: 'is' or 'are', 'needs' or 'need'."""
    return one if count == 1 else many


def times(count: int) -> str:
    """Return 'once', 'twice' or '3 times'."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def starts_lower(text: str) -> str:
    """Return a label for the middle of a sentence: 'Due date' becomes 'due date', 'PDU' stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def starts_upper(text: str) -> str:
    """Return a text for the beginning of a line: 'check each plan' becomes 'Check each plan'."""
    return text[:1].upper() + text[1:]


def starts_sentence(noun: str) -> str:
    """Return a noun for the start of a sentence: 'the reason' becomes 'The reason', 'a post' becomes 'The post'."""
    known = next((f"the {noun.removeprefix(article)}" for article in ("a ", "an ") if noun.startswith(article)), noun)
    return known[:1].upper() + known[1:]


def folded(text: str) -> str:
    """Return a text as it is searched: small letters, without accents, with plain quotes, apostrophes and hyphens."""
    apart = unicodedata.normalize("NFKD", text.translate(PLAIN_MARKS)).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def too_long(noun: str, limit: int) -> str:
    """Return 'The reason must be 1,000 characters or fewer', for pages, refusals and the API alike."""
    return f"{starts_sentence(noun)} must be {exact_plural(limit, 'character')} or fewer"


def _day(value: date) -> date:
    if not isinstance(value, datetime):
        return value
    return (london(value) if value.tzinfo else value).date()

"""The lists that come on their own days: each week what is overdue and a region's exceptions, each month repeats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.choices import NoticeKind
from tracker.notifications import links
from tracker.notifications.rules.mail_rows import MailLine
from tracker.rules import working_days
from tracker.rules.notices import Identity
from tracker.rules.wording import plain_plural
from tracker.rules.working_days import DAY, Holidays

BANDS = ((1, "under 1 year ago"), (2, "1 to 2 years ago"), (3, "2 to 3 years ago"))
OLDEST = "3 years ago or more"
UNKNOWN = "date not known"


@dataclass(frozen=True, slots=True)
class ListedRepeat:
    """An open recommendation that was made before: where it is answered for, and since when it has been made."""

    region: str
    slug: str
    since: date | None


def week_list(kind: NoticeKind, on: date, *, person_id: int) -> Identity:
    """Return what is told once a week, by its Monday: the exception list, or what a person has overdue."""
    return Identity(kind, (on - DAY * on.weekday()).isoformat(), person_id)


def month_list(kind: NoticeKind, on: date, *, person_id: int) -> Identity:
    """Return what is told once a month, such as the picture of repeats: its subject is '2026-11'."""
    return Identity(kind, f"{on:%Y-%m}", person_id)


def is_month_begun(on: date, holidays: Holidays) -> bool:
    """Return whether the first working day of the month has come."""
    return on >= working_days.after(on.replace(day=1), 0, holidays)


def last_exception_due_on(on: date, *, days: int, holidays: Holidays) -> date:
    """Return the last day on which an action can be due that is late by so many working days or more."""
    return working_days.before(on, days, holidays)


def band(since: date | None, *, on: date) -> str:
    """Return how long ago a recommendation was first made: 'under 1 year' to '3 years or more'."""
    if since is None:
        return UNKNOWN
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    return next((words for limit, words in BANDS if years < limit), OLDEST)


def picture(repeats: Iterable[ListedRepeat], *, on: date) -> tuple[MailLine, ...]:
    """Return one line for each region with any, the most first.

    How many are open, and since when they have been made.
    """
    by_region: dict[tuple[str, str], dict[str, int]] = {}
    for repeat in repeats:
        counts = by_region.setdefault((repeat.region, repeat.slug), {})
        words = band(repeat.since, on=on)
        counts[words] = counts.get(words, 0) + 1
    order = [*(words for _, words in BANDS), OLDEST, UNKNOWN]
    regions = sorted(by_region.items(), key=lambda row: (-sum(row[1].values()), row[0]))
    return tuple(
        _line(region, slug, [(words, counts[words]) for words in order if words in counts])
        for (region, slug), counts in regions
    )


def _line(region: str, slug: str, counts: list[tuple[str, int]]) -> MailLine:
    total = sum(count for _, count in counts)
    ages = ", ".join(f"{words} ({count})" for words, count in counts)
    return MailLine(
        ref=f"repeats:{slug}",
        lines=(f"{region}: {plain_plural(total, 'open recommendation')} made before", f"First made {ages}"),
        link="See repeated recommendations",
        link_about=region,
        address=links.repeats(slug),
    )

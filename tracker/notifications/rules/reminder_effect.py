"""What reminders achieve: days from a reminder to the update after it, and how many updates came without one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from tracker.rules.wording import noun

LEAST = 3  # updates behind a median that is shown
LEAST_FOR_A_SHARE = 20  # with fewer, counts are shown and no percentage (docs/pages.md#numbers-and-pictures)
LEAST_FOR_A_PICTURE = 3  # rungs with a median
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminded:
    """That somebody was mailed about an action; `code` is the rung, or the kind of news."""

    action: int
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Updated:
    """That somebody posted an update of an action."""

    action: int
    at: datetime


@dataclass(frozen=True, slots=True)
class EffectStep:
    """One rung: how many reminders were sent, how many updates came after it, and their median in days."""

    code: str
    reminders: int
    updates: int
    median_days: float | None  # None under 3 updates

    @property
    def words(self) -> str:
        """Return '2.5 days', '1 day', 'Fewer than 3 updates'."""
        if self.median_days is None:
            return f"Fewer than {LEAST} updates"
        days = f"{self.median_days:g}"
        return f"{days} {noun(days, 'day')}"


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of the reminders of a period."""

    steps: tuple[EffectStep, ...]
    updates: int
    without: int

    @property
    def shown(self) -> tuple[EffectStep, ...]:
        """Return the rungs with enough updates for a median."""
        return tuple(step for step in self.steps if step.median_days is not None)

    @property
    def has_picture(self) -> bool:
        return len(self.shown) >= LEAST_FOR_A_PICTURE

    @property
    def longest(self) -> float:
        return max((step.median_days or 0 for step in self.shown), default=0)

    @property
    def share_words(self) -> str:
        """Return '37 of 120 updates (31%) came without a reminder'; no percentage under 20, nothing under 3."""
        if self.updates < LEAST:
            return f"Fewer than {LEAST} updates were posted, so nothing can be said about them."
        share = f" ({round(100 * self.without / self.updates)}%)" if self.updates >= LEAST_FOR_A_SHARE else ""
        return f"{self.without:,} of {self.updates:,} updates{share} came without a reminder."

    @property
    def sentence(self) -> str:
        """Return what the picture would say, where there are too few rungs for one."""
        if not self.shown:
            return f"No kind of reminder was followed by {LEAST} updates or more, so there is no median to show."
        said = "; ".join(f"{step.code}: {step.words}" for step in self.shown)
        return f"Median time from reminder to update. {said}."


def effect(
    reminders: Iterable[Reminded], updates: Iterable[Updated], *, since: datetime, order: Sequence[str]
) -> Effect:
    """Return what came of the reminders.

    Each update from `since` on counts once: for the last reminder of its action after the update before it.

    An update without such a reminder came without one. `order` are the codes, lowest rung first; others follow.
    Older reminders and updates may be given, so that what came before is known.
    """
    by_action: dict[int, list[Reminded]] = defaultdict(list)
    for reminder in sorted(reminders, key=lambda reminder: reminder.at):
        by_action[reminder.action].append(reminder)
    days: dict[str, list[float]] = defaultdict(list)
    total = without = 0
    before: dict[int, datetime] = {}
    for update in sorted(updates, key=lambda update: update.at):
        last = _last(by_action.get(update.action, ()), after=before.get(update.action), until=update.at)
        before[update.action] = update.at
        if update.at < since:
            continue
        total += 1
        if last is None:
            without += 1
        else:
            days[last.code].append((update.at - last.at) / DAY)
    sent: dict[str, int] = defaultdict(int)
    for of_action in by_action.values():
        for reminder in of_action:
            sent[reminder.code] += reminder.at >= since
    codes = [code for code in order if sent.get(code) or days.get(code)]
    codes += sorted({code for code, count in sent.items() if count} | days.keys() - set(codes))
    steps = tuple(
        EffectStep(code, sent.get(code, 0), len(days[code]), _median(days[code])) for code in dict.fromkeys(codes)
    )
    return Effect(steps, total, without)


def _last(reminders: Sequence[Reminded], *, after: datetime | None, until: datetime) -> Reminded | None:
    for reminder in reversed(reminders):
        if reminder.at <= until:
            return reminder if after is None or reminder.at > after else None
    return None


def _median(days: Sequence[float]) -> float | None:
    return round(median(days), 1) if len(days) >= LEAST else None

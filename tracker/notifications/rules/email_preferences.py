"""How often a person is mailed: when their digest is due, what it may tell, and how that is said."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tracker.choices import Frequency, NoticeKind, NoticeWay
from tracker.notifications.rules import delivery
from tracker.notifications.rules.delivery import DIGEST_AT
from tracker.notifications.rules.kinds import is_refused
from tracker.rules.calendar import LONDON, london

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
LONGEST_WAIT = 21  # days: a fortnight, and Easter or the days after Christmas
BY_WEEK = frozenset({Frequency.WEEKLY, Frequency.FORTNIGHTLY})

# News goes with the digest of whoever wants to hear of it; it makes no mail.
TELLS_NEWS = frozenset({Frequency.DAILY, Frequency.WEEKLY, Frequency.FORTNIGHTLY})
HINTS: dict[Frequency, str] = {
    Frequency.WEEKLY: "One email on the day you choose, if there is something to tell you.",
    Frequency.DAILY: "One email on each working day on which something is new.",
    Frequency.FORTNIGHTLY: "One email every second week, on the day you choose.",
    Frequency.NEEDED: "On the working day when an action becomes overdue or a decision waits for you.",
    Frequency.STOPPED: "You still get what is given or returned to you, and what you choose to be told at once.",
}


@dataclass(frozen=True, slots=True)
class Preference:
    """What a person chose; `weekday` counts from 0, Monday, and matters for the weekly and fortnightly digest."""

    frequency: Frequency = Frequency.WEEKLY
    weekday: int = 0

    @property
    def words(self) -> str:
        """Return 'on Mondays': how often, for the middle of a sentence."""
        return {
            Frequency.DAILY: "on working days",
            Frequency.WEEKLY: f"on {WEEKDAYS[self.weekday]}s",
            Frequency.FORTNIGHTLY: f"every second {WEEKDAYS[self.weekday]}",
            Frequency.NEEDED: "only when something needs you",
            Frequency.STOPPED: "only when something is given or returned to you",
        }[self.frequency]


DEFAULT = Preference()


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What a person may choose to be told at once; what is given or returned to them always is."""

    reviews: bool = True
    escalations: bool = True


@dataclass(frozen=True, slots=True)
class DigestRunDue:
    """All digests of one frequency for one day: made once."""

    frequency: Frequency
    on: date


def run_due(preference: Preference, at: datetime) -> DigestRunDue | None:
    """Return the run that a person's digest belongs to at this moment; None before 7:30am London time and on days off.

    A chosen day that is a bank holiday counts as the next working day. A weekly or fortnightly digest that was missed
    is due on the next working day, any other on its own day alone.
    """
    frequency = preference.frequency
    if frequency not in BY_WEEK:
        return DigestRunDue(frequency, london(at).date()) if delivery.is_collecting_time(at) else None
    in_turn = is_fortnight if frequency is Frequency.FORTNIGHTLY else delivery.every_week
    on = delivery.weekly_run(weekday=preference.weekday, at=at, in_turn=in_turn)
    return DigestRunDue(frequency, on) if on else None


def runs_due(at: datetime) -> frozenset[DigestRunDue]:
    """Return the runs of every choice there is, whether somebody has chosen it or not.

    So a run is made on its day even where it is for nobody, and who chooses its day later gets the next one.
    """
    runs = (run_due(Preference(frequency, weekday), at) for frequency in Frequency for weekday in range(len(WEEKDAYS)))
    return frozenset(run for run in runs if run is not None)


def is_fortnight(day: date) -> bool:
    """Return whether the day is in a week of mail for those who get it every second week: the same weeks for everybody.

    Counted from the first Monday of the calendar, so that no year of 53 weeks breaks the order.
    """
    return (day.toordinal() - 1) // 7 % 2 == 0


def tells(frequency: Frequency, kind: NoticeKind, way: NoticeWay = NoticeWay.DIGEST) -> bool:
    """Return whether somebody with this choice is mailed about this kind of thing.

    `way` is how they are told of it by what they chose (delivery.way_of): who stopped the digest still hears at once of
    what they left ticked.
    """
    return way is NoticeWay.INSTANT or not is_refused(kind, frequency)


def tells_news(frequency: Frequency) -> bool:
    """Return whether the digest of somebody with this choice says what others changed and how the area stands."""
    return frequency in TELLS_NEWS


def next_digest_at(preference: Preference, at: datetime) -> datetime:
    """Return the next 7:30am after this moment at which a digest of this preference may be made."""
    start = at.astimezone(LONDON).date()
    mornings = (datetime.combine(start + timedelta(days=days), DIGEST_AT, LONDON) for days in range(LONGEST_WAIT))
    return next(
        morning.astimezone(UTC)
        for morning in mornings
        if morning > at and (run := run_due(preference, morning)) and run.on == morning.date()
    )

"""The ladder of reminders: one table of who is told what, how many working days before or after a date, and how.

A rung is reached on its working day. It is told when it has been reached and was not told yet, so days on which
nothing ran lose nothing; of several that were reached only the highest is told. Nothing is told on a day that is no
working day.

**What starts a ladder again.** A rung is told once to a person for a date and a *since*, the last day on which the
ladder was quiet:

- another date is another ladder: every rung of it can be told again;
- an update makes its day the since of the rungs *after* the date, which are then counted from that day if it is later
  than the date. So the head of the PDU hears after five more working days of silence, not after each update; and the
  owner, who has just said how it stands, hears the first rung again after three (`quiet`), not the next morning. Before
  the date an update changes nothing: its rungs are facts about the date and each comes once;
- while a snooze lasts nothing is told to anybody. On its last day (`until_on`, or the day on which somebody ended it)
  the highest rung that is reached is told, even if it was told before the snooze; rungs after the date are counted
  from the day before;
- `again=False`: only another date makes it come again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations

from tracker.choices import NoticeKind, NoticeWay
from tracker.rules import working_days
from tracker.rules.notices import EVER, Identity
from tracker.rules.working_days import DAY, Holidays


class About(StrEnum):
    """What has a date and a ladder of its own."""

    ACTION = "action"
    RESPONSE = "response"
    ACKNOWLEDGEMENT = "acknowledgement"
    REVIEW = "review"
    RETURNED = "returned self-assessment"
    EVIDENCE = "evidence"
    CARRY_OVER = "carry-over"
    CHECK = "check after closing"
    TAKEOVER = "who takes over"
    ALERT = "organisational alert"


class To(StrEnum):
    """Who is told. A post means who covers its leave that day, or else holds it (queries/accountable)."""

    OWNER = "the owner"
    HEAD = "the head of the PDU"
    REGION = "the regional lead"
    NATIONAL = "HMPPS"
    MANAGERS = "who leads the body"
    ABOVE = "who leads the body above"
    REVIEWERS = "who leads the reviewing body"
    COORDINATORS = "the inspection coordinators"
    CONFIRMERS = "who can confirm it"


@dataclass(frozen=True, slots=True)
class Rung:
    """`days` are working days after the date, negative ones before it; 0 is the day itself, or else the next one.

    `quiet` are the working days of silence after an update, where it takes more of them than after the date.
    """

    code: str
    about: About
    days: int
    to: To
    kind: NoticeKind
    way: NoticeWay
    again: bool = True
    repeated: bool | None = None  # only actions that answer a repeated recommendation, or only others
    quiet: int = 0

    @property
    def is_before(self) -> bool:
        return self.days < 0

    @property
    def silence(self) -> int:
        """Return the working days of silence after an update."""
        return max(self.days, self.quiet)


_DIGEST, _DAY, _INSTANT = NoticeWay.DIGEST, NoticeWay.DAY, NoticeWay.INSTANT
_DUE, _LATE = NoticeKind.ACTION_DUE, NoticeKind.ACTION_LATE
_UP, _EXCEPTION = NoticeKind.ESCALATION, NoticeKind.EXCEPTION
_RESPONSE, _SILENT = NoticeKind.RESPONSE_DUE, NoticeKind.UNACKNOWLEDGED
_REVIEW, _RETURNED = NoticeKind.REVIEW_WAITING, NoticeKind.SELF_ASSESSMENT_RETURNED
_CARRY_OVER, _ALERT = NoticeKind.CARRY_OVER_UNFINISHED, NoticeKind.ALERT_DUE

# Lowest first. Codes are kept in notices, so they never change; the numbers of days may (settings.LADDER_DAYS).
LADDER: tuple[Rung, ...] = (
    Rung("action-early", About.ACTION, -20, To.OWNER, _DUE, _DIGEST),
    Rung("action-soon", About.ACTION, -10, To.OWNER, _DUE, _DIGEST),
    Rung("action-near", About.ACTION, -3, To.OWNER, _DUE, _DAY),
    Rung("action-late", About.ACTION, 1, To.OWNER, _LATE, _DAY, quiet=3),
    Rung("action-repeat", About.ACTION, 1, To.NATIONAL, _UP, _INSTANT, again=False, repeated=True),
    Rung("action-head", About.ACTION, 5, To.HEAD, _UP, _INSTANT),
    Rung("action-region", About.ACTION, 10, To.REGION, _EXCEPTION, _DIGEST),
    Rung("action-hmpps", About.ACTION, 20, To.NATIONAL, _EXCEPTION, _DIGEST, repeated=False),
    Rung("response-soon", About.RESPONSE, -10, To.MANAGERS, _RESPONSE, _DIGEST),
    Rung("response-near", About.RESPONSE, -3, To.MANAGERS, _RESPONSE, _DAY),
    Rung("response-late", About.RESPONSE, 1, To.MANAGERS, _RESPONSE, _DAY),
    Rung("response-later", About.RESPONSE, 5, To.MANAGERS, _RESPONSE, _DAY),
    Rung("unacknowledged", About.ACKNOWLEDGEMENT, 5, To.MANAGERS, _SILENT, _DIGEST),
    Rung("unacknowledged-again", About.ACKNOWLEDGEMENT, 10, To.MANAGERS, _SILENT, _DAY),
    Rung("review-waiting", About.REVIEW, 5, To.REVIEWERS, _REVIEW, _DIGEST),
    Rung("review-waiting-again", About.REVIEW, 10, To.REVIEWERS, _REVIEW, _DAY),
    Rung("returned", About.RETURNED, 5, To.MANAGERS, _RETURNED, _DAY),
    Rung("evidence-stale", About.EVIDENCE, 0, To.OWNER, NoticeKind.STALE_EVIDENCE, _DIGEST),
    Rung("carry-over", About.CARRY_OVER, 10, To.COORDINATORS, _CARRY_OVER, _DIGEST),
    Rung("carry-over-again", About.CARRY_OVER, 20, To.COORDINATORS, _CARRY_OVER, _DAY),
    Rung("check-due", About.CHECK, 0, To.MANAGERS, NoticeKind.SUSTAIN_CHECK_DUE, _DIGEST),
    Rung("passing-on", About.TAKEOVER, 0, To.CONFIRMERS, NoticeKind.PROPOSAL_TO_CONFIRM, _DIGEST),
    Rung("alert-soon", About.ALERT, -10, To.OWNER, _ALERT, _DIGEST),
    Rung("alert-near", About.ALERT, -3, To.OWNER, _ALERT, _DAY),
    Rung("alert-late", About.ALERT, 1, To.OWNER, _ALERT, _DAY),
    Rung("alert-above", About.ALERT, 5, To.ABOVE, _ALERT, _DAY),
)
EXCEPTIONS_FROM = "action-region"  # from this rung on an action is on the exception list of its region
CODES = frozenset(rung.code for rung in LADDER)
NEVER = date(9999, 12, 31)
SOON_DAYS = 2  # working days
MOST_DAYS = 60  # of a setting: a rung further off is taken for a slip of the pen


def mistakes(days: Mapping[str, int]) -> list[str]:
    """Return what is wrong with numbers of days from settings, in sentences; none when all is well."""
    unknown = sorted(set(days) - CODES)
    sentences = [f"'{code}' is no rung. The rungs are {', '.join(sorted(CODES))}." for code in unknown]
    for rung in LADDER:
        least = min(1, abs(rung.days))
        if not least <= days.get(rung.code, least) <= MOST_DAYS:
            sentences.append(f"'{rung.code}' must be from {least} to {MOST_DAYS} working days.")
    changed = {rung.code: rung for rung in ladder(days)}
    for lower, higher in combinations(LADDER, 2):
        must_rise = lower.about is higher.about and lower.days < higher.days
        if must_rise and changed[lower.code].days >= changed[higher.code].days:
            sentences.append(f"'{lower.code}' must come before '{higher.code}'.")
    return sentences


def ladder(days: Mapping[str, int] | None = None) -> tuple[Rung, ...]:
    """Return the table, with other numbers of days for these codes; each number keeps its side of the date."""
    wanted = days or {}
    return tuple(
        replace(rung, days=-wanted[rung.code] if rung.is_before else wanted[rung.code]) if rung.code in wanted else rung
        for rung in LADDER
    )


def rungs_about(about: About, rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    """Return the rungs of one kind of thing, lowest first."""
    return tuple(rung for rung in rungs if rung.about is about)


@dataclass(frozen=True, slots=True)
class Dated:
    """What a ladder stands on.

    `updated_on` is the day of the last update, `snoozed_until` the day on which the last snooze is over (for one
    that somebody ended, that day).
    """

    due_on: date
    updated_on: date | None = None
    snoozed_until: date | None = None
    is_repeated: bool = False

    def since(self, rung: Rung) -> date | None:
        """Return the last day on which the ladder was quiet for this rung: what was told by then may be told again."""
        if not rung.again:
            return None
        days = [self.snoozed_until - DAY] if self.snoozed_until else []
        if not rung.is_before and self.updated_on:
            days.append(self.updated_on)
        return max(days, default=None)

    def counts_from(self, rung: Rung) -> date:
        """Return the day from which the days of a rung after the date count.

        It is the date, or the day before a snooze of it was over.
        """
        return max(self.due_on, self.snoozed_until - DAY) if rung.again and self.snoozed_until else self.due_on

    def quiet_from(self, rung: Rung) -> date | None:
        """Return the day of an update after the date, from which the silence counts that this rung ends."""
        is_later = self.updated_on is not None and self.updated_on > self.due_on
        return self.updated_on if rung.again and is_later else None


def day_of(rung: Rung, dated: Dated, holidays: Holidays) -> date:
    """Return the working day from which this rung is to be told; snoozes that still last are `is_reached`'s."""
    if rung.is_before:
        reached = working_days.before(dated.due_on, -rung.days, holidays)
        since = dated.since(rung)
        return max(reached, working_days.after(since, 1, holidays)) if since else reached
    reached = working_days.after(dated.counts_from(rung), rung.days, holidays)
    quiet = dated.quiet_from(rung)
    return max(reached, working_days.after(quiet, rung.silence, holidays)) if quiet else reached


def is_reached(rung: Rung, dated: Dated, *, on: date, holidays: Holidays) -> bool:
    """Return whether this rung is to be told on a day if it was not told yet.

    A rung before the date only until the date.
    """
    if not working_days.is_working_day(on, holidays) or (dated.snoozed_until and on < dated.snoozed_until):
        return False
    if rung.repeated is not None and rung.repeated is not dated.is_repeated:
        return False
    if rung.is_before and on > dated.due_on:
        return False
    return day_of(rung, dated, holidays) <= on


def reached(rungs: Iterable[Rung], dated: Dated, *, on: date, holidays: Holidays) -> tuple[Rung, ...]:
    """Return every rung of these that is reached on a day, lowest first."""
    return tuple(rung for rung in rungs if is_reached(rung, dated, on=on, holidays=holidays))


def identity(rung: Rung, *, subject: str, number: int, dated: Dated, person_id: int) -> Identity:
    """Return what is told once: this rung, of this thing and date, to this person, since the ladder was quiet."""
    since_on = dated.since(rung) or EVER
    return Identity(rung.kind, subject, person_id, number, since_on, rung.code, dated.due_on)


def due_between(rung: Rung, *, on: date, holidays: Holidays) -> tuple[date, date]:
    """Return the first and last date for which this rung is reached on a working day, if nothing was quiet since.

    For rungs after the date the last one bounds the since as well: both must be that long ago (`quiet_until` says how
    long an update must be). So no row of the database needs a sum of working days of its own.
    """
    if rung.is_before:
        return on, working_days.after(on, -rung.days, holidays)
    if rung.days == 0:
        return date.min, on
    return date.min, working_days.before(on, rung.days - 1, holidays) - DAY


def quiet_until(rung: Rung, *, on: date, holidays: Holidays) -> date:
    """Return the last day of an update after which there has been silence enough for this rung on a working day."""
    return working_days.before(on, rung.silence - 1, holidays) - DAY if rung.silence > 0 else on


def review_way(made_on: date, *, on: date, rungs: Iterable[Rung], holidays: Holidays) -> NoticeWay:
    """Return how a request to review is told on a day: at once where the review is due within 2 working days.

    A review is due when its first rung is reached. So a new self-assessment waits for the digest; somebody who becomes
    its reviewer days later, after a hand-over or cover, hears of it at once.
    """
    first = next(rung for rung in rungs if rung.about is About.REVIEW)
    due_on = working_days.after(made_on, first.days, holidays)
    return NoticeWay.INSTANT if due_on <= working_days.after(on, SOON_DAYS, holidays) else NoticeWay.DIGEST


def position(code: str) -> int:
    """Return how high a rung stands; -1 for a code that is no rung."""
    return _POSITIONS.get(code, -1)


_POSITIONS = {rung.code: number for number, rung in enumerate(LADDER)}


@dataclass(frozen=True, slots=True)
class Told:
    """That a person was told a rung of a thing for a date, or is about to be; `told_on` is the day it was noted."""

    code: str
    person_id: int
    due_on: date
    told_on: date


def highest(reached_rungs: Iterable[Rung], audiences: Callable[[Rung], frozenset[int]]) -> dict[int, Rung]:
    """Return, by person, the highest of these rungs that the person is told; they are given lowest first."""
    return {person: rung for rung in reached_rungs for person in sorted(audiences(rung))}


def knows(person_id: int, rung: Rung, dated: Dated, told: Iterable[Told]) -> bool:
    """Return whether somebody was told this rung, or a higher one, for this date since the ladder was quiet."""
    since = dated.since(rung)
    return any(
        rung_told.person_id == person_id
        and rung_told.due_on == dated.due_on
        and position(rung_told.code) >= position(rung.code)
        and (since is None or rung_told.told_on > since)
        for rung_told in told
    )


@dataclass(frozen=True, slots=True)
class LadderStanding:
    """How a thing stands on a day: every rung that is reached, lowest first, and the next day on which one will be."""

    reached: tuple[Rung, ...]
    codes: tuple[str, ...]
    again_on: date


class Today:
    """The rungs of a working day with their bounds worked out once, for many things: `reached` as comparisons.

    Things that stand alike share one answer: what is long past its date differs only in how long it has been quiet.
    """

    def __init__(self, rungs: Iterable[Rung], *, on: date, holidays: Holidays) -> None:
        self.on = on
        self._holidays = holidays
        self._days: dict[tuple[date, int], date] = {}
        self._standings: dict[tuple[date | None, date, date | None, date | None, bool], LadderStanding] = {}
        works = working_days.is_working_day(on, holidays)
        self._bounds = [
            (rung, *due_between(rung, on=on, holidays=holidays), quiet_until(rung, on=on, holidays=holidays))
            for rung in (rungs if works else ())
        ]

    def standing(
        self, due_on: date, updated_on: date | None, snoozed_until: date | None, is_repeated: bool
    ) -> LadderStanding:
        """Return what `Dated` of these would be told, and when the next rung is reached (else NEVER)."""
        key: tuple[date | None, date, date | None, date | None, bool]
        if is_repeated or due_on >= self.on or (snoozed_until and snoozed_until > self.on):
            key = (due_on, due_on, updated_on, snoozed_until, is_repeated)
        else:
            start = snoozed_until - DAY if snoozed_until and snoozed_until > due_on else due_on
            key = (None, start, updated_on if updated_on and updated_on > due_on else None, None, False)
        standing = self._standings.get(key)
        if standing is None:
            dated = Dated(due_on, updated_on, snoozed_until, is_repeated)
            rungs = self.reached(dated)
            codes = tuple(rung.code for rung in rungs)
            standing = self._standings[key] = LadderStanding(tuple(rungs), codes, self._again_on(dated))
        return standing

    def reached(self, dated: Dated) -> list[Rung]:
        """Return every rung that `is_reached`, lowest first."""
        if dated.snoozed_until and self.on < dated.snoozed_until:
            return []
        return [rung for rung, *bounds in self._bounds if self._is_within(rung, dated, *bounds)]

    def _again_on(self, dated: Dated) -> date:
        rungs = (rung for rung, *_ in self._bounds if rung.repeated in (None, dated.is_repeated))
        return min((day for rung in rungs if (day := self._day_of(rung, dated)) > self.on), default=NEVER)

    def _day_of(self, rung: Rung, dated: Dated) -> date:
        if rung.is_before:
            return day_of(rung, dated, self._holidays) if dated.since(rung) else self._shifted(dated.due_on, rung.days)
        reached = self._shifted(dated.counts_from(rung), rung.days)
        quiet = dated.quiet_from(rung)
        return max(reached, self._shifted(quiet, rung.silence)) if quiet else reached

    def _shifted(self, day: date, days: int) -> date:
        if (day, days) not in self._days:
            self._days[day, days] = working_days.shifted(day, days, self._holidays)
        return self._days[day, days]

    @staticmethod
    def _is_within(rung: Rung, dated: Dated, first: date, last: date, quiet_until: date) -> bool:
        if not first <= dated.due_on <= last or rung.repeated not in (None, dated.is_repeated):
            return False
        if rung.is_before:
            return True
        quiet = dated.quiet_from(rung)
        return dated.counts_from(rung) <= last and (quiet is None or quiet <= quiet_until)

"""The limits of mail: on which days and how often it goes, what goes apart, what waits for a person."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from tracker.choices import Frequency, MessageKind, NoticeKind, NoticeWay
from tracker.notifications.rules.kinds import RULES, AtOnceChoice
from tracker.rules import working_days
from tracker.rules.calendar import LONDON, london
from tracker.rules.working_days import DAY, bank_holidays

DIGEST_AT = time(7, 30)  # by London clocks, whatever the server's
FOLDS_WITHIN = timedelta(minutes=30)  # instant mail this near to its person's next goes with it
GIVES_UP_AFTER = DAY  # instant mail; days on which nothing goes do not count
MOST_WITHOUT_A_PERSON = 50  # messages of one run under settings that nobody has seen at work
SETTLED_AFTER = timedelta(days=15)  # by then the digests of every frequency have had their turn
WEEK, FORTNIGHT = timedelta(days=7), timedelta(days=14)
WEEKS_BACK = 4  # in which every weekly and every fortnightly digest has had its day
LASTS: dict[Frequency, timedelta] = {
    Frequency.DAILY: DAY,
    Frequency.WEEKLY: WEEK,
    Frequency.FORTNIGHTLY: FORTNIGHT,
    Frequency.NEEDED: DAY,
    Frequency.STOPPED: DAY,
}
# How long what goes that day or at once is asked about every minute. What no longer holds, or is not wanted, stays
# untold for good: without an end there would be more of it each year. Digests ask about all of it.
ASKED_FOR = timedelta(days=31)
# The one mail of a working day; instant mail and the note that the jobs ran come apart.
ONCE_A_DAY = frozenset({MessageKind.DIGEST, MessageKind.REMINDER})


def is_working_day(day: date) -> bool:
    """Return whether it is Monday to Friday, but no bank holiday of England and Wales."""
    return working_days.is_working_day(day, bank_holidays())


def first_from(day: date) -> date:
    """Return this day if it is a working day, or else the next one."""
    return working_days.after(day, 0, bank_holidays())


def may_go(at: datetime) -> bool:
    """Return whether any mail goes at this moment: nothing does at weekends and on bank holidays."""
    return is_working_day(london(at).date())


def is_collecting_time(at: datetime) -> bool:
    """Return whether it is 7:30am London time or later on a working day."""
    return may_go(at) and london(at).time() >= DIGEST_AT


def every_week(monday: date) -> bool:
    return True


def weekly_run(*, weekday: int, at: datetime, in_turn: Callable[[date], bool] = every_week) -> date | None:
    """Return the day of the newest weekly digest that is due by this moment; None at times when no mail is made.

    It is the chosen day, or the next working day where that is a bank holiday. Whoever makes digests remembers which
    runs were made, so one that was missed is due on the next working day, after a weekend and in the next week too.
    `in_turn` says which weeks, by their Mondays, count.
    """
    if not is_collecting_time(at):
        return None
    today = london(at).date()
    monday = today - DAY * today.weekday()
    starts = (monday - WEEK * weeks for weeks in range(WEEKS_BACK))
    days = (first_from(start + DAY * weekday) for start in starts if in_turn(start))
    return next((day for day in days if day <= today), None)


def expires_before(frequency: Frequency, at: datetime) -> datetime:
    """Return the moment since which digests are not stale at `at`: for those made before it no working day is left.

    They are not sent late: what they would have told goes into the next one.
    """
    first = first_from(london(at).date()) - LASTS[frequency] + DAY
    return datetime.combine(first, time(0), LONDON).astimezone(UTC)


def kind_of_today(*, has_digest: bool, was_mailed: bool, ways: Collection[NoticeWay]) -> MessageKind | None:
    """Return the one mail of a working day for somebody with something to tell: the digest, a reminder, or none.

    `has_digest`: their digest is due now. `was_mailed`: today's mail is out or on its way; the rest waits for another
    day. What is of the day goes with the digest, or else in one reminder.
    """
    if was_mailed or not ways:
        return None
    if has_digest:
        return MessageKind.DIGEST
    return MessageKind.REMINDER if NoticeWay.DAY in ways else None


def way_of(*, kind: NoticeKind, way: NoticeWay, reviews_at_once: bool, escalations_at_once: bool) -> NoticeWay:
    """Return how this person is told: who did not want reviews or escalations at once gets them with the digest."""
    chosen = {AtOnceChoice.REVIEWS: reviews_at_once, AtOnceChoice.ESCALATIONS: escalations_at_once, None: True}
    return NoticeWay.DIGEST if way is NoticeWay.INSTANT and not chosen[RULES[kind].at_once] else way


def goes_at_once(*, at: datetime, last_at: datetime | None, digest_at: datetime) -> bool:
    """Return whether something instant goes now, rather than wait to be told with more. From 7:30am on working days.

    `last_at`: when the person's last instant mail was made; within 30 minutes of it the next ones wait and go together.
    `digest_at`: their next digest; within 30 minutes of it they go with that.
    """
    if not is_collecting_time(at):
        return False
    is_near_the_last = last_at is not None and at - last_at < FOLDS_WITHIN
    return not is_near_the_last and digest_at - at > FOLDS_WITHIN


def gives_up_at(first_at: datetime) -> datetime:
    """Return when instant mail is too late: 24 hours after it was due, without the days on which nothing goes."""
    until = first_at + GIVES_UP_AFTER
    while not may_go(until):
        until += DAY
    return until


def has_run_out(kind: MessageKind, *, first_at: datetime, at: datetime) -> bool:
    """Return whether a message is not tried again. Digests and reminders do not run out.

    A later one takes over from them.
    """
    return kind not in ONCE_A_DAY and at >= gives_up_at(first_at)


def waits_for_a_person(*, messages: int, is_settled: bool, holds_already: bool) -> bool:
    """Return whether a run is held: the first one, or one after a change of settings, that is unusually large.

    `is_settled`: a person let a run under these settings go, or they have been at work for 15 days. `holds_already`:
    a run waits for a person now, so that nothing of it slips out in smaller parts.
    """
    return messages > 0 and not is_settled and (holds_already or messages > MOST_WITHOUT_A_PERSON)


class Became(StrEnum):
    """What became of a mail that a provider took."""

    ON_ITS_WAY = "on its way"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    UNDELIVERED = "undelivered"


# The statuses of GOV.UK Notify for email. Both failures that are not the address's own are tried again as a new send.
NOTIFY_STATUSES: dict[str, Became] = {
    "created": Became.ON_ITS_WAY,
    "sending": Became.ON_ITS_WAY,
    "delivered": Became.DELIVERED,
    "permanent-failure": Became.BOUNCED,
    "temporary-failure": Became.UNDELIVERED,
    "technical-failure": Became.UNDELIVERED,
}


def became(status: str) -> Became:
    """Return what became of a mail with this status; one that is not known is not taken for a failure."""
    return NOTIFY_STATUSES.get(status, Became.ON_ITS_WAY)


def settings_mark(settings: Mapping[str, object]) -> str:
    """Return the same 64 characters for the same settings, in any order."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True, default=repr).encode()).hexdigest()

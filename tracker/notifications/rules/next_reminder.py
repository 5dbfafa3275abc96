"""When somebody is next reminded of a thing if nothing changes: the day and the mail, as they chose to be told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from tracker.choices import NoticeKind, NoticeWay
from tracker.notifications.rules import delivery, email_preferences, ladder
from tracker.notifications.rules.email_preferences import DEFAULT, AtOnce, Preference
from tracker.notifications.rules.ladder import Dated, Rung, Told
from tracker.rules import working_days
from tracker.rules.calendar import LONDON, london

EVERYTHING = AtOnce()


@dataclass(frozen=True, slots=True)
class MailChoice:
    """What one person chose, and whether their one mail of today is out."""

    preference: Preference = DEFAULT
    at_once: AtOnce = EVERYTHING
    is_mailed: bool = False

    def takes(self, kind: NoticeKind, way: NoticeWay) -> bool:
        """Return whether they are mailed about this kind of thing at all."""
        return email_preferences.tells(self.preference.frequency, kind, self.way_of(kind, way))

    def way_of(self, kind: NoticeKind, way: NoticeWay) -> NoticeWay:
        """Return how they are told of it, whatever else goes that day."""
        reviews, escalations = self.at_once.reviews, self.at_once.escalations
        return delivery.way_of(kind=kind, way=way, reviews_at_once=reviews, escalations_at_once=escalations)


@dataclass(frozen=True, slots=True)
class Coming:
    """A rung that somebody is to be told: from which day, and in the mail of which day.

    `on` is None where the person refuses it by mail.
    """

    rung: Rung
    person_id: int
    reached_on: date
    on: date | None
    way: NoticeWay

    @property
    def order(self) -> tuple[bool, date]:
        """Return what sorts it: what is refused is last."""
        return self.on is None, self.on or self.reached_on


def next_reminder(
    rungs: Iterable[Rung],
    dated: Dated,
    audiences: Callable[[Rung], frozenset[int]],
    told: Iterable[Told],
    choices: Mapping[int, MailChoice],
    *,
    at: datetime,
) -> Coming | None:
    """Return the first mail, from this moment on, that tells somebody a rung that they do not know; None if none will.

    A rung that waits for a digest does not come where a later one has taken its place by then. Of people without an
    entry in `choices` the default holds.
    """
    rungs, known, holidays = tuple(rungs), list(told), working_days.bank_holidays()
    on = london(at).date()
    first = working_days.after(max(on, dated.snoozed_until or on), 0, holidays)

    def highest(day: date) -> dict[int, Rung]:
        return ladder.highest(ladder.reached(rungs, dated, on=day, holidays=holidays), audiences)

    reminders: list[Coming] = []
    for day in sorted({max(first, ladder.day_of(rung, dated, holidays)) for rung in rungs}):
        for person, rung in highest(day).items():
            if ladder.knows(person, rung, dated, known):
                continue
            choice = choices.get(person, MailChoice())
            if not choice.takes(rung.kind, rung.way):
                reminders.append(Coming(rung, person, day, None, rung.way))
                continue
            mail_on, way = mail_of(choice, rung.kind, rung.way, day, at=at)
            if mail_on == day or highest(mail_on).get(person) == rung:
                reminders.append(Coming(rung, person, day, mail_on, way))
    return min(reminders, key=lambda coming: coming.order, default=None)


def mail_of(choice: MailChoice, kind: NoticeKind, way: NoticeWay, day: date, *, at: datetime) -> tuple[date, NoticeWay]:
    """Return the day of the mail that tells what is reached on a working day, this one or later, and how it goes.

    What goes that day or at once goes with the digest where the digest of that day comes first. Who had the mail of
    today gets what is of the day on the next working day.
    """
    start = max(at, datetime.combine(day, time(0), LONDON))
    digest_at = email_preferences.next_digest_at(choice.preference, start)
    digest_on, told = london(digest_at).date(), choice.way_of(kind, way)
    morning = max(at, datetime.combine(day, delivery.DIGEST_AT, LONDON))
    if told is NoticeWay.INSTANT and delivery.goes_at_once(at=morning, last_at=None, digest_at=digest_at):
        return day, told
    if told is NoticeWay.DIGEST or digest_on == day:
        return digest_on, NoticeWay.DIGEST
    if told is NoticeWay.DAY and choice.is_mailed and day == london(at).date():
        return mail_of(choice, kind, way, working_days.after(day, 1, working_days.bank_holidays()), at=at)
    return day, told

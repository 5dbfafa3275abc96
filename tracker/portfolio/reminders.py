"""When a record is next reminded of, and who was told of it last: two lines on its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from inspections.models import Organisation
from tracker.choices import Frequency, MessageKind, NoticeWay
from tracker.models import Action, EmailPreference, Message, Notice, Snooze
from tracker.models.action_ladder import dated_of
from tracker.portfolio.accountable import accountable
from tracker.portfolio.ladder import Audiences, audiences_of_post, rungs_now
from tracker.rules import access, ladder, working_days
from tracker.rules.access import Actor, Doing
from tracker.rules.email_preferences import Preference, next_digest_at
from tracker.rules.ladder import About, Dated, Rung, To, Told

TO_WORDS = {
    To.HEAD: "the head of the PDU",
    To.REGION: "the regional lead",
    To.NATIONAL: "HMPPS",
}
DIGESTS = {
    Frequency.WEEKLY: "with the weekly digest",
    Frequency.DAILY: "with the daily digest",
    Frequency.FORTNIGHTLY: "with the fortnightly digest",
}


@dataclass(frozen=True, slots=True)
class Next:
    """The day of the next reminder, to whom in words, and whether it comes with a digest."""

    on: date
    to: str
    how: str


@dataclass(frozen=True, slots=True)
class Last:
    """The day on which somebody was told last, who, and in what mail."""

    on: date
    to: str
    how: str


@dataclass(frozen=True, slots=True)
class Reminders:
    """What an action's page says of its reminders; `snooze` is what holds them back now."""

    next: Next | None
    last: Last | None
    snooze: Snooze | None


def of_action(action: Action, *, at: datetime) -> Reminders:
    """Of an action that came through the gate; at most 5 queries."""
    on = timezone.localdate(at)
    notices = list(Notice.objects.filter(subject=action.ref).select_related("message", "person"))
    standing = Snooze.objects.of_action(action).standing(on=on).first()
    return Reminders(next=_next(action, notices, at=at), last=last_of(notices), snooze=standing)


def put_off_in(actor: Actor, organisation: Organisation, *, on: date) -> list[Snooze]:
    """The actions of a body and those below it whose reminders are put off, for who leads there; 1 query or none."""
    if not access.may(actor, Doing.PLAN_ACTIONS, paths=[organisation.path]):
        return []
    return list(Snooze.objects.standing(on=on).in_areas([organisation.path]).for_list())


def _next(action: Action, notices: Iterable[Notice], *, at: datetime) -> Next | None:
    """What comes next if nothing changes; None for an action without a date, that has ended, or that is all told."""
    facts = Action.objects.open().filter(pk=action.pk, due_on__isnull=False).with_quiet().dated().first()
    if facts is None:
        return None
    dated = dated_of(facts)
    path = action.owner_post.organisation.path
    people = accountable(on=timezone.localdate(at), near=(path,))
    audiences = audiences_of_post(action.owner_post_id, people)
    told = [each for notice in notices if (each := told_of(notice)) is not None]
    found = next_rung(About.ACTION, dated, audiences, told, on=timezone.localdate(at))
    if found is None:
        return None
    day, rung, person = found
    is_owners = rung.to is To.OWNER
    owner = str(action.owner_post) if action.owner_post_id in people.told_for_post else "who manages this area"
    to = owner if is_owners else TO_WORDS[rung.to]
    if rung.way is not NoticeWay.DIGEST:
        return Next(day, to, "")
    preference = EmailPreference.objects.of(person)
    return Next(digest_day(preference, day, at=at), to, DIGESTS.get(preference.frequency, "with the digest"))


def next_rung(
    about: About, dated: Dated, audiences: Audiences, told: Iterable[Told], *, on: date
) -> tuple[date, Rung, int] | None:
    """The first day, from this one on, on which somebody is told a rung that they do not know: day, rung, person."""
    rungs, holidays, known = rungs_now(about), working_days.bank_holidays(), list(told)
    first = working_days.after(max(on, dated.snoozed_until or on), 0, holidays)
    days = {max(first, ladder.day_of(rung, dated, holidays)) for rung in rungs}
    for day in sorted(days):
        reached = ladder.reached(rungs, dated, on=day, holidays=holidays)
        for person, rung in ladder.highest(reached, audiences).items():
            if not ladder.knows(person, rung, dated, known):
                return day, rung, person
    return None


def digest_day(preference: Preference, day: date, *, at: datetime) -> date:
    """The day of the first digest that can tell what is reached on a day."""
    midnight = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    return timezone.localdate(next_digest_at(preference, max(at, midnight)))


def told_of(notice: Notice) -> Told | None:
    """What a notice has told of a ladder; None for other notices and those that no sent mail has told."""
    if not (notice.rung and notice.due_on and notice.message and notice.message.sent_at):
        return None
    return Told(notice.rung, notice.person_id, notice.due_on, timezone.localdate(notice.created_at))


def last_of(notices: Iterable[Notice]) -> Last | None:
    """The one of these notices that was told last."""
    sent: list[tuple[datetime, Any]] = [
        (each.message.sent_at, each) for each in notices if each.message and each.message.sent_at
    ]
    if not sent:
        return None
    sent_at, notice = max(sent, key=lambda each: each[0])
    return Last(timezone.localdate(sent_at), notice.person.name, _how(notice.message))


def _how(message: Message) -> str:
    """In what mail: 'with the weekly digest', 'in a reminder', 'at once'."""
    if message.kind == MessageKind.DIGEST:
        frequency = next((each for each in Frequency if f":{each.value}:" in message.key), Frequency.NEEDED)
        return DIGESTS.get(frequency, "with the digest")
    return "in a reminder" if message.kind == MessageKind.REMINDER else "at once"

"""When a record is next reminded of, and who was told of it last: two lines on its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.db.models import Exists
from django.utils import timezone

from inspections.models import Organisation
from tracker.choices import Frequency, MessageKind, MessageState, NoticeWay
from tracker.models import Action
from tracker.notifications.models import EmailPreference, Message, NoticeToTell, Snooze, actions_on_ladder
from tracker.notifications.models.action_ladder import dated_of
from tracker.notifications.queries.ladder import audiences_of_post, rungs_now
from tracker.notifications.rules.email_preferences import DEFAULT
from tracker.notifications.rules.ladder import About, To, Told
from tracker.notifications.rules.next_reminder import EVERYTHING, Coming, MailChoice, next_reminder
from tracker.queries.accountable import accountable
from tracker.rules import access
from tracker.rules.access import Actor, Doing

TO_WORDS = {
    To.HEAD: "the head of the PDU",
    To.REGION: "the regional lead",
    To.NATIONAL: "HMPPS",
}
DIGESTS: dict[str, str] = {
    Frequency.WEEKLY: "with the weekly digest",
    Frequency.DAILY: "with the daily digest",
    Frequency.FORTNIGHTLY: "with the fortnightly digest",
}
A_DIGEST, A_REMINDER, AT_ONCE = "with the digest", "in a reminder", "at once"


@dataclass(frozen=True, slots=True)
class Next:
    """The day of the next reminder, to whom and in what mail; no day where they chose not to get it by email.

    `about` says of what, and `bodies` for whom, on the page of a record with more than one thing to remind of.
    """

    on: date | None
    to: str
    how: str
    about: str = ""
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Last:
    """The day on which somebody was told last, who, and in what mail."""

    on: date
    to: str
    how: str


@dataclass(frozen=True, slots=True)
class Reminders:
    """What the page of a record says of its reminders; `snooze` is what holds those of an action back now."""

    next: tuple[Next, ...] = ()
    last: Last | None = None
    snooze: Snooze | None = None


def of_action(action: Action, *, at: datetime) -> Reminders:
    """Return the reminders of an action that came through the gate; at most 6 queries."""
    on = timezone.localdate(at)
    notices = list(NoticeToTell.objects.filter(subject=action.ref).select_related("message", "person"))
    standing = Snooze.objects.of_action(action).standing(on=on).first()
    return Reminders(next=_next(action, notices, at=at), last=last_of(notices), snooze=standing)


@dataclass(frozen=True, slots=True)
class AnyPutOff:
    """Whether there is any of `put_off_in`, to be asked along with the rest of a page of the body at this place."""

    path: str

    def __call__(self, _actor: Actor, on: date) -> Exists:
        return Exists(Snooze.objects.standing(on=on).in_areas([self.path]))


def put_off_in(actor: Actor, organisation: Organisation, *, on: date) -> list[Snooze]:
    """Return the actions of a body and those below it whose reminders are put off, for whoever leads there.

    1 query or none.
    """
    if not access.may(actor, Doing.PLAN_ACTIONS, paths=[organisation.path]):
        return []
    return list(Snooze.objects.standing(on=on).in_areas([organisation.path]).for_list())


def _next(action: Action, notices: Iterable[NoticeToTell], *, at: datetime) -> tuple[Next, ...]:
    """Return what comes next if nothing changes.

    None for an action without a date, that has ended, or that is all told.
    """
    facts = actions_on_ladder().to_remind().filter(pk=action.pk).with_quiet(each=True).dated().first()
    if facts is None:
        return ()
    path, post = action.owner_post.organisation.path, action.owner_post_id
    people = accountable(on=timezone.localdate(at), near=(path,))
    audiences, rungs = audiences_of_post(post, people), rungs_now(About.ACTION)
    choices = choices_of((person for rung in rungs for person in audiences(rung)), at=at)
    told = [rung_told for notice in notices if (rung_told := told_of(notice)) is not None]
    coming = next_reminder(rungs, dated_of(facts), audiences, told, choices, at=at)
    if coming is None:
        return ()
    owner = str(action.owner_post) if post in people.told_for_post else "who manages this area"
    return (said(coming, choices, to=owner if coming.rung.to is To.OWNER else TO_WORDS[coming.rung.to]),)


def choices_of(people: Iterable[int], *, at: datetime) -> dict[int, MailChoice]:
    """Return how each of these people is told, by what they chose and whether their mail of today is out; 2 queries."""
    wanted = set(people)
    chosen = EmailPreference.objects.choices_of(wanted)
    mailed = Message.objects.out_of_day(timezone.localdate(at), people=wanted)
    return {person: MailChoice(*chosen.get(person, (DEFAULT, EVERYTHING)), person in mailed) for person in wanted}


def said(
    coming: Coming, choices: Mapping[int, MailChoice], *, to: str, about: str = "", bodies: tuple[str, ...] = ()
) -> Next:
    """Return what comes, or is refused, in words."""
    frequency = choices[coming.person_id].preference.frequency
    how = {
        NoticeWay.DIGEST: DIGESTS.get(frequency, A_DIGEST),
        NoticeWay.DAY: A_REMINDER,
        NoticeWay.INSTANT: AT_ONCE,
    }[coming.way]
    return Next(coming.on, to, how if coming.on else "", about, bodies)


def told_of(notice: NoticeToTell) -> Told | None:
    """Return what a notice has told of a ladder; None for other notices and those that a mail may still tell."""
    if not (notice.rung and notice.due_on and is_told(notice)):
        return None
    return Told(notice.rung, notice.person_id, notice.due_on, timezone.localdate(notice.created_at))


def is_told(notice: NoticeToTell) -> bool:
    """Return whether no mail tells it any more.

    One did, or an administrator dropped the one that would have (drop_hold).
    """
    message = notice.message
    return message is not None and (message.sent_at is not None or message.state == MessageState.SUPPRESSED)


def last_of(notices: Iterable[NoticeToTell]) -> Last | None:
    """Return the one of these notices that was told last; of several in mail of one moment, the newest."""
    sent: list[tuple[datetime, int, Any]] = [
        (notice.message.sent_at, notice.pk, notice) for notice in notices if notice.message and notice.message.sent_at
    ]
    if not sent:
        return None
    sent_at, _, notice = max(sent, key=itemgetter(0, 1))
    return Last(timezone.localdate(sent_at), notice.person.name, _how(notice.message))


def _how(message: Message) -> str:
    """Return in what mail it is told: 'with the weekly digest', 'in a reminder', 'at once'."""
    if message.kind == MessageKind.DIGEST:
        return DIGESTS.get(message.frequency, A_DIGEST)
    return A_REMINDER if message.kind == MessageKind.REMINDER else AT_ONCE

"""Notes what people are to be told of their actions, once, and collects it into their mail of the day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from tracker.choices import MessageKind, NoticeKind, NoticeWay
from tracker.notifications.models import DigestRun, Message, NoticeToTell
from tracker.notifications.models.notice_to_tell import NoticeToTellQuerySet
from tracker.notifications.operations import (
    bounces,
    decision_notices,
    evidence_notices,
    holds,
    instant_mail,
    ladder,
    message_queue,
    regular_lists,
)
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.untold import that_hold
from tracker.notifications.rules import delivery, email_preferences
from tracker.notifications.rules.email_preferences import DigestRunDue, Preference
from tracker.rules.access import Actor, check_is_the_service
from tracker.rules.calendar import london_date
from tracker.rules.notices import Identity

CHUNK = 5_000  # notices of one query: less than any database's limit


@dataclass(frozen=True, slots=True)
class Collected:
    """The mail of the day that one run made; `digests` is None when no digest was due."""

    messages: list[Message] = field(default_factory=list)
    digests: int | None = None


@dataclass(frozen=True, slots=True)
class RunReminded:
    """What one run did; `digests` is None when no digest was due, and `held` of all these wait for a person."""

    notices: int
    digests: int | None
    reminders: int = 0
    instant: int = 0
    held: int = 0


@dataclass(slots=True)
class Untold:
    """What one person is to be told now: the notices by the way they go, and the run of digests due for them."""

    by_way: dict[NoticeWay, list[int]]
    run: DigestRunDue | None

    def kind(self) -> MessageKind | None:
        return delivery.kind_of_today(has_digest=self.run is not None, was_mailed=False, ways=self.by_way.keys())

    def notices(self, kind: MessageKind) -> list[int]:
        """Return the numbers of what a mail of this kind tells: a digest everything, a reminder what is of the day."""
        if kind is MessageKind.REMINDER:
            return self.by_way.get(NoticeWay.DAY, [])
        return [number for numbers in self.by_way.values() for number in numbers]


@transaction.atomic
def remind(*, by: Actor, at: datetime) -> RunReminded:
    """Note everything that has become due by now, and make the mail that tells it: of the day, and instant."""
    today = Day(london_date(at))
    noted = ladder.raise_rungs(day=today, by=by, at=at)
    notices = len(noted)
    notices += decision_notices.raise_decision_notices(day=today, by=by, at=at)
    notices += evidence_notices.raise_stale_notices(by=by, at=at)
    notices += regular_lists.raise_lists(day=today, by=by, at=at)
    notices += bounces.raise_bounce_notices(day=today, by=by, at=at)
    day = collect_day(noted=noted, day=today, by=by, at=at)
    instant = instant_mail.collect_instant(day=today, by=by, at=at)
    held = holds.hold_if_unusual(messages=[*day.messages, *instant], by=by, at=at)
    return RunReminded(
        notices=notices,
        digests=day.digests,
        reminders=len(day.messages) - (day.digests or 0),
        instant=len(instant),
        held=held,
    )


@transaction.atomic
def collect_day(*, noted: Collection[Identity] = (), day: Day | None = None, by: Actor, at: datetime) -> Collected:
    """Make the one mail of the day of each person who has something to be told today and that still holds.

    It is the digest for those whose run is due (rules/email_preferences.DigestRunDue), and a reminder for others who
    have a notice of this very day. Who has a mail that could not be sent yet gets no second one: a reminder takes the
    new notices in, and a digest that is due now takes over from what was not sent. Each run is kept, because
    most weeks most people have nothing to be told and so no digest shows that theirs was looked for. `noted`: see
    `untold.that_hold`.
    """
    check_is_the_service(by)
    if not delivery.is_collecting_time(at):
        return Collected()
    day = day or Day(london_date(at))
    on = day.on
    runs = _runs_to_make(at)
    ended = message_queue.expire_digests(by=by, at=at) + message_queue.merge_into(runs=runs, by=by, at=at)
    if ended + message_queue.carry_to_today(by=by, at=at):
        holds.end_empty_holds(by=by, at=at)
    untold = NoticeToTell.objects.untold().of_people_without_mail_of(on)
    to_tell = _to_tell(untold, runs, noted, day, at=at)
    if runs and regular_lists.raise_overdue_lists(told=to_tell.keys(), day=day, by=by, at=at):
        to_tell |= _to_tell(untold.of_kind(NoticeKind.OVERDUE_LIST), runs, (), day, at=at)
    waiting = Message.objects.waiting_of_day(on, people=to_tell)
    messages = [
        _message(person, theirs, kind, at=at)
        for person, theirs in sorted(to_tell.items())
        if (kind := theirs.kind()) and person not in waiting
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=CHUNK)
    _put_in(to_tell, on=on)
    return _kept(runs, messages, at=at)


def _runs_to_make(at: datetime) -> frozenset[DigestRunDue]:
    due = email_preferences.runs_due(at)
    return due - DigestRun.objects.made_of(due)


def _to_tell(
    untold: NoticeToTellQuerySet, runs: frozenset[DigestRunDue], noted: Collection[Identity], day: Day, *, at: datetime
) -> dict[int, Untold]:
    """Return, by person, each of these notices that still holds, that they want and that goes today.

    One pass for everybody.
    """
    waiting = untold.of_the_day_or_of(runs, at=at).order_by("pk")
    due: dict[Preference, DigestRunDue | None] = {}
    theirs: dict[int, DigestRunDue | None] = {}
    today = []
    for notice in waiting.with_choices():
        preference = notice.preference
        if preference not in due:
            run = email_preferences.run_due(preference, at) if runs else None
            due[preference] = run if run in runs else None
        theirs[notice.person_id] = due[preference]
        if due[preference] or notice.way == NoticeWay.DAY:
            today.append(notice)
    by_way: dict[int, dict[NoticeWay, list[int]]] = defaultdict(dict)
    for notice in that_hold(today, day, noted=noted):
        by_way[notice.person_id].setdefault(notice.way_told, []).append(notice.pk)
    return {person: Untold(ways, theirs[person]) for person, ways in by_way.items()}


def _put_in(to_tell: dict[int, Untold], *, on: date) -> None:
    numbers = [number for theirs in to_tell.values() if (kind := theirs.kind()) for number in theirs.notices(kind)]
    for start in range(0, len(numbers), CHUNK):
        NoticeToTell.objects.filter(pk__in=numbers[start : start + CHUNK]).put_into_mail_of(on)


def _kept(runs: Iterable[DigestRunDue], messages: list[Message], *, at: datetime) -> Collected:
    """Keep each run with how many digests it made, and return the mail."""
    digests = Counter((message.frequency, message.run_on) for message in messages if message.kind == MessageKind.DIGEST)
    made = {run: digests[run.frequency, run.on] for run in runs}
    rows = [DigestRun(frequency=run.frequency, run_on=run.on, made_at=at, digests=made[run]) for run in made]
    DigestRun.objects.bulk_create(rows, ignore_conflicts=True)
    return Collected(messages, digests=digests.total() if made else None)


def _message(person_id: int, theirs: Untold, kind: MessageKind, *, at: datetime) -> Message:
    """Return the day's mail; a reminder is named for its first notice: a later one of a day can follow one not sent."""
    on = london_date(at)
    if theirs.run:
        run = theirs.run
        return Message.made(person_id=person_id, kind=kind, frequency=run.frequency, run_on=run.on, day_on=on, at=at)
    return Message.made(person_id=person_id, kind=kind, run_on=on, number=theirs.notices(kind)[0], day_on=on, at=at)

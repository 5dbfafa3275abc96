"""Notes what people are to be told of their actions, once, and collects it into their digests."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from inspections.models.reference import reference
from tracker.choices import ActionStatus, MessageKind, NoticeKind
from tracker.models import Action, EmailPreference, Event, Message, Notice
from tracker.operations import decision_notices, evidence_notices, history, outbox
from tracker.portfolio import assignments, decisions, given, stale_evidence
from tracker.rules import email_preferences, reminders
from tracker.rules.access import Actor
from tracker.rules.email_preferences import Run
from tracker.rules.posts import NEWS


@dataclass(frozen=True, slots=True)
class Reminded:
    """What one run did; `digests` is None when no digest was due."""

    notices: int
    digests: int | None


@transaction.atomic
def remind(*, by: Actor, at: datetime) -> Reminded:
    """Everything that has become due by now: the notices, then the digests that tell them."""
    notices = raise_notices(on=reminders.london_date(at), by=by, at=at)
    notices += decision_notices.raise_decision_notices(by=by, at=at)
    notices += evidence_notices.raise_stale_notices(by=by, at=at)
    return Reminded(notices=notices, digests=collect_digests(by=by, at=at))


@transaction.atomic
def raise_notices(*, on: date, by: Actor, at: datetime) -> int:
    """Note each action that is overdue or due this week for whoever answers for it; says how many are new.

    Safe to run twice, at once or after days of silence: the key of a notice is unique. Two queries when all is told.
    """
    outbox.check_is_the_service(by)
    found = Action.objects.untold(on=on).values_list("pk", "status", "due_on", "told_id")
    notices = [_notice(*row, on=on, at=at) for row in found]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


@transaction.atomic
def collect_digests(*, by: Actor, at: datetime) -> int | None:
    """Make the digests that are due: one for each person whose day it is, with something untold that still holds.

    Says how many, None when none is due or all were made: an event marks each run (rules/email_preferences.Run),
    because most weeks most people have nothing to be told and so no digest shows that theirs was looked for.
    """
    outbox.check_is_the_service(by)
    due = EmailPreference.objects.runs_due(at=at)
    runs = due - Event.objects.made(due) if due else due
    if not runs:
        return None
    outbox.expire_digests(by=by, at=at)
    chosen: dict[Run, dict[int, int]] = {run: {} for run in runs}
    for number, person, run in _to_tell(at=at):
        if run in runs:
            chosen[run][number] = person
    messages = [_digest(person, run, at=at) for run in runs for person in sorted(set(chosen[run].values()))]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    for run in sorted(runs, key=lambda each: each.subject):
        Notice.objects.filter(pk__in=list(chosen[run])).put_into_digests(key_ending=run.key_ending)
        made = len(set(chosen[run].values()))
        history.record(verb="digests.made", subject=run.subject, by=by, at=at, after={"digests": made})
    return len(messages)


def _to_tell(*, at: datetime) -> list[tuple[int, int, Run]]:
    """Every untold notice that still holds and that its person wants: notice, person, and the run it belongs to now."""
    on = reminders.london_date(at)
    urgent = Action.objects.to_tell(on=on).values_list("pk", "told_id")
    holding = {(reference(Action.REF_PREFIX, number), person) for number, person in urgent}
    untold = list(Notice.objects.untold().with_preference())
    news = {each.key for each in untold if each.kind in NEWS}
    stale = {each.key for each in untold if each.kind == NoticeKind.STALE_EVIDENCE}
    keys = {each.key for each in decisions.waiting(on=on)} | (given.keys_that_hold(news, on=on) if news else set())
    keys |= stale_evidence.keys_that_hold(stale, on=on) if stale else set()
    keys |= assignments.keys_that_hold((each.key for each in untold), on=on)
    found = [
        (each.pk, each.person_id, email_preferences.run_due(each.preference, at))
        for each in untold
        if ((each.subject, each.person_id) in holding or each.key in keys) and each.is_wanted
    ]
    return [(number, person, run) for number, person, run in found if run is not None]


def _notice(number: int, status: str, due_on: date, person_id: int, *, on: date, at: datetime) -> Notice:
    ref = reference(Action.REF_PREFIX, number)
    kind = reminders.due_notice(status=ActionStatus(status), due_on=due_on, on=on)
    assert kind is not None, f"{ref} was selected as due on {on}"
    key = reminders.notice_key(kind=kind, ref=ref, due_on=due_on, person_id=person_id)
    return Notice(key=key, person_id=person_id, kind=kind, subject=ref, created_at=at)


def _digest(person_id: int, run: Run, *, at: datetime) -> Message:
    """A message whose Message-ID is the same on each try, so that a mail system can tell a repeat."""
    host = urlsplit(settings.SERVICE_URL).hostname or "localhost"
    return Message(
        key=run.key(person_id),
        person_id=person_id,
        kind=MessageKind.DIGEST,
        created_at=at,
        not_before_at=at,
        message_id=f"<{uuid.uuid4()}@{host}>",
    )

"""Holds back a run that would send unusually many messages, until an administrator lets it go or drops it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tracker.errors import WrongState
from tracker.notifications.models import MailHold, Message, SettingsUse
from tracker.notifications.queries import mail_settings
from tracker.notifications.rules import delivery
from tracker.operations import history
from tracker.rules import access
from tracker.rules.access import Actor, Doing, check_is_the_service

AT_ONCE = 5_000  # messages of one query


@transaction.atomic
def hold_if_unusual(*, messages: Collection[Message], by: Actor, at: datetime) -> int:
    """Hold the messages that one run has made, if there are too many of them for settings that are new.

    Says how many are held: all or none. Up to 5 queries, and one more for 5,000 messages; none without messages.
    """
    check_is_the_service(by)
    if not messages:
        return 0
    mark = delivery.settings_mark(mail_settings.in_force())
    hold = MailHold.objects.waiting().of_settings(mark).first()
    is_settled = _is_settled(mark, at=at)
    if not delivery.waits_for_a_person(messages=len(messages), is_settled=is_settled, holds_already=hold is not None):
        return 0
    if hold is None:
        why = f"{len(messages)} messages at once, the first time under these settings"
        hold = MailHold.objects.create(why=why, made_at=at, settings_mark=mark)
        history.record(verb="mail.held", subject=_subject(hold), by=by, at=at, after={"messages": len(messages)})
    names = [message.message_id for message in messages]
    parts = (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))
    return sum(Message.objects.with_message_ids(part).hold_back(hold) for part in parts)


@transaction.atomic
def release_hold(*, hold: MailHold, by: Actor, at: datetime) -> int:
    """Let the messages go and return how many. The same settings hold nothing again.

    Raises NotAllowed for anybody but an administrator, and WrongState if it was released or dropped already.
    """
    waiting = _locked(hold, by=by)
    count = Message.objects.held_by(waiting).release(at=at)
    MailHold.objects.filter(pk=waiting.pk).update(released_at=at, released_by=by.person_id)
    history.record(verb="mail.released", subject=_subject(waiting), by=by, at=at, after={"messages": count})
    return count


@transaction.atomic
def drop_hold(*, hold: MailHold, by: Actor, at: datetime) -> int:
    """Send none of the messages and return how many. What they would have told is not told by mail any more.

    The pages still show it, and what the ladder tells later is told. Raises NotAllowed for anybody but an
    administrator, and WrongState if it was released or dropped already.
    """
    waiting = _locked(hold, by=by)
    count = Message.objects.held_by(waiting).drop(reason=f"Dropped by {by.name}")
    MailHold.objects.filter(pk=waiting.pk).update(dropped_at=at, dropped_by=by.person_id)
    history.record(verb="mail.dropped", subject=_subject(waiting), by=by, at=at, after={"messages": count})
    return count


@transaction.atomic
def end_empty_holds(*, by: Actor, at: datetime) -> int:
    """End the holds of which no message waits, because later mail took over from all of them; return how many."""
    check_is_the_service(by)
    return MailHold.objects.waiting().empty().update(dropped_at=at)


def check_may_decide(by: Actor) -> None:
    """Raise NotAllowed for anybody but an administrator."""
    access.check_may(by, Doing.MANAGE_PEOPLE, paths=by.areas(Doing.MANAGE_PEOPLE))


def _locked(hold: MailHold, *, by: Actor) -> MailHold:
    check_may_decide(by)
    waiting = MailHold.objects.select_for_update().waiting().filter(pk=hold.pk).first()
    if waiting is None:
        raise WrongState("Somebody has already sent or dropped these emails.")
    return waiting


def _is_settled(mark: str, *, at: datetime) -> bool:
    """Return whether a person let a run under these settings go, or they are old enough; note them if they are new.

    Settings that come back after others were in force are new again.
    """
    last = SettingsUse.objects.newest()
    is_new = last is None or last.mark != mark
    if is_new:
        SettingsUse.objects.create(mark=mark, used_at=at)
    if last is None:
        return MailHold.objects.was_released(mark)
    is_old = at - last.used_at >= delivery.SETTLED_AFTER
    return not is_new and (is_old or MailHold.objects.was_released(mark, since=last.used_at))


def _subject(hold: MailHold) -> str:
    return f"mail-hold:{hold.pk}"

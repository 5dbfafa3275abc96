"""The way out of a message: claimed by one sender at a time, then sent, failed, not sent or to try again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from tracker.choices import MessageState
from tracker.errors import NotAllowed
from tracker.models import Message, Notice
from tracker.rules import reminders
from tracker.rules.access import Actor

LEASE = timedelta(minutes=5)  # longer than any sender works at its claims (tasks end after 60 seconds)
ERROR_LIMIT = 500  # characters of a server's answer that are kept


def check_is_the_service(by: Actor) -> None:
    """Raise NotAllowed for a person: mail goes out by the rules, or not at all."""
    if not by.is_service:
        raise NotAllowed("Only the service itself makes and sends reminders.")


@transaction.atomic
def claim(*, sender: str, limit: int, by: Actor, at: datetime) -> list[Message]:
    """Lease up to `limit` due messages to `sender`, the longest waiting first, each to one sender only.

    PostgreSQL passes over rows that another sender is claiming. SQLite has one writer at a time, and the condition
    is asked again in the UPDATE.
    """
    check_is_the_service(by)
    chosen = list(Message.objects.due(at=at).select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
    if not chosen:
        return []
    Message.objects.due(at=at).filter(pk__in=chosen).order_by().update(
        state=MessageState.LEASED, leased_to=sender, lease_until_at=at + LEASE, attempts=F("attempts") + 1
    )
    return list(Message.objects.leased_by(sender).filter(pk__in=chosen).select_related("person").order_by("pk"))


@transaction.atomic
def give_back(*, messages: Iterable[Message], sender: str, by: Actor, at: datetime) -> None:
    """Return claims that were not tried; they are due at once."""
    check_is_the_service(by)
    Message.objects.leased_by(sender).filter(pk__in=[message.pk for message in messages]).update(
        state=MessageState.PENDING, leased_to="", lease_until_at=None, attempts=F("attempts") - 1
    )


@transaction.atomic
def record_sent(*, message: Message, subject: str, told: Iterable[str], by: Actor, at: datetime) -> None:
    """The server has taken the mail. `told` are the references in it; the other notices count as untold again.

    Recorded whoever holds the lease now, so that nobody sends it again.
    """
    check_is_the_service(by)
    leased = Message.objects.filter(pk=message.pk, state=MessageState.LEASED)
    leased.update(state=MessageState.SENT, sent_at=at, subject=subject[:200], last_error="", lease_until_at=None)
    message.notices.exclude(subject__in=list(told)).update(message=None)


@transaction.atomic
def record_retry(*, message: Message, reason: str, by: Actor, at: datetime) -> None:
    """It could not be sent now: it waits, longer after each try."""
    check_is_the_service(by)
    Message.objects.leased_by(message.leased_to).filter(pk=message.pk).update(
        state=MessageState.PENDING,
        leased_to="",
        lease_until_at=None,
        not_before_at=at + reminders.retry_delay(message.attempts),
        last_error=reason[:ERROR_LIMIT],
    )


@transaction.atomic
def record_failed(*, message: Message, reason: str, by: Actor, at: datetime) -> None:
    """It cannot be sent to this person at all. What it would have told counts as untold."""
    check_is_the_service(by)
    _end(message, MessageState.FAILED, reason)


@transaction.atomic
def record_suppressed(*, message: Message, reason: str, by: Actor, at: datetime) -> None:
    """It is not sent, because there is nothing left to say or nobody to say it to."""
    check_is_the_service(by)
    _end(message, MessageState.SUPPRESSED, reason)


@transaction.atomic
def expire_digests(*, by: Actor, at: datetime) -> int:
    """End digests whose week or day is over, so that the next one tells what they would have told; says how many."""
    check_is_the_service(by)
    stale = Message.objects.due(at=at).stale(at=at)
    chosen = list(stale.order_by().values_list("pk", flat=True))
    if not chosen:
        return 0
    found = Message.objects.filter(pk__in=chosen)
    Notice.objects.told_by(found).release()
    return found.update(state=MessageState.EXPIRED, leased_to="", lease_until_at=None)


def _end(message: Message, state: MessageState, reason: str) -> None:
    held = Message.objects.leased_by(message.leased_to).filter(pk=message.pk)
    if held.update(state=state, lease_until_at=None, last_error=reason[:ERROR_LIMIT]):
        message.notices.update(message=None)

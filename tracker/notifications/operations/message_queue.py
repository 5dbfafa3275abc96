"""The way out of a message: leased by one sender at a time, then sent, failed, not sent or to try again."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from tracker.choices import MessageKind, MessageState
from tracker.errors import WrongState
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.models.message import MessageQuerySet
from tracker.notifications.rules import delivery, email_preferences, reminders
from tracker.notifications.rules.email_preferences import DigestRunDue
from tracker.operations import history
from tracker.rules import access
from tracker.rules.access import Actor, Doing, check_is_the_service
from tracker.rules.calendar import london_date

LEASE = timedelta(minutes=5)  # longer than any sender works at its leases (tasks end after 60 seconds)
ERROR_LIMIT = 500  # characters of a server's answer that are kept


@transaction.atomic
def lease(*, sender: str, limit: int, by: Actor, at: datetime) -> list[Message]:
    """Lease up to `limit` due messages to `sender`, the longest waiting first, each to one sender only.

    PostgreSQL passes over rows that another sender is leasing. SQLite has one writer at a time, and the condition
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
    """Give back leases that were not tried; they are due at once."""
    check_is_the_service(by)
    numbers = [message.pk for message in messages]
    if numbers:
        Message.objects.leased_by(sender).filter(pk__in=numbers).update(
            state=MessageState.PENDING, leased_to="", lease_until_at=None, attempts=F("attempts") - 1
        )


@transaction.atomic
def release_dropped(*, messages: Sequence[Message], told: Collection[int], by: Actor, at: datetime) -> int:
    """Count the notices of these messages as untold again, except those with the numbers `told`; 1 query.

    Before the messages are sent, and for a whole batch at once: what dropped out no longer holds, so that nothing is
    lost if the messages are written again. Whatever is in them now counts, also what came after they were written.
    """
    check_is_the_service(by)
    return NoticeToTell.objects.told_by(messages).exclude(pk__in=told).release() if messages else 0


def record_sent(
    *, message: Message, subject: str, address: str = "", reference: str = "", by: Actor, at: datetime
) -> None:
    """Record that the server has taken the mail for this address; `reference` is the provider's own.

    One UPDATE, which needs no transaction: the shorter the time between the server's answer and this, the fewer
    repeats a killed process can cause. Recorded whoever holds the lease now, so that nobody sends it again.
    """
    check_is_the_service(by)
    Message.objects.mark_sent(message.pk, subject=subject[:200], address=address, reference=reference, at=at)


@transaction.atomic
def record_retry(*, message: Message, reason: str, of_server: bool = False, by: Actor, at: datetime) -> None:
    """Let a message wait, longer after each try. `of_server`: no other message could be sent either."""
    check_is_the_service(by)
    kept_back = {"kept_back_since_at": Coalesce("kept_back_since_at", "not_before_at")} if of_server else {}
    Message.objects.leased_by(message.leased_to).filter(pk=message.pk).update(
        **kept_back,
        state=MessageState.PENDING,
        leased_to="",
        lease_until_at=None,
        not_before_at=at + reminders.retry_delay(message.attempts),
        last_error=reason[:ERROR_LIMIT],
    )


@transaction.atomic
def record_failed(*, message: Message, reason: str, address: str = "", by: Actor, at: datetime) -> bool:
    """End what cannot go to this address at all; False if it had ended. What it would have told counts as untold."""
    check_is_the_service(by)
    return _end_lease(message, MessageState.FAILED, reason, address=address)


@transaction.atomic
def record_suppressed(*, message: Message, reason: str, by: Actor, at: datetime) -> bool:
    """End a message unsent, because there is nothing left to say, or nobody to hear it; False if it had ended."""
    check_is_the_service(by)
    return _end_lease(message, MessageState.SUPPRESSED, reason)


@transaction.atomic
def record_delivery(*, message: Message, status: str, by: Actor, at: datetime) -> None:
    """Record what the provider says became of a mail that it took."""
    check_is_the_service(by)
    Message.objects.filter(pk=message.pk, state=MessageState.SENT).update(delivery=status)


@transaction.atomic
def record_undelivered(*, message: Message, status: str, reason: str, by: Actor, at: datetime) -> None:
    """Send again what the provider took and could not deliver now, as a new try with the same Message-ID."""
    check_is_the_service(by)
    Message.objects.filter(pk=message.pk, state=MessageState.SENT).update(
        state=MessageState.PENDING,
        sent_at=None,
        delivery=status,
        provider_reference="",
        leased_to="",
        not_before_at=at + reminders.retry_delay(message.attempts),
        last_error=reason[:ERROR_LIMIT],
    )


@transaction.atomic
def record_lost(*, message: Message, status: str, reason: str, by: Actor, at: datetime) -> None:
    """Record that the provider will never deliver what it took; what it told counts as untold."""
    check_is_the_service(by)
    taken = Message.objects.filter(pk=message.pk, state=MessageState.SENT)
    if taken.update(state=MessageState.FAILED, sent_at=None, day_on=None, delivery=status, last_error=reason):
        NoticeToTell.objects.told_by([message]).release_to_digest()


@transaction.atomic
def try_again(*, message: Message, by: Actor, at: datetime) -> Message:
    """Send a message that waits for its next try, or that failed, at once.

    A digest or reminder that failed tells all that its person was not told of since, an instant one what would have
    gone at once; mail about the account or the jobs tells nothing else. Raises NotAllowed for anybody but an
    administrator, and WrongState for a message in another state, or where the person has had the day's mail already.
    """
    access.check_may(by, Doing.MANAGE_PEOPLE, paths=by.areas(Doing.MANAGE_PEOPLE))
    locked = Message.objects.select_for_update(of=("self",)).select_related("person").get(pk=message.pk)
    on = london_date(at)
    if locked.state not in (MessageState.PENDING, MessageState.FAILED):
        raise WrongState("Only an email that waits or has failed can be tried again.")
    is_days = locked.kind in delivery.ONCE_A_DAY
    if is_days and locked.day_on != on and Message.objects.of_day(on).filter(person=locked.person_id).exists():
        raise WrongState("This person has had the email of the day. What this one would have told goes with the next.")
    if locked.state == MessageState.FAILED:
        _put_untold_into(locked)
    locked.state, locked.not_before_at, locked.day_on = MessageState.PENDING, at, on if is_days else None
    locked.created_at, locked.kept_back_since_at = at, None  # from which the day of tries, and the waiting, counts
    locked.save(update_fields=["state", "not_before_at", "day_on", "created_at", "kept_back_since_at"])
    after = {"message": locked.pk, "kind": locked.kind}
    history.record(verb="mail.tried-again", subject=locked.person.ref, by=by, at=at, after=after)
    return locked


def _put_untold_into(message: Message) -> None:
    untold = NoticeToTell.objects.untold().filter(person=message.person_id)
    if message.kind in delivery.ONCE_A_DAY:
        untold.put_into(message)
    elif message.kind == MessageKind.INSTANT:
        untold.that_can_go_at_once().put_into(message)


@transaction.atomic
def expire_digests(*, by: Actor, at: datetime) -> int:
    """End digests for which no working day is left, and return how many; the next one tells what they would have."""
    check_is_the_service(by)
    return expire(messages=Message.objects.unsent(at=at).stale(at=at), by=by, at=at)


@transaction.atomic
def merge_into(*, runs: Collection[DigestRunDue], by: Actor, at: datetime) -> int:
    """End what was not sent to the people of these runs and return how many: their new digest takes over from it."""
    check_is_the_service(by)
    if not runs:
        return 0
    unsent = Message.objects.unsent(at=at).once_a_day().select_related("person__email_preference")
    merged = [message.pk for message in unsent if email_preferences.run_due(message.preference, at) in runs]
    return expire(messages=Message.objects.filter(pk__in=merged), by=by, at=at) if merged else 0


@transaction.atomic
def carry_to_today(*, by: Actor, at: datetime) -> int:
    """Make what could not be sent on its day the one mail of this working day, which tells what is true then.

    Of somebody with several such messages the newest does; the others end, as they all do where the person has another
    mail of this day, and what they would have told is untold again. Returns how many ended.
    """
    check_is_the_service(by)
    on = london_date(at)
    late = list(Message.objects.unsent(at=at).of_earlier_days(on).order_by("-day_on", "-pk"))
    if not late:
        return 0
    newest = {message.person_id: message.pk for message in reversed(late)}
    alone = Message.objects.filter(pk__in=newest.values()).alone_of_their_person(on)
    carried = set(alone.values_list("pk", flat=True))
    others = [message.pk for message in late if message.pk not in carried]
    ended = expire(messages=Message.objects.filter(pk__in=others), by=by, at=at) if others else 0
    Message.objects.filter(pk__in=carried).update(day_on=on)
    return ended


@transaction.atomic
def expire(*, messages: MessageQuerySet, by: Actor, at: datetime) -> int:
    """End messages that were not sent and return how many; what they would have told counts as untold.

    One that a sender has taken meanwhile is left to it, and no sender takes one while it ends.
    """
    check_is_the_service(by)
    unsent = messages.unsent(at=at).order_by("pk").select_for_update()
    chosen = list(unsent.values_list("pk", flat=True))
    if not chosen:
        return 0
    expired = Message.objects.filter(pk__in=chosen)
    NoticeToTell.objects.told_by(expired).release()
    return expired.update(state=MessageState.EXPIRED, leased_to="", lease_until_at=None, day_on=None)


def _end_lease(message: Message, state: MessageState, reason: str, *, address: str = "") -> bool:
    held = Message.objects.leased_by(message.leased_to).filter(pk=message.pk)
    facts = {"state": state, "address": address, "last_error": reason[:ERROR_LIMIT]}
    if not held.update(**facts, lease_until_at=None, day_on=None):
        return False
    if message.kind == MessageKind.INSTANT and state is MessageState.FAILED:
        NoticeToTell.objects.told_by([message]).release_to_digest()
    else:
        NoticeToTell.objects.told_by([message]).release()
    return True

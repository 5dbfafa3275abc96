"""What a provider says became of the mail it took: delivered, an address that does not work, or to try again."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.db import transaction

from tracker.choices import MessageKind
from tracker.errors import SendFailed
from tracker.notifications.models import Message
from tracker.notifications.operations import bounces, message_queue
from tracker.notifications.rules import delivery, mail_results
from tracker.notifications.rules.delivery import Became
from tracker.rules.access import Actor, check_is_the_service

log = logging.getLogger("tracker.notifications.sending")

ASKED_FOR = timedelta(days=4)  # a provider tries for three days


def note_deliveries(*, by: Actor, at: datetime) -> int:
    """Ask the way out what became of what it took and did not finish; return how many answers it gave.

    Nothing for a way out that cannot be asked, such as SMTP. Outside a transaction, because it waits for the provider.
    """
    check_is_the_service(by)
    waiting = {
        message.provider_reference: message
        for message in Message.objects.asked_of_provider(since=at - ASKED_FOR).select_related("person")
    }
    ask = getattr(get_connection(), "statuses", None)
    if not waiting or ask is None:
        return 0
    try:
        statuses = ask(set(waiting))
    except SendFailed as problem:
        log.warning("What became of %s messages was not answered: %s", len(waiting), problem)
        return 0
    return record_statuses(statuses=statuses, messages=waiting, by=by, at=at)


@transaction.atomic
def record_statuses(*, statuses: Mapping[str, str], messages: Mapping[str, Message], by: Actor, at: datetime) -> int:
    """Keep each status by the provider's reference; a message that did not arrive is sent anew or has failed."""
    check_is_the_service(by)
    for reference, status in statuses.items():
        message = messages[reference]
        became = delivery.became(status)
        is_too_late = delivery.has_run_out(MessageKind(message.kind), first_at=message.created_at, at=at)
        words = mail_results.not_delivered(status)
        if became is Became.UNDELIVERED and not is_too_late:
            message_queue.record_undelivered(message=message, status=status, reason=words, by=by, at=at)
        elif became in (Became.UNDELIVERED, Became.BOUNCED):
            message_queue.record_lost(message=message, status=status, reason=words, by=by, at=at)
        else:
            message_queue.record_delivery(message=message, status=status, by=by, at=at)
        if became is Became.BOUNCED:
            address = message.address or message.person.email  # one sent before addresses were kept
            bounces.note_bounce(person=message.person, address=address, reason=words, by=by, at=at)
    return len(statuses)

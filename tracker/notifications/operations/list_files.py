"""Tells people that the file of a list is ready, or could not be made: one mail for each making, at once."""

from datetime import datetime

from django.db import transaction

from tracker.choices import MessageKind
from tracker.notifications.models import Message
from tracker.notifications.queries import list_files
from tracker.notifications.rules.invitations import goes_at
from tracker.rules.access import Actor, check_is_the_service


@transaction.atomic
def tell_finished(*, by: Actor, at: datetime) -> int:
    """Make the mail of each file that is finished and was not told of, and return how many; the same twice is one.

    On a working day it goes with the next run of the sender; otherwise on the next one.
    """
    check_is_the_service(by)
    messages = [
        Message.made(person_id=file.person_id, kind=MessageKind.LIST_FILE, number=file.pk, again=file.making, at=at)
        for file in list_files.to_tell()
    ]
    for message in messages:
        message.not_before_at = goes_at(at)
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return len(messages)

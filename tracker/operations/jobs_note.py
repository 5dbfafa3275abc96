"""The weekly note to administrators that the jobs ran: silence would look the same as nothing to tell."""

from datetime import datetime

from django.db import transaction

from tracker.choices import MessageKind
from tracker.models import Membership, Message
from tracker.operations import outbox
from tracker.rules import delivery
from tracker.rules.access import Actor


@transaction.atomic
def make_notes(*, by: Actor, at: datetime) -> int:
    """One message for each administrator on the first working day of the week; says how many. Safe to run again."""
    outbox.check_is_the_service(by)
    on = delivery.weekly_run(weekday=0, at=at)
    if on is None:
        return 0
    keys = {
        f"jobs-ran:{person}:{on.isoformat()}": person
        for person in Membership.objects.administrators(on=delivery.london(at).date())
    }
    missing = sorted(keys.keys() - set(Message.objects.filter(key__in=keys).values_list("key", flat=True)))
    messages = [
        Message.made(key=key, person_id=keys[key], kind=MessageKind.JOBS_RAN, day_on=None, at=at) for key in missing
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return len(messages)

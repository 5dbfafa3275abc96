"""The weekly note to administrators that the jobs ran: silence would look the same as nothing to tell."""

from datetime import datetime, time

from django.db import transaction

from tracker.choices import MessageKind
from tracker.models import Membership
from tracker.notifications.models import Message
from tracker.notifications.rules import delivery
from tracker.notifications.rules.jobs import is_note_due
from tracker.rules.access import Actor, check_is_the_service
from tracker.rules.calendar import LONDON, london


@transaction.atomic
def make_notes(*, by: Actor, at: datetime) -> int:
    """Make a message for each administrator on the first working day of the week; return how many. Safe to run again.

    Where it failed for good, another is made on the next working day of that week.
    """
    check_is_the_service(by)
    on = delivery.weekly_run(weekday=0, at=at)
    if on is None:
        return 0
    today = london(at).date()
    since = datetime.combine(on, time(0), LONDON)
    people = Membership.objects.administrators(on=today)
    made = Message.objects.notes_of(people, since=since)
    due = [person for person in people if is_note_due(made.get(person, ()), today=today)]
    messages = [
        Message.made(person_id=person, kind=MessageKind.JOBS_RAN, run_on=on, again=len(made.get(person, ())), at=at)
        for person in due
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return len(messages)

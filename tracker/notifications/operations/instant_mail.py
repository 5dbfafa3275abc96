"""Mail that goes at once: assigned, returned, a review that is due soon, an escalation; a few things at a time."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from tracker.choices import MessageKind, NoticeWay
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.queries import untold
from tracker.notifications.queries.day import Day
from tracker.notifications.rules import delivery, email_preferences
from tracker.notifications.rules.email_preferences import Preference
from tracker.rules.access import Actor, check_is_the_service
from tracker.rules.calendar import london_date


@transaction.atomic
def collect_instant(*, day: Day | None = None, by: Actor, at: datetime) -> list[Message]:
    """Make one message for each person with something instant to be told that still holds, and return the new ones.

    What comes up within 30 minutes after a message waits and goes together, what comes up within 30 minutes before
    the digest goes with that, and what comes up while a message could not be sent yet goes with the message.
    """
    check_is_the_service(by)
    if not delivery.may_go(at):
        return []
    notices = NoticeToTell.objects.untold().at_once(at=at).order_by("pk").with_choices()
    if not notices:
        return []
    by_person: dict[int, list[NoticeToTell]] = defaultdict(list)
    for notice in untold.that_hold(notices, day or Day(london_date(at))):
        if notice.way_told is NoticeWay.INSTANT:
            by_person[notice.person_id].append(notice)
    waiting = Message.objects.unsent_instant_of(by_person)
    last = Message.objects.last_instant_of(by_person, since=at - delivery.FOLDS_WITHIN)
    digest_at: dict[Preference, datetime] = {}
    now = []
    for person, theirs in by_person.items():
        preference = theirs[0].preference
        if preference not in digest_at:
            digest_at[preference] = email_preferences.next_digest_at(preference, at)
        if delivery.goes_at_once(at=at, last_at=last.get(person), digest_at=digest_at[preference]):
            now.append(person)
    new = sorted(person for person in now if person not in waiting)
    given_up = Message.objects.given_up_instant_of(new) if new else {}
    messages = [_message(by_person[person], given_up.get(person, 0), at=at) for person in new]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    told = [notice.pk for person in {*now, *waiting} for notice in by_person[person]]
    if told:
        NoticeToTell.objects.filter(pk__in=told).put_into_instant_mail()
    return messages


def _message(notices: list[NoticeToTell], given_up: int, *, at: datetime) -> Message:
    """Return the message, named for its first notice: two runs at once make one message.

    It counts the mails that were not sent to the person, since one of them may have been for this same notice.
    """
    first = notices[0]
    return Message.made(person_id=first.person_id, kind=MessageKind.INSTANT, number=first.pk, again=given_up, at=at)

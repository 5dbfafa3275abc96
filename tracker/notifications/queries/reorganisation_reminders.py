"""When those who can say who takes over after a reorganisation are next reminded of it, and who was told last."""

from datetime import datetime

from django.utils import timezone

from tracker.models import Reorganisation
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.dated_item_reminders import ahead
from tracker.notifications.queries.dated_items import takeovers_after
from tracker.notifications.queries.reminders import Reminders, last_of
from tracker.notifications.rules.ladder import About
from tracker.queries.accountable import Accountable
from tracker.rules import access
from tracker.rules.access import Actor, Doing


def of_reorganisation(actor: Actor, record: Reorganisation, *, at: datetime) -> Reminders:
    """Return the reminders of one with its bodies; nothing for whoever sees the work of none. At most 6 queries.

    Before its day it is looked at as it stands on that day, if nothing changes.
    """
    paths = [body.organisation.path for body in record.bodies.all() if body.organisation]
    if not access.may(actor, Doing.SEE_WORK, paths=paths):
        return Reminders()
    notices = list(NoticeToTell.objects.filter(subject=record.ref).select_related("message", "person"))
    waiting = takeovers_after(record, on=max(record.on, timezone.localdate(at)))
    reminders = ahead(((About.TAKEOVER, dated_item) for dated_item in waiting), notices, at=at)
    return Reminders(next=tuple(reminder.words(Accountable()) for reminder in reminders), last=last_of(notices))

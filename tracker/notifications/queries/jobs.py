"""Whether the jobs run: heartbeats, mail that is late, and the counts of the weekly note."""

from datetime import datetime, timedelta

from django.db.models import Max

from tracker.choices import MessageKind, MessageState
from tracker.notifications.models import Bounce, Heartbeat, MailHold, Message, NoticeToTell
from tracker.notifications.rules.heartbeats import Pulse, is_mail_late, pulses
from tracker.notifications.rules.jobs import JobsRan
from tracker.rules.calendar import london_date

SAME_NOTE = timedelta(hours=12)  # notes made together go to several administrators
FIRST_NOTE = timedelta(days=7)


def components(*, at: datetime) -> tuple[Pulse, ...]:
    """Return every component and its last sign of life; 1 query."""
    return pulses(dict(Heartbeat.objects.values_list("component", "beat_at")), at=at)


def mail_is_late(*, at: datetime) -> bool:
    """Return whether a message that should have gone has waited for over 15 minutes; 1 query."""
    return is_mail_late(Message.objects.oldest_kept_back(at=at), at=at)


def jobs_ran(*, at: datetime) -> JobsRan:
    """Return what the jobs did since the last weekly note that did not fail, or in the last seven days; 9 queries."""
    notes = Message.objects.of_kind(MessageKind.JOBS_RAN).not_failed()
    since = notes.made_before(at - SAME_NOTE).aggregate(last=Max("created_at"))["last"] or at - FIRST_NOTE
    made = Message.objects.exclude(kind=MessageKind.JOBS_RAN)
    return JobsRan(
        since=since,
        on=london_date(at),
        notices=NoticeToTell.objects.filter(created_at__gte=since).count(),
        sent=made.filter(sent_at__gte=since).count(),
        failed=made.filter(state=MessageState.FAILED, created_at__gte=since).count(),
        suppressed=made.filter(state=MessageState.SUPPRESSED, created_at__gte=since).count(),
        waiting=made.filter(state__in=[MessageState.PENDING, MessageState.LEASED]).count(),
        bounces=Bounce.objects.standing().count(),
        held=MailHold.objects.waiting().count(),
        pulses=components(at=at),
    )

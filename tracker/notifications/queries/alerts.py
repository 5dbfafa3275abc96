"""Organisational alerts in mail and on their page: what was given and still is, what is due, and what comes next."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from inspections.models import Alert
from tracker.choices import NoticeKind
from tracker.models import AlertDuty
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries import dated_items
from tracker.notifications.queries.dated_item_reminders import ahead
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.reminders import Reminders, last_of
from tracker.notifications.rules.ladder import About
from tracker.notifications.rules.mail_rows import MailRow, Matter, ladder_line
from tracker.queries.accountable import accountable
from tracker.rules.notices import Identity


def still_theirs(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row for each alert that is open and still this person's to answer; 1 query. The number is the duty's."""
    rows: dict[Identity, MailRow] = {}
    held = _duties(notices)
    for notice in notices:
        duty = held.get(notice.number)
        if duty is not None and notice.person_id in dated_items.who_answers(duty, day.people):
            rows[notice.identity] = _row(notice, duty)
    return rows


def due(notices: Sequence[NoticeToTell], day: Day) -> dict[Identity, MailRow]:
    """Return a row for each alert that is due or late; 1 query."""
    held = _duties(notices)
    return {notice.identity: _row(notice, held[notice.number]) for notice in notices if notice.number in held}


def reminders_of(alert: Alert, *, at: datetime) -> Reminders:
    """Return the reminders of an alert, for whoever sees the work on it; at most 5 queries."""
    on = timezone.localdate(at)
    notices = list(NoticeToTell.objects.filter(subject=alert.ref).select_related("message", "person"))
    people = accountable(on=on)
    waiting = dated_items.alerts_to_answer(alert, on=on, people=people)
    lines = [reminder.words(people) for reminder in ahead(((About.ALERT, duty) for duty in waiting), notices, at=at)]
    return Reminders(next=tuple(lines), last=last_of(notices))


def _duties(notices: Sequence[NoticeToTell]) -> dict[int, AlertDuty]:
    return AlertDuty.objects.open().for_row().in_bulk({notice.number for notice in notices})


def _row(notice: NoticeToTell, duty: AlertDuty) -> MailRow:
    body = duty.alert.organisation
    matter = Matter("Organisational alert", body.display_name, body.slug, duty.answer_by_on)
    return ladder_line(kind=NoticeKind(notice.kind), ref=notice.subject, matter=matter)

"""`manage.py send_due_mail`: what the worker does every minute, once and now, with what it did in words."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracker.notifications import sending
from tracker.notifications.operations import reminders
from tracker.notifications.operations.reminders import RunReminded
from tracker.notifications.sending import SendingRun
from tracker.rules.access import SERVICE


class Command(BaseCommand):
    """Safe to run beside the worker and again: what was told is not told twice."""

    help = "Note what is due, make the digests that are due, and send what waits. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="As if it were then: 2026-11-23T07:30, in London unless it says otherwise")

    def handle(self, *, at: str | None, **options: Any) -> None:
        moment = _moment(at) if at else timezone.now()
        self.stdout.write(_reminded(reminders.remind(by=SERVICE, at=moment)))
        run = sending.send_due(by=SERVICE, at=moment)
        self.stdout.write(_sent(run))
        for problem in run.problems:
            self.stderr.write(problem)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError("Enter a date and time like 2026-11-23T07:30") from error
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _reminded(done: RunReminded) -> str:
    digests = "No digest was due" if done.digests is None else f"Digests made: {done.digests}"
    others = {"Reminders made": done.reminders, "Sent at once": done.instant, "Held for a person": done.held}
    more = "".join(f" {words}: {count}." for words, count in others.items() if count)
    return f"New notices: {done.notices}. {digests}.{more}"


def _sent(run: SendingRun) -> str:
    return f"Sent: {run.sent}. Failed: {run.failed}. Nothing left to say: {run.suppressed}. To try again: {run.later}."

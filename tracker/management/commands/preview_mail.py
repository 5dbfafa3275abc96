"""`manage.py preview_mail --on 2026-11-23`: who would get which mail on a day, and why; nothing is kept or sent."""

import argparse
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.errors import InvalidInput
from tracker.notifications.operations.mail_preview import preview
from tracker.notifications.queries.planned_mails import Planned
from tracker.rules.access import SERVICE
from tracker.rules.wording import date_long, exact_plural


class Command(BaseCommand):
    """Reads the clock and makes one call."""

    help = "Shows who would get which mail on a day, with each thing it tells, its rung and why. Writes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day, as 2026-11-23; without it today")
        parser.add_argument("--person", default="", help="only people with these words in their name or address")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        on = options["on"] or timezone.localdate(at)
        try:
            mails = preview(on=on, by=SERVICE, at=at)
        except InvalidInput as refusal:
            raise CommandError(str(refusal)) from refusal
        words = options["person"].lower()
        shown = [mail for mail in mails if words in f"{mail.person} {mail.email}".lower()]
        for mail in shown:
            self._print(mail)
        self.stdout.write(f"{exact_plural(len(shown), 'mail')} on {date_long(on)}. Nothing was kept or sent.")

    def _print(self, planned: Planned) -> None:
        self.stdout.write(f"{planned.person} <{planned.email}>")
        self.stdout.write(f"  {planned.kind}, {planned.state.lower()}: {planned.subject or 'nothing left to say'}")
        for told in planned.told:
            why = ": ".join(words for words in (told.rung, told.why) if words)
            self.stdout.write(
                f"    {f'{told.subject}  ' if told.subject else ''}{told.kind}{f' ({why})' if why else ''}"
            )

"""`manage.py import_report PATH`: reads one report and makes a draft of it for a person to check."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from inspections.errors import ReportRefused
from inspections.reader.sandbox import read_in_child
from tracker.errors import AlreadyHeld
from tracker.operations.intake import drafts
from tracker.rules.access import SERVICE


class Command(BaseCommand):
    """Exit status 2 for a file that is refused, 1 for a report that is held already."""

    help = "Read one report (PATH, or - for standard input) and make a draft of it for a person to check."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path")

    def handle(self, *, path: str, **options: Any) -> None:
        name, document = _contents(path)
        try:
            read = read_in_child(document, name)
            draft = drafts.start_draft(read=read, file_name=name, document=document, by=SERVICE, at=timezone.now())
        except ReportRefused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        except AlreadyHeld as refused:
            raise CommandError(f"{refused} {_address('inspection', refused.held.ref)}") from refused
        ref = draft.inspection.ref
        self.stdout.write(f"{ref} is ready to check at {_address('intake', ref)}")


def _contents(path: str) -> tuple[str, bytes]:
    if path == "-":
        return "standard input", sys.stdin.buffer.read()
    try:
        return Path(path).name, Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be opened: {error.strerror}.", returncode=2) from error


def _address(page: str, ref: str) -> str:
    return f"{settings.SERVICE_URL}{reverse(page, args=[ref])}"

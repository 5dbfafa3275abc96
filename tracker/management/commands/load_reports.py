"""`manage.py load_reports DIR`: reads and publishes every report of a folder, as an operator's confirmation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from inspections import data
from inspections.errors import ReportRefused
from inspections.operations.frameworks import load_frameworks
from inspections.reader.sandbox import read_in_child
from tracker.data import themes
from tracker.errors import AlreadyHeld, Refusal
from tracker.operations.intake import drafts
from tracker.operations.intake.publish import publish
from tracker.operations.organisations import load_organisations
from tracker.operations.themes import load_themes
from tracker.queries.totals import totals
from tracker.rules.access import SERVICE


class Command(BaseCommand):
    """Safe to run again. Exit status 2 when a file was refused or could not be published."""

    help = "Read and publish every report in the folder DIR; what is doubtful stays marked on each report."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir")

    def handle(self, *, dir: str, **options: Any) -> None:
        folder = Path(dir)
        if not folder.is_dir():
            raise CommandError(f"{dir} is not a folder. Give the folder that holds the reports.", returncode=2)
        load_organisations(organisations=data.organisations(), successions=data.successions())
        load_frameworks(frameworks=data.frameworks())
        load_themes(themes=themes())
        files = sorted(path for path in folder.iterdir() if path.is_file())
        refused = [path.name for path in files if not self._load(path)]
        self.stdout.write(str(totals()))
        if refused:
            raise CommandError(f"Not loaded: {', '.join(refused)}. The reasons are above.", returncode=2)

    def _load(self, path: Path) -> bool:
        """Publish the report and return whether it is held now, by this run or an earlier one."""
        try:
            self.stdout.write(f"{path.name}: {_load_one(path)}")
        except AlreadyHeld as held:
            self.stdout.write(f"{path.name}: held already as {held.held.ref}")
        except (ReportRefused, Refusal, OSError) as reason:
            self.stdout.write(f"{path.name}: not loaded. {reason}")
            return False
        return True


def _load_one(path: Path) -> str:
    """Publish one report and return what was made, as a sentence."""
    document = path.read_bytes()
    read = read_in_child(document, path.name)
    at = timezone.now()
    draft = drafts.start_draft(read=read, file_name=path.name, document=document, by=SERVICE, at=at)
    draft = drafts.confirm_as_read(draft=draft, by=SERVICE, at=at)
    inspection = publish(draft=draft, version=draft.version, by=SERVICE, at=at)
    draft.refresh_from_db(fields=["answers"])
    counts = (
        (inspection.recommendations.count(), "recommendation"),
        (inspection.judgements.count(), "judgement"),
        (len(draft.answers["doubts_left"]), "doubt"),
    )
    made = ", ".join(f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in counts)
    return f"published as {inspection.ref} {inspection.organisation}: {made} kept"

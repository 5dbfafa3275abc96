"""Brings in a made-up report, so that the demo's coordinator has something to check."""

from datetime import datetime

from django.utils import timezone

from inspections.reader.sandbox import ReadResult
from tracker.choices import Role
from tracker.models import Person, ReportDraft, actor_of
from tracker.operations.intake.drafts import start_draft


def make_draft(*, report: ReadResult, document: bytes, at: datetime) -> ReportDraft:
    """Make a draft of the look-alike report, brought in by the demo's inspection coordinator and not yet checked."""
    coordinator = Person.objects.get(is_demo=True, memberships__role=Role.COORDINATOR)
    return start_draft(
        read=report,
        file_name="demonstration-report.txt",
        document=document,
        by=actor_of(coordinator, on=timezone.localdate(at)),
        at=at,
    )

"""Look-alikes of reports that were brought in, confirmed as read and published; and those of the cast, brought in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from inspections.models import Inspection
from tests.factories import reports
from tests.factories.world import NOW
from tracker.models import Answerable, Recommendation, ReportDraft
from tracker.operations.intake.drafts import confirm_as_read, save_answers, start_draft
from tracker.operations.intake.publish import publish
from tracker.rules.access import SERVICE
from tracker.rules.intake.proposals import Task

UNIFIED = date(2021, 6, 26)
JUDGES = {
    "previous_report_published": "2023-03",
    "previous_recommendations": [reports.earlier(text) for text in reports.EARLIER_WORDS],
}
JUDGED = {
    "published": "2023-03",
    "recommendations": [
        reports.recommendation(n, text.capitalize()) for n, text in enumerate(reports.EARLIER_WORDS, start=1)
    ],
}


def bring_in(**changes: Any) -> ReportDraft:
    """A look-alike with these changes, confirmed as it was read."""
    document = repr(sorted(changes.items())).encode()
    draft = start_draft(read=reports.read(**changes), file_name="report.txt", document=document, by=SERVICE, at=NOW)
    return confirm_as_read(draft=draft, by=SERVICE, at=NOW)


def publish_report(**changes: Any) -> Inspection:
    """The inspection that such a look-alike becomes."""
    draft = bring_in(**changes)
    return publish(draft=draft, version=draft.version, by=SERVICE, at=NOW)


def published_with(draft: ReportDraft, task: Task, answers: Mapping[str, Any]) -> Inspection:
    """The inspection that a draft becomes, with these answers to one task; the others as they were read."""
    saved = save_answers(draft=draft, task=task, answers=answers, version=draft.version, by=SERVICE, at=NOW)
    confirmed = confirm_as_read(draft=saved, by=SERVICE, at=NOW)
    return publish(draft=confirmed, version=confirmed.version, by=SERVICE, at=NOW)


def rows_of(recommendation: Recommendation) -> list[tuple[Any, ...]]:
    """Who answers for a recommendation, from when to when, and how that ended."""
    rows = recommendation.answerables.order_by("from_on", "organisation__name")
    return [(row.organisation.name, row.from_on, row.to_on, row.ending) for row in rows]


def publish_here(inspection: Inspection, *, at: datetime = NOW) -> None:
    """A report of the cast came through the service at this moment, and its bodies answer from that day."""
    day = at.date()
    published = {"published_on": day, "published_month": day.replace(day=1), "published_precision": "day"}
    Inspection.objects.filter(pk=inspection.pk).update(**published)
    Answerable.objects.filter(recommendation__inspection=inspection).update(from_on=day)
    ReportDraft.objects.create(inspection=inspection, as_read={}, created_at=at, published_at=at)

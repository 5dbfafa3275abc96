"""Two windows publish at the same moment, on real connections: one set of records."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from inspections.models import Inspection
from tests.factories import reports
from tests.factories.world import NOW, make_world
from tracker.errors import AlreadyHeld
from tracker.models import Recommendation, ReportDraft
from tracker.operations.intake.drafts import confirm_as_read, start_draft
from tracker.operations.intake.publish import publish
from tracker.rules.access import SERVICE


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def bring_in(**changes) -> ReportDraft:
    document = repr(changes).encode()
    draft = start_draft(read=reports.read(**changes), file_name="report.txt", document=document, by=SERVICE, at=NOW)
    return confirm_as_read(draft=draft, by=SERVICE, at=NOW)


def publish_at_once(*drafts: ReportDraft) -> list[int | str]:
    """What each window gets: the inspection, or the refusal."""
    start = Barrier(len(drafts))

    def window(draft: ReportDraft) -> int | str:
        try:
            start.wait(timeout=60)
            return publish(draft=draft, version=draft.version, by=SERVICE, at=NOW).pk
        except AlreadyHeld:
            return "held already"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(drafts)) as pool:
        return list(pool.map(window, drafts))


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_make_one_set():
    make_world()
    draft = bring_in()

    first, second = publish_at_once(draft, draft)

    assert first == second
    assert Recommendation.objects.filter(inspection=first).count() == 3
    assert Inspection.objects.filter(published_month="2026-06-01").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_files_of_one_report_at_once_make_one_set():
    make_world()
    first, second = bring_in(), bring_in(published="2025-01", isbn="978-1-000000-00-1")
    # Somebody corrects the second draft's month: now both are the same report.
    ReportDraft.objects.filter(pk=second.pk).update(as_read=first.as_read)

    answers = publish_at_once(first, second)

    assert answers.count("held already") == 1
    assert Inspection.objects.published().filter(published_month="2026-06-01").count() == 1

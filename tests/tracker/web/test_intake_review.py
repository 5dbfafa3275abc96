"""What a review shows and corrects: ratings, the alert, earlier ones, all rows at once, and the file."""

import pytest

from inspections.models import Inspection
from tests.factories import reports
from tests.factories.world import NOW, World
from tests.tracker.web.test_intake import ROWS, address, confirm_all, version
from tracker.models import Recommendation, ReportDraft
from tracker.operations.intake.drafts import confirm_as_read, start_draft
from tracker.operations.intake.publish import publish
from tracker.rules.access import SERVICE


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def draft(world: World) -> ReportDraft:
    earlier = [reports.earlier(words) for words in reports.EARLIER_WORDS]
    read = reports.read(previous_report_published="2023-03", previous_recommendations=earlier)
    return start_draft(read=read, file_name="look-alike.txt", document=b"one", by=SERVICE, at=NOW)


def test_the_file_is_kept_and_given_so_that_nothing_in_it_runs(draft, signed_in):
    answer = signed_in("coordinator").get(f"/inspections/{draft.inspection.ref}/report/")

    assert b"".join(answer) == b"one"
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="report-{draft.inspection.ref}')
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("key", ["head", "national", "auditor"])
def test_the_file_of_a_published_report_is_for_everybody_who_signs_in(key, draft, signed_in):
    address_of_file = f"/inspections/{draft.inspection.ref}/report/"
    assert signed_in(key).get(address_of_file).status_code == 404
    confirm_as_read(draft=draft, by=SERVICE, at=NOW)
    publish(draft=draft, version=version(draft), by=SERVICE, at=NOW)

    answer = signed_in(key).get(address_of_file)
    assert (answer.status_code, b"".join(answer)) == (200, b"one")
    assert address_of_file in signed_in(key).get(f"/inspections/{draft.inspection.ref}/").content.decode()


def test_a_file_that_is_gone_says_so(draft, signed_in):
    draft.document.storage.delete(draft.document.name)

    answer = signed_in("coordinator").get(f"/inspections/{draft.inspection.ref}/report/")

    assert answer.status_code == 404
    assert "This file is missing" in answer.content.decode()


def test_what_is_corrected_in_the_review_is_what_publishing_saves(draft, signed_in):
    client = signed_in("coordinator")
    confirm_all(client, draft)
    rating = {"0-code": "P 1.2", "0-title": "Staffing", "0-rating": "good", "0-0-text": "Enough?", "0-0-percent": 61}
    lines = {"concern-1": "nobody checks the lists", "action-1": "check the lists"}
    earlier = {
        "match": "new", "addressee": draft.inspection.organisation_id, "text": "Keep one list of partners",
        "category": "sufficient", "improvement": "no",
    }  # fmt: skip
    report = {"organisation": draft.inspection.organisation_id, "kind": "pdu"}
    date = {"published_month": "4", "published_year": "2022"}
    for task, answers in [
        ("ratings/", rating),
        ("alert/", lines),
        ("earlier/1/", earlier),
        ("earlier/", report | date),
    ]:
        assert client.post(address(draft, task), answers | {"version": version(draft)}).status_code == 302, task

    page = client.get(address(draft, "publish/")).content.decode()
    client.post(address(draft, "publish/"), {"version": version(draft)})

    inspection = Inspection.objects.get(pk=draft.inspection_id)
    assert [(row.code, row.rating) for row in inspection.standard_ratings.all()] == [("P 1.2", "good")]
    assert inspection.standard_ratings.get().key_questions.get().percent == 61
    assert inspection.alerts.get().concerns.get().text == "nobody checks the lists"
    [first, _] = Recommendation.objects.filter(inspection__known_from_later=True).in_printed_order()
    assert (first.text, str(first.inspection.published_month)) == ("Keep one list of partners", "2022-04-01")
    assert first.answerables.get().judgements.get().category == "sufficient"
    for words in ("Enough?", "61%", "nobody checks the lists", "Keep one list of partners", "April 2022"):
        assert words in page


def test_what_another_window_saved_of_the_rows_is_told_and_every_answer_stays(draft, signed_in):
    client = signed_in("coordinator")
    client.post(address(draft, "recommendations/"), ROWS | {"version": 1, "1-short_title": "Of the first window"})

    answer = client.post(address(draft, "recommendations/"), ROWS | {"version": 1, "1-short_title": "Of the second"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Of the first window" in page
    assert "Of the second" in page

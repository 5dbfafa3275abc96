"""What a published report fills its inspection with: facts, ratings as printed, key questions and the alert."""

from datetime import date

import pytest

from inspections.choices import InspectionStatus
from inspections.models import StandardRating
from tests.factories import reports
from tests.factories.publishing import publish_report, published_with
from tests.factories.world import NOW
from tracker.errors import InvalidInput
from tracker.operations.intake.drafts import start_draft
from tracker.rules.access import SERVICE
from tracker.rules.intake.proposals import Task

DETAILS = {
    "kind": "pdu",
    "framework": "",
    "published": "2026-06",
    "fieldwork_started": None,
    "score": None,
    "max_score": None,
    "rating": "",
    "isbn": "",
    "lead_inspector": "",
}


def test_publishing_fills_the_inspection(world):
    inspection = publish_report()

    assert inspection.status == InspectionStatus.PUBLISHED
    assert (inspection.published_on, inspection.published_month) == (date(2026, 6, 1), date(2026, 6, 1))
    assert (inspection.score, inspection.max_score, inspection.rating) == (6, 21, "requires-improvement")
    assert inspection.fieldwork_started_on == date(2026, 3, 2)


def test_an_alert_is_recorded_in_printed_order(world):
    alert = {"concerns": ["nobody checks the lists"], "actions": ["check the lists", "tell the region"]}

    inspection = publish_report(organisational_alert=alert)

    recorded = inspection.alerts.get()
    assert [each.text for each in recorded.concerns.all()] == alert["concerns"]
    assert [each.text for each in recorded.required_actions.all()] == alert["actions"]


def test_a_standard_is_rated_once_in_printed_order(world):
    question = {"text": "Is there a plan?", "percent": 60, "previous_percent": 40}
    standards = [
        {"code": "P 2", "title": "Staffing", "rating": "Good", "key_questions": []},
        {"code": "P 1", "title": "Leadership", "rating": "Inadequate", "key_questions": [question]},
        {"code": "P 2", "title": "Staffing again", "rating": "Outstanding", "key_questions": []},
    ]

    inspection = publish_report(standards=standards)

    ratings = StandardRating.objects.filter(inspection=inspection)
    assert list(ratings.values_list("code", "title", "rating")) == [
        ("P 2", "Staffing", "good"),
        ("P 1", "Leadership", "inadequate"),
    ]
    assert list(ratings[1].key_questions.values_list("position", "percent", "previous_percent")) == [(1, 60, 40)]


def test_the_publishers_page_is_kept_with_the_inspection(world):
    draft = start_draft(read=reports.read(), file_name="report.txt", document=b"one", by=SERVICE, at=NOW)
    page = {"report_url": "https://www.example.org/reports/kirklees"}

    inspection = published_with(
        draft, Task.DETAILS, DETAILS | {"organisation": draft.inspection.organisation_id} | page
    )

    assert inspection.report_url == page["report_url"]


def test_an_address_that_is_no_safe_page_is_refused_beside_its_question(world):
    draft = start_draft(read=reports.read(), file_name="report.txt", document=b"one", by=SERVICE, at=NOW)

    with pytest.raises(InvalidInput) as refused:
        published_with(draft, Task.DETAILS, DETAILS | {"report_url": "http://www.example.org/"})

    assert refused.value.field == "report_url"


def test_a_report_without_an_alert_makes_none(world):
    assert not publish_report().alerts.exists()

"""What a published report fills its inspection with: facts, ratings as printed, key questions and the alert."""

from datetime import date

from inspections.choices import InspectionStatus
from inspections.models import StandardRating
from tests.factories.publishing import publish_report


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


def test_a_report_without_an_alert_makes_none(world):
    assert not publish_report().alerts.exists()

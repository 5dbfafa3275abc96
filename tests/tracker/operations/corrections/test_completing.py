"""A full report that arrives late changes what was known: words, addressee, the row that answers; with their trace."""

import pytest

from tests.factories import reports
from tests.factories.publishing import JUDGES, publish_report
from tracker.models import Correction, Event
from tracker.operations.corrections.completing import COMPLETED

pytestmark = pytest.mark.django_db


def test_each_fact_that_the_full_report_changes_keeps_what_it_was(world) -> None:
    publish_report(**JUDGES)
    words = f"{reports.EARLIER_WORDS[0]} and send it to the region"
    rows = [reports.recommendation(7, words, addressee="Leeds PDU")]

    completed = publish_report(published="2023-03", recommendations=rows)

    recommendation = completed.recommendations.get(position=1)
    kept = {
        row.field: (row.before, row.after, row.reason) for row in Correction.objects.filter(subject=recommendation.ref)
    }
    assert kept["text"] == (reports.EARLIER_WORDS[0], words, COMPLETED)
    assert kept["addressee"] == ("kirklees", "leeds", COMPLETED)
    assert kept["body"] == ("kirklees", "leeds", COMPLETED)
    assert kept["number"] == (None, 7, COMPLETED)
    assert recommendation.version == 2
    event = Event.objects.get(subject=recommendation.ref, verb="recommendation.completed")
    assert event.before["Responsible body"] == "Kirklees PDU"


def test_the_inspection_keeps_what_was_known_of_it(world) -> None:
    publish_report(**JUDGES)

    completed = publish_report(published="2023-03", score=9, recommendations=[reports.recommendation(1, "be quick")])

    row = Correction.objects.get(subject=completed.ref, field="score")
    assert (row.before, row.after, row.version) == (None, 9, completed.version)
    assert Event.objects.filter(subject=completed.ref, verb="inspection.completed").count() == 1

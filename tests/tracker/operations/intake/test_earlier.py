"""Verdicts of a published report on earlier recommendations, and the earlier inspection where none is held."""

from datetime import date

from inspections.models import Inspection
from tests.factories import reports
from tests.factories.publishing import JUDGES, publish_report
from tracker.choices import Progress
from tracker.models import Event, Judgement, Recommendation


def test_an_earlier_inspection_that_we_do_not_hold_is_made(world):
    inspection = publish_report(**JUDGES)

    earlier = Inspection.objects.get(known_from_later=True)
    assert (earlier.organisation, earlier.published_on) == (world.organisations["kirklees"], date(2023, 3, 1))
    texts = earlier.recommendations.order_by("position").values_list("text", flat=True)
    assert list(texts) == list(reports.EARLIER_WORDS)
    assert earlier.recommendations.get(position=1).answerables.get().judgements.get().inspection == inspection


def test_a_printed_verdict_becomes_a_judgement_and_closes_nothing(world):
    publish_report(**JUDGES)

    judgement = Judgement.objects.first()
    assert (judgement.category, judgement.dated_on) == (Progress.SOME, date(2026, 6, 1))
    assert judgement.reasons == "A list is kept, and two towns are still missing."
    assert judgement.improvement_still_required is True
    assert judgement.answerable.to_on is None


def test_a_row_without_a_category_is_not_a_judgement(world):
    rows = [reports.earlier(reports.EARLIER_WORDS[0], category=None)]

    publish_report(previous_report_published="2023-03", previous_recommendations=rows)

    assert Recommendation.objects.filter(inspection__known_from_later=True).count() == 1
    assert not Judgement.objects.exists()


def test_a_verdict_on_a_predecessors_recommendation_is_the_inspected_bodys(world, crc):
    rows = [reports.recommendation(1, reports.EARLIER_WORDS[0], "West Yorkshire CRC")]
    publish_report(organisation="West Yorkshire CRC", published="2020-03", recommendations=rows)

    publish_report(
        previous_report_published="2020-03", previous_recommendations=[reports.earlier(reports.EARLIER_WORDS[0])]
    )

    assert Judgement.objects.get().answerable.organisation == world.organisations["kirklees"]
    assert not Inspection.objects.filter(known_from_later=True).exists()


def test_the_trail_says_from_which_report_the_earlier_one_is_known(world):
    inspection = publish_report(**JUDGES)

    earlier = Inspection.objects.get(known_from_later=True)
    event = Event.objects.about(earlier.ref).get(verb="inspection.known-from-later")
    assert event.after == {"known_from": inspection.ref}
    assert Event.objects.filter(verb="recommendation.judged").count() == 2

"""What published records say now, for the pages that correct them."""

from datetime import date

from inspections.models import Inspection
from tests.factories.answers import PRINTED_ALERT, make_alert
from tests.factories.corrections import make_findings
from tests.factories.self_assessments import actor, make_self_assessment
from tests.factories.world import World
from tracker.choices import CorrectedField
from tracker.models import Answerable, Answers
from tracker.queries.corrections.said import (
    alert_facts,
    alert_lines,
    has_answered,
    inspection_says,
    may_correct,
    names_of_facts,
    recommendation_facts,
    recommendation_says,
    said_on,
    standards_of,
    verdicts_of,
)
from tracker.rules.corrections import FactOf


def test_who_may_correct_follows_the_inspected_body(world: World) -> None:
    report = world.inspections["kirklees"]

    assert [may_correct(actor(world, key), report) for key in ("coordinator", "lead", "national")] == [
        True,
        False,
        False,
    ]
    assert not may_correct(actor(world, "coordinator"), Inspection())


def test_a_recommendation_is_read_in_three_queries(world: World, django_assert_num_queries) -> None:
    held = world.recommendations["region"]

    with django_assert_num_queries(3):
        said = recommendation_says(held)

    row = Answerable.objects.get(recommendation=held)
    assert (said.short_title, said.number, dict(said.bodies)) == (held.short_title, 2, {row.pk: row.organisation_id})
    facts = recommendation_facts(held, names_of_facts())
    assert facts[FactOf(CorrectedField.BODY, str(row.pk))].value == "yorkshire"
    assert facts[FactOf(CorrectedField.RESPONSIBLE_FROM, str(row.pk))].value == "2024-11-01"


def test_a_report_is_read_in_three_queries(world: World, django_assert_num_queries) -> None:
    rating, question, judged = make_findings(world)

    with django_assert_num_queries(3):
        said = inspection_says(world.inspections["kirklees"])

    assert said.details is not None
    assert said.details.published is not None
    assert said.details.published.on == date(2024, 11, 1)
    assert said.ratings[rating.pk].about == "P 1.1 Leadership"
    assert said.questions[question.pk].part == "P 1.1/1"
    assert said.verdicts[judged.pk].part == f"{world.recommendations['leeds'].ref}/leeds"
    assert verdicts_of(world.inspections["kirklees"]) == [judged]
    assert standards_of(world.inspections["kirklees"]) == []


def test_an_alert_says_its_lines_in_order(world: World) -> None:
    alert = make_alert(world, "kirklees")

    concerns, required = alert_lines(alert)

    assert alert_facts(alert)[FactOf(CorrectedField.CONCERNS)].value == list(concerns)
    assert alert_facts(alert)[FactOf(CorrectedField.REQUIRED_ACTIONS)].value == list(required)
    assert PRINTED_ALERT.concerns


def test_a_body_has_answered_once_anything_rests_on_its_row(world: World) -> None:
    row = Answerable.objects.get(recommendation=world.recommendations["kirklees"])
    assert has_answered(row)

    Answers.objects.filter(answerable=row).delete()
    assert not has_answered(row)
    make_self_assessment(world)
    assert has_answered(row)
    assert {"Answers", "Response", "Judgement", "Acknowledgement"} <= said_on([row.pk]).keys()
    assert not [name for name in said_on([row.pk]) if name.startswith("Kept")]

"""The clocks of answers: the database and the rule agree, lists and counts agree, and silence stays in its area."""

from datetime import date, timedelta

import pytest

from inspections.choices import DatePrecision
from inspections.models import Inspection
from tests.factories.answers import make_alert
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Decision, Ending
from tracker.models import Answerable, Recommendation, Response, actor_of
from tracker.operations.responses import acknowledge, confirm_response, draft_response
from tracker.queries import answering, recommendations
from tracker.queries.recommendations import RecommendationSelection
from tracker.rules.access import SERVICE, Actor

DAYS = 30


def actor(world: World, key: str) -> Actor:
    return actor_of(world.people[key], on=TODAY)


def publish(world: World, *, on: date | None, precision: DatePrecision = DatePrecision.DAY) -> Answerable:
    """The report of Kirklees, published on another day."""
    month = on.replace(day=1) if on else None
    Inspection.objects.filter(pk=world.inspections["kirklees"].pk).update(
        published_on=on, published_month=month, published_precision=precision
    )
    Answerable.objects.filter(recommendation=world.recommendations["kirklees"]).update(from_on=on or date(2026, 10, 1))
    return Answerable.objects.with_answering().for_row().get(recommendation=world.recommendations["kirklees"])


@pytest.mark.parametrize("days_before", [0, 1, 29, 30, 31, 32, 60, 400])
@pytest.mark.parametrize("precision", DatePrecision)
def test_the_database_and_the_rule_agree_on_what_is_overdue(
    world: World, precision: DatePrecision, days_before: int
) -> None:
    published_on = TODAY - timedelta(days=days_before)
    day = published_on.replace(day=1) if precision is DatePrecision.MONTH else published_on
    answerable = publish(world, on=day, precision=precision)

    late = Answerable.objects.answer_overdue(on=TODAY, days=DAYS).filter(pk=answerable.pk).exists()

    assert late is answering.clock_of(answerable, on=TODAY).is_overdue


def test_a_report_without_a_date_counts_from_the_day_the_body_answers(world: World) -> None:
    answerable = publish(world, on=None)

    clock = answering.clock_of(answerable, on=TODAY)

    assert (clock.due_on, clock.is_overdue) == (date(2026, 10, 31), True)
    assert Answerable.objects.answer_overdue(on=TODAY, days=DAYS).filter(pk=answerable.pk).exists()


def test_a_body_that_took_over_keeps_the_answer_that_was_given(world: World) -> None:
    before = world.recommendations["kirklees"].answerables.get()
    Response.objects.create(answerable=before, decision=Decision.AGREED, drafted_at=NOW, confirmed_at=NOW)
    Answerable.objects.filter(pk=before.pk).update(to_on=TODAY, ending=Ending.PASSED_ON, ended_at=NOW)

    after = Answerable.objects.create(
        recommendation=before.recommendation, organisation=world.organisations["leeds"], from_on=TODAY
    )

    assert after not in Answerable.objects.unanswered()
    assert after in Answerable.objects.unacknowledged()


def test_what_is_known_from_a_later_report_asks_nobody(world: World) -> None:
    Inspection.objects.filter(pk=world.inspections["kirklees"].pk).update(known_from_later=True)

    bodies = set(Answerable.objects.asked().values_list("organisation__slug", flat=True))

    assert bodies == {"leeds", "wigan"}


@pytest.mark.parametrize(("body", "expected"), [("kirklees", 1), ("yorkshire", 3), ("hmpps", 4)])
@pytest.mark.parametrize("state", answering.STATES)
def test_lists_and_counts_agree(world: World, state: str, body: str, expected: int) -> None:
    organisation = world.organisations[body]
    counts = answering.counts_of(organisation, on=TODAY)
    number = {"unanswered": counts.unanswered, "answer-overdue": counts.overdue}.get(state, counts.unacknowledged)

    kinds = {"kirklees": {"pdu": organisation}, "yorkshire": {"region": organisation}}.get(body, {})
    listed = recommendations.chosen(SERVICE, RecommendationSelection(scope="all", state=state, **kinds), on=TODAY)

    assert (number, listed.count()) == (expected, expected)


def test_a_confirmed_answer_stops_the_clock_and_a_draft_does_not(world: World) -> None:
    answerable = world.recommendations["kirklees"].answerables.get()
    draft = draft_response(answerable=answerable, decision=Decision.AGREED, newest=0, by=SERVICE, at=NOW)
    before = answering.counts_of(world.organisations["kirklees"], on=TODAY).unanswered

    confirm_response(response=draft, by=SERVICE, at=NOW)

    after = answering.counts_of(world.organisations["kirklees"], on=TODAY).unanswered
    assert (before, after) == (1, 0)


@pytest.mark.parametrize(("person", "tags"), [("head", 2), ("lead", 2), ("other_head", 1), ("auditor", 2)])
def test_silence_is_seen_in_the_area(world: World, person: str, tags: int) -> None:
    rows = Recommendation.objects.filter(pk=world.recommendations["kirklees"].pk).for_list()

    found = answering.tags_of(actor(world, person), rows[0], on=TODAY)

    assert len(found) == tags
    assert found[0] == "Answer overdue"


@pytest.mark.parametrize(("person", "count"), [("head", 2), ("other_head", 0)])
def test_the_filter_of_silence_stays_in_the_area(world: World, person: str, count: int) -> None:
    filters = RecommendationSelection(scope="all", state="unacknowledged", region=world.organisations["yorkshire"])

    assert recommendations.chosen(actor(world, person), filters, on=TODAY).count() == count


class TestDecisions:
    def test_a_head_answers_their_own_pdus(self, world: World) -> None:
        found = answering.decisions_of(actor(world, "head"), on=TODAY)

        assert [each.answerable.organisation.slug for each in found.to_answer] == ["kirklees"]
        assert found.to_answer[0].needs_draft

    def test_a_draft_leaves_the_head_and_comes_to_hmpps(self, world: World) -> None:
        answerable = world.recommendations["kirklees"].answerables.get()
        by = actor(world, "head")
        draft = draft_response(answerable=answerable, decision=Decision.AGREED, newest=0, by=by, at=NOW)

        assert answering.decisions_of(by, on=TODAY).to_answer == []
        assert answering.decisions_of(actor(world, "national"), on=TODAY).to_confirm == [draft]
        assert answering.decisions_of(actor(world, "lead"), on=TODAY).to_confirm == []

    def test_what_is_acknowledged_still_waits_for_its_draft(self, world: World) -> None:
        by = actor(world, "head")
        acknowledge(answerable=world.recommendations["kirklees"].answerables.get(), by=by, at=NOW)

        [waiting] = answering.decisions_of(by, on=TODAY).to_answer

        assert (waiting.clock.silence, waiting.needs_draft) == ("", True)

    @pytest.mark.parametrize(("person", "count"), [("head", 1), ("owner", 0), ("lead", 0), ("other_head", 0)])
    def test_an_alert_waits_for_its_owner(self, world: World, person: str, count: int) -> None:
        make_alert(world, "kirklees")

        assert len(answering.decisions_of(actor(world, person), on=TODAY).alerts) == count

    def test_an_auditor_decides_nothing(self, world: World) -> None:
        assert not answering.decisions_of(actor(world, "auditor"), on=TODAY)

"""The clocks of answers: the database and the rule agree, lists and counts agree, and silence stays in its area."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import DatePrecision
from inspections.models import Inspection
from tests.factories.answers import make_alert, make_response_draft
from tests.factories.carry_over import make_next_inspection
from tests.factories.world import NOW, TODAY, World, make_recommendation
from tracker.choices import Decision, Ending
from tracker.models import Answerable, Response, actor_of
from tracker.operations.responses import acknowledge, confirm_response, draft_response
from tracker.queries import answering, recommendations
from tracker.queries.answering import BodyAnswer
from tracker.queries.area_facts import area_facts
from tracker.queries.recommendation_rows import rows_of
from tracker.queries.recommendations import RecommendationSelection
from tracker.rules.access import SERVICE, Actor
from tracker.rules.responses import Standing

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
@pytest.mark.parametrize("state", sorted(set(answering.STATES) - {"ending-asked"}))  # which no page counts
def test_lists_and_counts_agree(world: World, state: str, body: str, expected: int) -> None:
    organisation = world.organisations[body]
    counts = area_facts(SERVICE, organisation, on=TODAY)
    number = {"unanswered": counts.unanswered, "answer-overdue": counts.overdue}.get(state, counts.unacknowledged)

    kinds = {"kirklees": {"pdu": organisation}, "yorkshire": {"region": organisation}}.get(body, {})
    listed = recommendations.chosen(SERVICE, RecommendationSelection(scope="all", state=state, **kinds), on=TODAY)

    assert (number, listed.count()) == (expected, expected)


def test_a_confirmed_answer_stops_the_clock_and_a_draft_does_not(world: World) -> None:
    answerable = world.recommendations["kirklees"].answerables.get()
    draft = draft_response(answerable=answerable, decision=Decision.AGREED, newest=0, by=SERVICE, at=NOW)
    before = area_facts(SERVICE, world.organisations["kirklees"], on=TODAY).unanswered

    confirm_response(response=draft, by=SERVICE, at=NOW)

    after = area_facts(SERVICE, world.organisations["kirklees"], on=TODAY).unanswered
    assert (before, after) == (1, 0)


@pytest.mark.parametrize(("person", "tags"), [("head", 2), ("lead", 2), ("other_head", 1), ("auditor", 2)])
def test_silence_is_seen_in_the_area(world: World, person: str, tags: int) -> None:
    [row] = rows_of(actor(world, person), [world.recommendations["kirklees"].pk], on=TODAY)

    assert len(row.tags) == tags
    assert row.tags[0] == "Answer overdue"


@pytest.mark.parametrize(("person", "count"), [("head", 2), ("other_head", 0)])
def test_the_filter_of_silence_stays_in_the_area(world: World, person: str, count: int) -> None:
    filters = RecommendationSelection(scope="all", state="unacknowledged", region=world.organisations["yorkshire"])

    assert recommendations.chosen(actor(world, person), filters, on=TODAY).count() == count


class TestAnswers:
    def answer(self, world: World, by: Actor = SERVICE) -> BodyAnswer:
        recommendation = world.recommendations["kirklees"]
        seen = Response.objects.visible_to(by).of_recommendation(recommendation)
        [found] = answering.answers_of(by, recommendation, seen, on=TODAY)
        return found

    def respond(self, world: World, *, newest: int = 0, **words: Any) -> Response:
        given = {"decision": Decision.AGREED, "newest": newest} | words
        answerable = world.recommendations["kirklees"].answerables.get()
        return draft_response(answerable=answerable, by=SERVICE, at=NOW, **given)

    def test_the_confirmed_one_stands_beside_a_newer_draft_and_earlier_ones(self, world: World) -> None:
        first = confirm_response(response=self.respond(world), by=SERVICE, at=NOW)
        partly = {"decision": Decision.PARTLY_AGREED, "agreed_part": "Half", "reasons": "Costs"}
        second = confirm_response(response=self.respond(world, newest=first.pk, **partly), by=SERVICE, at=NOW)
        draft = self.respond(world, newest=second.pk, decision=Decision.NOT_AGREED, reasons="Done elsewhere")

        found = self.answer(world)

        assert (found.standing, found.confirmed, found.draft) == (Standing.REDRAFTED, second, draft)
        assert (found.earlier, found.newest) == ([first], draft)

    def test_a_draft_is_not_seen_outside_its_area(self, world: World) -> None:
        draft = self.respond(world)

        inside, outside = self.answer(world, actor(world, "owner")), self.answer(world, actor(world, "other_head"))

        assert (inside.draft, inside.standing, inside.sees_work) == (draft, Standing.DRAFT, True)
        assert (outside.draft, outside.standing, outside.sees_work) == (None, Standing.NONE, False)

    @pytest.mark.parametrize(
        ("person", "drafts", "confirms", "acknowledges"),
        [
            ("head", True, False, True),
            ("lead", True, False, False),
            ("national", True, True, False),
            ("owner", False, False, False),
            ("other_head", False, False, False),
            ("auditor", False, False, False),
        ],
    )
    def test_who_does_what_about_a_draft(
        self, world: World, person: str, drafts: bool, confirms: bool, acknowledges: bool
    ) -> None:
        make_response_draft(world, "kirklees")

        found = self.answer(world, actor(world, person))

        assert (found.can_draft, found.can_confirm, found.can_acknowledge) == (drafts, confirms, acknowledges)

    def test_what_is_acknowledged_is_not_acknowledged_again(self, world: World) -> None:
        by = actor(world, "head")
        made = acknowledge(answerable=world.recommendations["kirklees"].answerables.get(), by=by, at=NOW)

        found = self.answer(world, by)

        assert (found.acknowledgement, found.can_acknowledge) == (made, False)


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

    @pytest.mark.parametrize("more", [8, 9, 12])
    def test_the_first_ten_are_listed_and_all_are_counted(self, world: World, more: int) -> None:
        for number in range(more):
            make_recommendation(world, f"more-{number}", inspection="kirklees", addressee="kirklees")

        found = answering.decisions_of(actor(world, "head"), on=TODAY)

        assert (len(found.to_answer), found.to_answer_count) == (min(more + 1, 10), more + 1)

    def test_what_is_asked_longest_comes_first(self, world: World) -> None:
        make_next_inspection(world, "kirklees")
        newer = make_recommendation(world, "newer", inspection="again-kirklees", addressee="kirklees")

        found = answering.decisions_of(actor(world, "head"), on=TODAY)

        waiting = [each.answerable.recommendation for each in found.to_answer]
        assert waiting == [world.recommendations["kirklees"], newer]


def test_what_it_costs(world: World, django_assert_num_queries: Any, django_assert_max_num_queries: Any) -> None:
    by, recommendation = actor(world, "national"), world.recommendations["kirklees"]

    with django_assert_num_queries(1):
        answering.answers_of(by, recommendation, [], on=TODAY)

    with django_assert_max_num_queries(4):
        answering.decisions_of(by, on=TODAY)

"""Who answers for a recommendation: from which day, what waits for them, and what may be planned for it."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import DatePrecision, OrganisationKind
from inspections.models import Inspection
from inspections.operations.organisations import establish
from tests.factories.rows import places_of, save_changed
from tests.factories.self_assessments import actor, answerable, make_self_assessment
from tests.factories.world import NOW, TODAY, World, make_recommendation
from tracker.choices import Decision, Ending
from tracker.models import Acknowledgement, Answerable, ReportDraft, Response

ALL = {"kirklees", "leeds", "wigan", "region"}
RESPONSE_DAYS = 28


def respond(row: Answerable, *, is_confirmed: bool = True) -> Response:
    return Response.objects.create(
        answerable=row, decision=Decision.AGREED, drafted_at=NOW, confirmed_at=NOW if is_confirmed else None
    )


class TestFromWhichDay:
    @pytest.mark.parametrize(
        ("precision", "from_on", "asked_from_on", "expected"),
        [
            (DatePrecision.MONTH, date(2024, 11, 1), None, date(2024, 11, 30)),
            (DatePrecision.DAY, date(2024, 11, 1), None, date(2024, 11, 1)),
            (DatePrecision.DAY, date(2025, 3, 1), None, date(2025, 3, 1)),
            (DatePrecision.DAY, date(2025, 3, 1), date(2024, 11, 1), date(2024, 11, 1)),
        ],
        ids=["a month counts from its last day", "the day printed", "a later duty", "taken over and no younger"],
    )
    def test_its_clock_runs_and_the_query_counts_the_same_days(
        self, world: World, precision: str, from_on: date, asked_from_on: date | None, expected: date
    ) -> None:
        row = answerable(world)
        save_changed(world.inspections["kirklees"], published_precision=precision)
        save_changed(row, from_on=from_on, asked_from_on=asked_from_on)
        last = expected + timedelta(days=RESPONSE_DAYS)
        row = Answerable.objects.get(pk=row.pk)

        assert row.asked_on() == expected
        assert row not in Answerable.objects.answer_overdue(on=last, days=RESPONSE_DAYS)
        assert row in Answerable.objects.answer_overdue(on=last + timedelta(days=1), days=RESPONSE_DAYS)

    def test_a_body_that_took_over_was_told_when_it_did(self, world: World) -> None:
        row = answerable(world)
        row.from_on, row.asked_from_on = date(2025, 3, 1), date(2024, 11, 1)

        assert (row.told_on(), row.asked_on()) == (date(2025, 3, 1), date(2024, 11, 30))


class TestWhatWaits:
    def test_what_is_not_asked_here_waits_for_nobody(self, world: World) -> None:
        Inspection.objects.filter(pk=world.inspections["wigan"].pk).update(known_from_later=True)
        answerable_of_leeds = Answerable.objects.filter(pk=answerable(world, "leeds").pk)
        answerable_of_leeds.update(to_on=TODAY, ending=Ending.LAPSED, ended_at=NOW)

        assert places_of(world.recommendations, Answerable.objects.asked()) == {"kirklees", "region"}
        assert places_of(world.recommendations, Answerable.objects.open()) == {"kirklees", "region", "wigan"}

    def test_a_draft_is_no_answer_and_a_confirmed_response_is(self, world: World) -> None:
        respond(answerable(world, "kirklees"))
        respond(answerable(world, "leeds"), is_confirmed=False)

        assert places_of(world.recommendations, Answerable.objects.unanswered()) == ALL - {"kirklees"}

    @pytest.mark.parametrize(("ending", "is_answered"), [(Ending.PASSED_ON, True), (Ending.LAPSED, False)])
    def test_what_was_answered_before_a_takeover_still_stands(
        self, world: World, ending: Ending, is_answered: bool
    ) -> None:
        before = answerable(world)
        respond(before)
        save_changed(before, to_on=TODAY, ending=ending, ended_at=NOW)
        successor = world.organisations["leeds"]
        row = Answerable.objects.create(
            recommendation=before.recommendation, organisation=successor, from_on=TODAY, follows=before
        )

        assert Answerable.objects.with_answering().get(pk=row.pk).is_answered is is_answered

    def test_seen_by_its_body_it_is_acknowledged(self, world: World) -> None:
        Acknowledgement.objects.create(answerable=answerable(world), acknowledged_at=NOW)

        assert places_of(world.recommendations, Answerable.objects.unacknowledged()) == ALL - {"kirklees"}

    def test_an_answered_one_waits_for_its_first_self_assessment(self, world: World) -> None:
        for place in ("kirklees", "leeds"):
            respond(answerable(world, place))
        make_self_assessment(world, "kirklees")

        assert places_of(world.recommendations, Answerable.objects.not_self_assessed()) == {"leeds"}

    def test_it_waits_for_an_acknowledgement_and_for_a_draft(self, world: World) -> None:
        for place in ("kirklees", "leeds", "wigan"):
            Acknowledgement.objects.create(answerable=answerable(world, place), acknowledged_at=NOW)
        respond(answerable(world, "leeds"), is_confirmed=False)
        respond(answerable(world, "region"))

        waiting = {row.recommendation_id: row.needs_draft for row in Answerable.objects.waiting()}

        needs_draft = {"kirklees": True, "wigan": True, "region": False}
        assert waiting == {world.recommendations[key].pk: needs for key, needs in needs_draft.items()}

    @pytest.mark.parametrize(("closed_on", "expected"), [(TODAY, 1), (TODAY + timedelta(days=1), 0)])
    def test_a_body_that_has_closed_needs_a_successor(self, world: World, closed_on: date, expected: int) -> None:
        save_changed(world.organisations["leeds"], closed_on=closed_on)

        assert Answerable.objects.of_closed_bodies(on=TODAY).count() == expected


class TestWhoseItIs:
    @pytest.mark.parametrize(
        ("key", "expected"), [("head", {"kirklees"}), ("lead", {"region"}), ("national", set()), ("owner", set())]
    )
    def test_a_manager_answers_for_their_very_body(self, world: World, key: str, expected: set[str]) -> None:
        assert places_of(world.recommendations, Answerable.objects.own(actor(world, key))) == expected

    def test_a_lead_answers_for_a_function_without_managers_of_its_own(self, world: World) -> None:
        world.organisations["courts"] = establish(
            kind=OrganisationKind.FUNCTION, name="Courts", slug="courts", parent=world.organisations["yorkshire"]
        )
        make_recommendation(world, "courts", inspection="kirklees", addressee="courts")

        assert places_of(world.recommendations, Answerable.objects.own(actor(world, "lead"))) == {"region", "courts"}

    def test_a_new_inspection_looks_at_the_bodys_own_and_at_its_reports(self, world: World) -> None:
        of_pdu, of_region = (Answerable.objects.live_for(world.organisations[key]) for key in ("kirklees", "yorkshire"))

        assert places_of(world.recommendations, of_pdu) == {"kirklees", "region"}
        assert places_of(world.recommendations, of_region) == {"region"}

    def test_it_is_of_its_body_its_report_and_its_recommendation(self, world: World) -> None:
        rows = Answerable.objects.all()

        of_body = rows.of_body(world.organisations["yorkshire"])
        assert places_of(world.recommendations, of_body) == {"kirklees", "leeds", "region"}
        of_report = rows.of_report(world.inspections["kirklees"].pk)
        assert places_of(world.recommendations, of_report) == {"kirklees", "region"}
        assert rows.of_recommendation(world.recommendations["wigan"]).get() == answerable(world, "wigan")

    @pytest.mark.parametrize(
        ("since", "expected"), [(None, {"leeds"}), (TODAY, {"leeds"}), (date(2026, 11, 19), set())]
    )
    def test_a_report_that_was_published_here(self, world: World, since: date | None, expected: set[str]) -> None:
        for key, published_at in [("leeds", NOW), ("wigan", None)]:
            ReportDraft.objects.create(
                inspection=world.inspections[key], as_read={}, created_at=NOW, published_at=published_at
            )

        rows = Answerable.objects.published_here(since=since)

        assert places_of(world.recommendations, rows) == expected

    def test_the_longest_asked_comes_first(self, world: World, django_assert_num_queries: Any) -> None:
        save_changed(world.inspections["wigan"], published_on=date(2023, 5, 1))
        save_changed(world.inspections["kirklees"], published_on=None, published_month=None)

        with django_assert_num_queries(1):
            bodies = [row.organisation.name for row in Answerable.objects.for_row().longest_asked_first()]

        assert bodies == ["Wigan", "Leeds", "Kirklees", "Yorkshire and the Humber"]


class TestWhatMayBePlanned:
    @pytest.mark.parametrize(
        ("key", "expected"),
        [("lead", ["Kirklees", "Leeds", "Yorkshire and the Humber"]), ("head", ["Kirklees"]), ("other_lead", [])],
    )
    def test_an_action_may_answer_more_of_its_region(self, world: World, key: str, expected: list[str]) -> None:
        rows = Answerable.objects.to_answer_as_well(actor(world, key), of=world.organisations["kirklees"])

        assert [row.organisation.name for row in rows] == expected

    def test_the_bodies_to_plan_for_come_by_name(self, world: World) -> None:
        recommendation = world.recommendations["leeds"]
        save_changed(world.organisations["kirklees"], name="York")
        kirklees = {"recommendation": recommendation, "organisation": world.organisations["kirklees"]}
        Answerable.objects.create(**kirklees, from_on=TODAY)

        rows = Answerable.objects.to_plan_for(actor(world, "lead"), recommendation)

        assert [row.organisation.name for row in rows] == ["Leeds", "York"]

    @pytest.mark.parametrize(("key", "expected"), [("lead", 1), ("sibling_head", 1), ("head", 0)])
    def test_an_action_is_planned_for_ones_own_bodies(self, world: World, key: str, expected: int) -> None:
        rows = Answerable.objects.to_plan_for(actor(world, key), world.recommendations["leeds"])

        assert rows.count() == expected

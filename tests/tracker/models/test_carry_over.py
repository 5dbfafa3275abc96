"""Carry-overs: which earlier recommendations an inspection returns to, who decides, and what a decision says."""

from datetime import date
from typing import Any

import pytest

from inspections.choices import InspectionKind
from tests.factories.carry_over import make_next_inspection, make_verdict
from tests.factories.rows import places_of, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor, answerable
from tests.factories.world import NOW, TODAY, World, make_recommendation
from tracker.choices import Ending, Progress, Relation
from tracker.models import CarryOver, CarryOverAction, CarryOverDecision
from tracker.models.carry_over import to_carry_over
from tracker.rules.carry_over import TaskAnswer


def carry_over_of(world: World, body: str = "kirklees", *, confirmed_at: Any = None) -> CarryOver:
    inspection = make_next_inspection(world, body)
    return CarryOver.objects.create(inspection=inspection, started_at=NOW, confirmed_at=confirmed_at)


def decision_of(world: World, **more: Any) -> CarryOverDecision:
    """Carried over, because a new recommendation of Kirklees repeats it."""
    carry_over = carry_over_of(world)
    new = make_recommendation(world, "new", inspection="again-kirklees", addressee="kirklees")
    given = {"ending": Ending.CARRIED_OVER, "relation": Relation.REPEATED} | more
    decision = CarryOverDecision.objects.create(
        carry_over=carry_over, answerable=answerable(world), decided_at=NOW, **given
    )
    decision.taken_up_in.add(new)
    return decision


class TestWhatAnInspectionReturnsTo:
    @pytest.mark.parametrize(
        ("body", "expected"), [("kirklees", {"kirklees", "region"}), ("yorkshire", {"region"}), ("leeds", {"leeds"})]
    )
    def test_the_bodys_own_and_all_of_its_reports(self, world: World, body: str, expected: set[str]) -> None:
        inspection = make_next_inspection(world, body)

        assert places_of(world.recommendations, to_carry_over(inspection)) == expected

    @pytest.mark.parametrize(
        ("earlier", "expected"),
        [(date(2026, 9, 30), {"leeds"}), (date(2026, 10, 1), set()), (date(2026, 10, 2), set())],
    )
    def test_only_what_was_published_before(self, world: World, earlier: date, expected: set[str]) -> None:
        save_changed(world.inspections["leeds"], published_on=earlier)
        inspection = make_next_inspection(world, "leeds", on=date(2026, 10, 1))

        assert places_of(world.recommendations, to_carry_over(inspection)) == expected

    @pytest.mark.parametrize("kind", [InspectionKind.THEMATIC, InspectionKind.DYNAMIC])
    def test_another_kind_returns_only_to_what_it_judges(self, world: World, kind: InspectionKind) -> None:
        inspection = make_next_inspection(world, "kirklees")
        inspection.kind = kind
        make_verdict(world, "wigan", report="again-kirklees")

        assert places_of(world.recommendations, to_carry_over(inspection)) == {"wigan"}

    def test_a_predecessors_rows_count_and_what_has_ended_does_not(self, world: World) -> None:
        inspection = make_next_inspection(world, "kirklees")
        save_changed(answerable(world, "region"), to_on=TODAY, ending=Ending.LAPSED, ended_at=NOW)

        rows = to_carry_over(inspection, [world.organisations["leeds"]])

        assert places_of(world.recommendations, rows) == {"kirklees", "leeds"}


class TestCarryOvers:
    @pytest.mark.parametrize(
        ("key", "sees", "decides"),
        [("lead", 1, 1), ("coordinator", 1, 1), ("head", 1, 0), ("sibling_head", 0, 0), ("disabled", 0, 0)],
    )
    def test_who_sees_it_and_who_decides(self, world: World, key: str, sees: int, decides: int) -> None:
        carry_over_of(world)
        by = actor(world, key)

        assert CarryOver.objects.visible_to(by).count() == sees
        assert CarryOver.objects.to_decide(by).count() == decides

    def test_one_that_is_confirmed_waits_for_nobody(self, world: World) -> None:
        waiting = carry_over_of(world)
        carry_over_of(world, "leeds", confirmed_at=NOW)

        assert list(CarryOver.objects.unfinished()) == [waiting]
        assert list(CarryOver.objects.to_decide(actor(world, "lead"))) == [waiting]

    def test_an_inspection_has_one_or_none(self, world: World) -> None:
        held = carry_over_of(world)

        assert CarryOver.objects.of_inspection(world.inspections["again-kirklees"]) == held
        assert CarryOver.objects.locked(world.inspections["again-kirklees"]) == held
        assert CarryOver.objects.of_inspection(world.inspections["leeds"]) is None


class TestDecisions:
    def test_the_page_costs_three_queries(self, world: World, django_assert_num_queries: Any) -> None:
        CarryOverAction.objects.create(decision=decision_of(world), action=world.actions["kirklees"], follows=True)

        with django_assert_num_queries(3):
            [decision] = CarryOverDecision.objects.for_page()
            answer = decision.answer()
            actions = [str(row) for row in decision.actions.all()]

        assert answer.taken_up_in == {world.recommendations["new"].pk}
        assert actions == [f"{world.actions['kirklees'].ref} follows"]

    def test_a_rule_takes_it_with_what_was_left_open_as_none(self, world: World) -> None:
        decision = decision_of(world, ending=Ending.LAPSED, relation="", reason="The need went away")
        decision.taken_up_in.clear()

        assert decision.answer() == TaskAnswer(
            verdict=None,
            ending=Ending.LAPSED,
            relation=None,
            taken_up_in=frozenset(),
            reason="The need went away",
            improvement_still_required=None,
        )

    @pytest.mark.parametrize(("ending", "words"), [("", "Stays open"), (Ending.LAPSED, "Lapsed")])
    def test_how_it_ends_in_words(self, ending: str, words: str) -> None:
        assert CarryOverDecision(ending=ending).ending_words == words

    def test_how_a_new_one_takes_it_up_in_words(self) -> None:
        assert CarryOverDecision(relation=Relation.MERGED).relation_towards == "Merged into"


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("carry_over_ending_known", {"ending": "lost"}),
        ("carry_over_verdict_known", {"verdict": "splendid"}),
        ("carry_over_relation_known", {"relation": "similar"}),
        ("carry_over_only_what_is_not_judged_stays_open", {"ending": ""}),
        ("carry_over_only_what_is_not_judged_stays_open", {"ending": "", "relation": "", "verdict": Progress.SOME}),
    ],
)
def test_a_decision_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(CarryOverDecision, constraint):
        save_changed(decision_of(world), **changes)


def test_a_second_decision_on_the_same_is_refused(world: World) -> None:
    decision = decision_of(world)

    with refused_by(CarryOverDecision, "carry_over_decided_once"):
        save_twin(decision)


@pytest.mark.parametrize(
    ("constraint", "follows"),
    [("carry_over_action_decided_once", True), ("carry_over_action_ends_with_a_reason", False)],
)
def test_a_second_choice_for_an_action_or_an_end_without_a_reason_is_refused(
    world: World, constraint: str, follows: bool
) -> None:
    first, second = world.actions["kirklees"], world.actions["leeds"]
    made = CarryOverAction.objects.create(decision=decision_of(world), action=first, follows=True)

    with refused_by(CarryOverAction, constraint):
        save_twin(made, action=first if follows else second, follows=follows)

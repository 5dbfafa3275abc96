"""Views of progress: who sees which, which stand, who reviews them, and where a self-assessment stands."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import DatePrecision
from tests.factories.recurrence import judge
from tests.factories.rows import STRANGER, places_of, refused_by, save_changed, save_twin
from tests.factories.self_assessments import (
    actor,
    answerable,
    make_evidence,
    make_return,
    make_review,
    make_self_assessment,
)
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Ending, Judge, Progress
from tracker.models import Judgement, Withdrawal
from tracker.rules.access import SERVICE
from tracker.rules.self_assessments import SelfAssessmentState

LATER = NOW + timedelta(hours=1)


def withdraw(made: Judgement) -> None:
    Withdrawal.objects.create(judgement=made, withdrawn_at=NOW)


def printed(world: World) -> Judgement:
    """What the report on Leeds says of Kirklees's recommendation."""
    return judge(world.recommendations["kirklees"], world.inspections["leeds"])


def returned(world: World, place: str, by: str, answer_by_on: date) -> Judgement:
    made = make_self_assessment(world, place, by=by)
    make_return(world, made, answer_by_on=answer_by_on)
    return made


def places(world: World, rows: Any) -> set[str]:
    return places_of(world.recommendations, [row.answerable for row in rows])


class TestWhoSeesWhat:
    @pytest.mark.parametrize(
        ("key", "expected"), [("owner", 2), ("lead", 2), ("sibling_head", 1), ("other_lead", 1), ("disabled", 0)]
    )
    def test_the_inspectorates_are_public_and_the_others_follow_the_area(
        self, world: World, key: str, expected: int
    ) -> None:
        make_self_assessment(world)
        printed(world)

        assert Judgement.objects.visible_to(actor(world, key)).count() == expected

    def test_the_service_sees_all_and_a_stranger_nothing(self, world: World) -> None:
        printed(world)

        assert [Judgement.objects.visible_to(by).count() for by in (SERVICE, STRANGER)] == [1, 0]


class TestWhichStand:
    def test_a_newer_one_replaces_and_one_that_was_taken_back_does_not(self, world: World) -> None:
        first = make_self_assessment(world)
        second = make_self_assessment(world, at=LATER)
        before = list(Judgement.objects.newest_self_assessments())

        withdraw(second)

        assert before == [second]
        assert list(Judgement.objects.newest_self_assessments()) == [first]
        assert list(Judgement.objects.standing()) == [first]

    def test_the_newest_is_known_though_it_was_taken_back(self, world: World) -> None:
        first = make_self_assessment(world)
        second = make_self_assessment(world, at=LATER)
        withdraw(second)

        assert Judgement.objects.newest_self_assessment_of(answerable(world)) == second
        assert list(Judgement.objects.self_assessments()) == [second, first]
        assert Judgement.objects.newest_self_assessment_of(answerable(world, "leeds")) is None

    def test_nothing_is_newest_where_the_duty_has_ended(self, world: World) -> None:
        made = make_self_assessment(world)
        save_changed(made.answerable, to_on=TODAY, ending=Ending.LAPSED, ended_at=NOW)

        assert not Judgement.objects.newest_self_assessments().exists()


class TestReview:
    def test_it_waits_until_somebody_has_reviewed_it_oldest_first(self, world: World) -> None:
        kirklees = make_self_assessment(world, at=LATER)
        leeds = make_self_assessment(world, "leeds", by="sibling_head")
        wigan = make_self_assessment(world, "wigan", by="other_head")
        make_review(world, wigan, by="other_lead")

        assert list(Judgement.objects.waiting()) == [leeds, kirklees]

    def test_what_hmpps_says_of_its_own_waits_for_nobody(self, world: World) -> None:
        made = make_self_assessment(world)
        save_changed(made.answerable, organisation=world.organisations["hmpps"])

        assert not Judgement.objects.waiting().exists()

    @pytest.mark.parametrize(
        ("key", "expected"),
        [("lead", {"kirklees"}), ("national", {"region"}), ("other_lead", set()), ("head", set()), ("owner", set())],
    )
    def test_the_next_body_up_reviews_what_others_made(self, world: World, key: str, expected: set[str]) -> None:
        make_self_assessment(world)
        make_self_assessment(world, "leeds", by="lead")
        make_self_assessment(world, "region", by="lead")

        assert places(world, Judgement.objects.to_review(actor(world, key))) == expected

    @pytest.mark.parametrize(
        ("key", "expected"), [("head", {"kirklees"}), ("lead", {"region"}), ("national", set()), ("owner", set())]
    )
    def test_who_makes_a_returned_one_again(self, world: World, key: str, expected: set[str]) -> None:
        returned(world, "kirklees", "head", date(2026, 12, 11))
        made = make_self_assessment(world, "region", by="lead")
        make_return(world, made, by="national")

        assert places(world, Judgement.objects.returned_to(actor(world, key))) == expected

    def test_the_soonest_answer_comes_first_and_one_made_again_not_at_all(self, world: World) -> None:
        later = returned(world, "kirklees", "head", date(2026, 12, 11))
        soon = returned(world, "leeds", "sibling_head", date(2026, 12, 4))
        listed = list(Judgement.objects.returned())

        make_self_assessment(world, "leeds", by="sibling_head", at=LATER)

        assert listed == [soon, later]
        assert list(Judgement.objects.returned()) == [later]


class TestLists:
    @pytest.mark.parametrize(
        ("words", "expected"), [("IN KIRKLEES", {"kirklees"}), ("wigan", {"wigan"}), ("REC-9999", set())]
    )
    def test_words_of_the_recommendation_or_of_the_body(self, world: World, words: str, expected: set[str]) -> None:
        make_self_assessment(world)
        make_self_assessment(world, "wigan", by="other_head")

        assert places(world, Judgement.objects.matching(words)) == expected

    def test_a_body_a_recommendation_and_a_reference(self, world: World) -> None:
        made = make_self_assessment(world)
        make_self_assessment(world, "wigan", by="other_head")
        recommendation = world.recommendations["kirklees"]

        assert list(Judgement.objects.of_body(world.organisations["yorkshire"])) == [made]
        assert list(Judgement.objects.of_recommendation(recommendation)) == [made]
        assert list(Judgement.objects.matching(recommendation.ref)) == [made]

    def test_chosen_ones_come_in_their_order_in_one_query(self, world: World, django_assert_num_queries: Any) -> None:
        numbers = [make_self_assessment(world).pk, make_self_assessment(world, "wigan", by="other_head").pk]
        wanted = numbers[::-1]

        with django_assert_num_queries(1):
            rows = [(row.pk, row.answerable.organisation.parent.name) for row in Judgement.objects.for_list_of(wanted)]

        assert rows == list(zip(wanted, ["Greater Manchester", "Yorkshire and the Humber"], strict=True))

    def test_the_last_day_comes_first(self, world: World) -> None:
        made, of_report = make_self_assessment(world), printed(world)

        assert list(Judgement.objects.newest_first()) == [made, of_report]


class TestOneView:
    def test_where_a_self_assessment_stands(self, world: World) -> None:
        waiting = make_self_assessment(world)
        assured = make_self_assessment(world, "leeds", by="sibling_head")
        make_review(world, assured)
        taken_back = make_self_assessment(world, "wigan", by="other_head")
        withdraw(taken_back)

        states = [made.self_assessment_state() for made in (waiting, assured, taken_back)]

        assert states == [SelfAssessmentState.WAITING, SelfAssessmentState.ASSURED, SelfAssessmentState.WITHDRAWN]
        assert waiting.self_assessment_state(is_newest=False) is SelfAssessmentState.REPLACED

    def test_the_inspectorates_date_is_as_exact_as_its_report(self, world: World) -> None:
        view = printed(world).view()

        assert (view.judge, view.precision, view.state) == (Judge.INSPECTORATE, DatePrecision.MONTH, None)

    def test_a_returned_one_says_until_when(self, world: World) -> None:
        view = returned(world, "kirklees", "head", date(2026, 12, 11)).view()

        assert (view.category, view.precision, view.dated_on) == (Progress.SOME, DatePrecision.DAY, TODAY)
        assert (view.state, view.answer_by_on) == (SelfAssessmentState.RETURNED, date(2026, 12, 11))


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("judgement_judge_known", {"judge": "press"}),
        ("judgement_category_known", {"category": "splendid"}),
        ("judgement_of_the_inspectorate_names_its_report", {"inspection": None}),
    ],
)
def test_a_judgement_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(Judgement, constraint):
        save_changed(printed(world), **changes)


@pytest.mark.parametrize("judge_of", [Judge.OWNER, Judge.REGION])
@pytest.mark.parametrize("missing", [{"effect": ""}, {"proof": None}, {"effect": "", "proof": None}])
def test_sufficient_without_effect_or_evidence_is_refused(
    world: World, judge_of: Judge, missing: dict[str, Any]
) -> None:
    evidence = [make_evidence(world)]
    made = make_self_assessment(world, category=Progress.SUFFICIENT, effect="Fewer gaps", evidence=evidence)
    save_changed(made, judge=judge_of)

    with refused_by(Judgement, "judgement_sufficient_with_effect_and_evidence"):
        save_changed(made, **missing)
    with refused_by(Judgement, "judgement_sufficient_with_effect_and_evidence"):
        save_twin(made, **missing)


def test_what_the_inspectorate_found_needs_neither(world: World) -> None:
    save_changed(printed(world), category=Progress.SUFFICIENT)

    assert Judgement.objects.get().category == Progress.SUFFICIENT


def test_a_report_is_refused_a_second_verdict_on_the_same(world: World) -> None:
    with refused_by(Judgement, "judgement_once_per_report"):
        save_twin(printed(world), category=Progress.NONE)

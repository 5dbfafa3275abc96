"""Self-assessments as pages show them: for whom one speaks, what was said before and how it stands, to whom."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import Framework, Inspection
from tests.factories.carry_over import make_reinspection, make_verdict
from tests.factories.self_assessments import answerable, make_evidence, make_return, make_review, make_self_assessment
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Ending, Progress
from tracker.models import Answerable, Judgement, JudgementEvidence
from tracker.operations.endings import end_answerable
from tracker.operations.self_assessments import withdraw
from tracker.queries import self_assessments
from tracker.queries.reviews import decisions
from tracker.rules.access import SERVICE, Actor
from tracker.rules.self_assessments import SelfAssessmentState

Acting = Callable[[str], Actor]
WAITING, RETURNED, ASSURED = SelfAssessmentState.WAITING, SelfAssessmentState.RETURNED, SelfAssessmentState.ASSURED
REPLACED, WITHDRAWN = SelfAssessmentState.REPLACED, SelfAssessmentState.WITHDRAWN


def states(world: World, actor: Actor = SERVICE) -> list[Any]:
    return [each.state for each in self_assessments.history(actor, world.recommendations["kirklees"])]


def again(world: World, *, days: int) -> Judgement:
    """The body says it once more, so many days later."""
    return make_self_assessment(world, at=NOW + timedelta(days=days))


def test_a_newer_one_replaces_the_one_before(world: World) -> None:
    for days in range(2):
        again(world, days=days)

    assert states(world) == [WAITING, REPLACED]


@pytest.mark.parametrize(("decide", "state"), [(make_review, ASSURED), (make_return, RETURNED)])
def test_a_review_stands_with_its_self_assessment(
    world: World, decide: Callable[..., Any], state: SelfAssessmentState
) -> None:
    review = decide(world, make_self_assessment(world))

    [shown] = self_assessments.history(SERVICE, world.recommendations["kirklees"])

    assert (shown.state, shown.region_view) == (state, review.region_view)


def test_what_was_taken_back_lets_the_one_before_stand(world: World, acting: Acting) -> None:
    first = again(world, days=0)
    withdraw(self_assessment=again(world, days=1), by=acting("head"), at=NOW + timedelta(days=2))

    history = self_assessments.history(SERVICE, world.recommendations["kirklees"])

    assert [each.state for each in history] == [WITHDRAWN, WAITING]
    standing = self_assessments.standing(history)
    assert standing is not None
    assert standing.judgement == first


def test_only_withdrawn_ones_leave_the_newest(world: World, acting: Acting) -> None:
    made = make_self_assessment(world)
    withdraw(self_assessment=made, by=acting("head"), at=NOW)

    standing = self_assessments.standing(self_assessments.history(SERVICE, world.recommendations["kirklees"]))

    assert standing is not None
    assert standing.judgement == made
    assert self_assessments.standing([]) is None


@pytest.mark.parametrize(("decide", "is_returned"), [(make_review, False), (make_return, True)])
def test_the_next_one_starts_from_what_was_returned(
    world: World, decide: Callable[..., Any], is_returned: bool
) -> None:
    decide(world, make_self_assessment(world))

    history = self_assessments.history(SERVICE, world.recommendations["kirklees"])

    assert (self_assessments.returned_self_assessment(history) is not None) is is_returned


@pytest.mark.parametrize(("person", "count"), [("head", 1), ("owner", 1), ("auditor", 1), ("other_head", 0)])
def test_views_of_owners_are_seen_in_their_area(world: World, acting: Acting, person: str, count: int) -> None:
    make_self_assessment(world)

    assert len(states(world, acting(person))) == count


def test_the_inspectorates_verdict_is_not_among_them(world: World) -> None:
    make_reinspection(world)
    make_verdict(world, "kirklees")

    assert states(world) == []


def test_the_last_three_are_the_bodys_own_newest_first(world: World) -> None:
    made = [again(world, days=days) for days in range(4)]
    make_self_assessment(world, "leeds", by="sibling_head")

    shown = self_assessments.last_three(SERVICE, answerable(world))

    assert [each.judgement for each in shown] == made[:0:-1]


@pytest.mark.parametrize(
    ("person", "own", "can_review"),
    [
        ("head", ["kirklees"], False),
        ("lead", ["kirklees"], True),
        ("national", ["kirklees"], False),
        ("owner", [], False),
    ],
)
def test_who_speaks_for_a_body_and_who_reviews(
    world: World, acting: Acting, person: str, own: list[str], can_review: bool
) -> None:
    make_self_assessment(world)

    page = self_assessments.self_assessing(acting(person), world.recommendations["kirklees"])

    assert ([body.organisation.slug for body in page.bodies], page.can_review) == (own, can_review)
    assert page.own == {body.pk for body in page.bodies}


def test_a_body_that_still_answers_comes_first(world: World, acting: Acting) -> None:
    recommendation = world.recommendations["kirklees"]
    end_answerable(answerable=answerable(world), ending=Ending.LAPSED, reason="Gone", by=SERVICE, at=NOW)
    Answerable.objects.create(
        recommendation=recommendation, organisation=world.organisations["leeds"], from_on=date(2024, 11, 1)
    )

    bodies = self_assessments.own_bodies(acting("lead"), recommendation)

    assert [body.organisation.slug for body in bodies] == ["leeds", "kirklees"]


def test_evidence_stands_with_the_view_that_rests_on_it(world: World) -> None:
    made = make_self_assessment(world)
    used = JudgementEvidence.objects.create(judgement=made, version=make_evidence(world).newest)
    newer = again(world, days=1)

    shown = self_assessments.history(SERVICE, world.recommendations["kirklees"])

    assert {each.judgement: each.evidence for each in shown} == {newer: [], made: [used]}


def test_meanings_are_those_of_the_reports_own_framework(world: World) -> None:
    for code, meaning in (("own", "Begun"), ("newest", "Half way")):
        rules = {"progress_categories": [{"code": "some", "name": "Some progress", "meaning": meaning}]}
        Framework.objects.create(code=code, name=code, kind="pdu", rules=rules)
    own = Inspection.objects.filter(pk=world.inspections["kirklees"].pk)
    own.update(framework=Framework.objects.get(code="own"))
    world.recommendations["kirklees"].refresh_from_db()

    assert self_assessments.meanings(world.recommendations["kirklees"]) == {Progress.SOME: "Begun"}
    assert self_assessments.meanings(world.recommendations["leeds"]) == {Progress.SOME: "Half way"}


@pytest.mark.parametrize(("person", "count"), [("head", 1), ("sibling_head", 0)])
def test_what_came_back_is_for_its_head(world: World, acting: Acting, person: str, count: int) -> None:
    make_return(world, make_self_assessment(world))

    assert len(decisions(acting(person), on=TODAY).returned) == count


def test_what_is_to_be_answered_soonest_comes_first(world: World, acting: Acting) -> None:
    make_reinspection(world, new=1)
    later, sooner = make_self_assessment(world), make_self_assessment(world, "new-1")
    make_return(world, later, answer_by_on=date(2026, 12, 14))
    make_return(world, sooner, answer_by_on=date(2026, 12, 7))

    assert decisions(acting("head"), on=TODAY).returned == [sooner, later]


def test_a_page_costs_three_queries(world: World, acting: Acting, django_assert_num_queries: Any) -> None:
    for days in range(3):
        again(world, days=days)
    actor = acting("lead")

    with django_assert_num_queries(3):
        self_assessments.self_assessing(actor, world.recommendations["kirklees"])

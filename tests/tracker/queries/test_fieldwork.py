"""Announced fieldwork: what is missing before it, in numbers, and what was found beside what was said."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import Inspection
from tests.factories.carry_over import make_next_inspection, make_verdict
from tests.factories.evidence import make_evidence
from tests.factories.reinspection import make_fieldwork
from tests.factories.self_assessments import answerable, make_self_assessment
from tests.factories.self_assessments import make_evidence as make_link
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, Confidence, Decision, Judge, Progress
from tracker.models import (
    Acknowledgement,
    Action,
    Answerable,
    Fieldwork,
    FrozenView,
    Judgement,
    JudgementEvidence,
    Response,
)
from tracker.queries import fieldwork
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]
STARTS = date(2026, 12, 7)


@pytest.fixture
def announced(world: World) -> Fieldwork:
    """On Kirklees, whose report asks something of Kirklees and of its region; nothing is done about either yet."""
    return make_fieldwork(world, starts_on=STARTS)


def missing(made: Fieldwork, actor: Actor = SERVICE) -> dict[str, int]:
    """How much is missing of each kind, without the kinds of which nothing is."""
    gaps = fieldwork.whole(actor, made, on=TODAY).gaps
    return {gap.key: len(gap.rows) for gap in gaps if gap.rows}


ALL = {"not_self_assessed": 2, "unanswered": 2, "unacknowledged": 2, "confidence": 2}


def test_all_is_missing_where_nothing_is_done(announced: Fieldwork) -> None:
    assert missing(announced) == ALL
    assert fieldwork.whole(SERVICE, announced, on=TODAY).missing == 8


def test_a_self_assessment_without_evidence_is_bare(world: World, announced: Fieldwork) -> None:
    make_self_assessment(world)

    assert missing(announced) == ALL | {"not_self_assessed": 1, "bare": 1}


def test_a_self_assessment_with_evidence_lacks_nothing(world: World, announced: Fieldwork) -> None:
    version = make_link(world).newest
    JudgementEvidence.objects.create(judgement=make_self_assessment(world), version=version)

    assert missing(announced) == ALL | {"not_self_assessed": 1}


def test_what_is_answered_and_acknowledged_is_not_missing(world: World, announced: Fieldwork) -> None:
    of = answerable(world)
    Response.objects.create(answerable=of, decision=Decision.AGREED, drafted_at=NOW, confirmed_at=NOW)
    Acknowledgement.objects.create(answerable=of, acknowledged_at=NOW)

    assert missing(announced) == ALL | {"unanswered": 1, "unacknowledged": 1}


def test_what_is_known_from_a_later_report_asks_for_no_answer(world: World, announced: Fieldwork) -> None:
    Inspection.objects.update(known_from_later=True)

    assert missing(announced) == {"not_self_assessed": 2, "confidence": 2}


@pytest.mark.parametrize(
    ("days", "status", "count"),
    [(0, ActionStatus.IN_PROGRESS, 0), (1, ActionStatus.IN_PROGRESS, 1), (1, ActionStatus.COMPLETED, 0)],
)
def test_actions_are_overdue_from_the_day_after(
    world: World, announced: Fieldwork, days: int, status: ActionStatus, count: int
) -> None:
    Action.objects.filter(pk=world.actions["region"].pk).update(due_on=TODAY - timedelta(days=days), status=status)

    assert missing(announced).get("overdue", 0) == count


@pytest.mark.parametrize(("days", "count"), [(365, 0), (366, 2)])
def test_stale_evidence_counts_in_each_place(world: World, announced: Fieldwork, days: int, count: int) -> None:
    about_on = TODAY - timedelta(days=days)
    make_evidence(world, world.actions["kirklees"], about_on=about_on)
    make_evidence(world, answerable(world), shows="Sample", about_on=about_on)

    assert missing(announced).get("stale", 0) == count


def test_a_given_confidence_is_not_missing(announced: Fieldwork) -> None:
    FrozenView.objects.filter(answerable__organisation__slug="kirklees").update(confidence=Confidence.HIGH)

    assert missing(announced) == ALL | {"confidence": 1}


def test_each_gap_leads_where_the_reader_may_put_it_right(acting: Acting, announced: Fieldwork) -> None:
    gap = fieldwork.whole(acting("head"), announced, on=TODAY).gaps[0]

    assert {row.body: row.page for row in gap.rows} == {
        "Kirklees PDU": "self-assessment",
        "Yorkshire and the Humber region": "recommendation",
    }


def test_nothing_is_missing_once_it_is_over(announced: Fieldwork) -> None:
    announced.withdrawn_at = NOW

    page = fieldwork.whole(SERVICE, announced, on=TODAY)

    assert (page.missing, page.can_change, page.can_give_confidence) == (0, False, False)


@pytest.mark.parametrize(("days", "expected"), [(1, True), (0, False)])
def test_confidence_is_given_until_the_day_before(
    acting: Acting, announced: Fieldwork, days: int, expected: bool
) -> None:
    page = fieldwork.whole(acting("head"), announced, on=STARTS - timedelta(days=days))

    assert page.can_give_confidence is expected


@pytest.mark.parametrize(
    ("person", "own"), [("head", ["kirklees"]), ("lead", ["kirklees", "yorkshire"]), ("owner", []), ("auditor", [])]
)
def test_who_speaks_for_a_body_says_how_sure_it_is(
    acting: Acting, announced: Fieldwork, person: str, own: list[str]
) -> None:
    views = fieldwork.own_views(acting(person), announced)

    assert [view.answerable.organisation.slug for view in views] == own


def test_a_verdict_stands_beside_the_view_of_its_own_body(world: World, announced: Fieldwork) -> None:
    announced.inspection = make_next_inspection(world, "kirklees")
    made = make_verdict(world, "kirklees", report="again-kirklees")

    views = {each.view.answerable.organisation.slug: each.verdict for each in fieldwork.compared(announced)}

    assert views == {"kirklees": made, "yorkshire": None}


def test_a_verdict_on_another_body_counts_for_the_recommendation(world: World) -> None:
    shared = world.recommendations["kirklees"]
    other = Answerable.objects.create(
        recommendation=shared, organisation=world.organisations["leeds"], from_on=date(2024, 11, 1)
    )
    made = make_fieldwork(world)
    made.inspection = make_next_inspection(world, "kirklees")
    verdict = Judgement.objects.create(
        answerable=other, judge=Judge.INSPECTORATE, category=Progress.SOME, inspection=made.inspection, made_at=NOW
    )

    found = [each.verdict for each in fieldwork.compared(made) if each.view.answerable.recommendation == shared]

    assert found == [verdict, verdict]


@pytest.mark.parametrize(("person", "seen", "coming"), [("head", 1, 1), ("lead", 2, 0), ("other_head", 0, 0)])
def test_fieldwork_is_known_in_its_area(
    world: World, acting: Acting, announced: Fieldwork, person: str, seen: int, coming: int
) -> None:
    make_fieldwork(world, "leeds")

    assert len(fieldwork.announced_to(acting(person))) == seen
    assert len(fieldwork.coming_to(acting(person))) == coming


def test_an_area_lists_the_soonest_first(world: World, announced: Fieldwork) -> None:
    sooner = make_fieldwork(world, "leeds", starts_on=STARTS - timedelta(days=1))

    assert fieldwork.open_in(SERVICE, world.organisations["yorkshire"]) == [sooner, announced]
    assert fieldwork.open_in(SERVICE, world.organisations["leeds"]) == [sooner]


def test_a_stranger_reads_nothing_of_it_beside_the_report(world: World, acting: Acting, announced: Fieldwork) -> None:
    Fieldwork.objects.update(inspection=make_next_inspection(world, "kirklees"))
    report = world.inspections["again-kirklees"]

    inside = fieldwork.inspection_part(acting("head"), report)
    outside = fieldwork.inspection_part(acting("other_head"), report)

    assert (inside["fieldwork"], len(inside["fieldwork_views"]), inside["sees_work"]) == (announced, 2, True)
    assert outside == {"fieldwork": None, "fieldwork_views": [], "sees_work": False}


def test_the_page_costs_twelve_queries_at_most(
    world: World, acting: Acting, announced: Fieldwork, django_assert_max_num_queries: Any
) -> None:
    make_self_assessment(world)
    actor = acting("lead")

    with django_assert_max_num_queries(12):
        fieldwork.whole(actor, announced, on=TODAY)

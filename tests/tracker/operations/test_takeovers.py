"""Deciding and confirming who takes over what closed bodies answered for: effect, refusal, event, twice."""

from dataclasses import replace
from typing import Any

import pytest

from inspections.models import Organisation
from tests.factories.reorganisations import (
    CASES,
    actor,
    confirm_case,
    decide_as_proposed,
    make_changing_world,
    record_case,
)
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, Ending
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import Action, Answerable, Answers, Event, Post, Recommendation, Takeover
from tracker.operations import takeovers
from tracker.operations.takeovers import TakeoverChoice
from tracker.queries.reorganisations import who_takes_over

pytestmark = pytest.mark.django_db
STAFFORDSHIRE = CASES["staffordshire"]


@pytest.fixture
def staffordshire() -> World:
    return make_changing_world("staffordshire-and-stoke")


@pytest.fixture(params=list(CASES))
def case(request: Any) -> tuple[World, Any]:
    held = CASES[request.param]
    return make_changing_world(*held.closing), held


def body(slug: str) -> Organisation:
    return Organisation.objects.get(slug=slug)


def test_all_that_take_over_are_proposed(case: tuple[World, Any]) -> None:
    world, held = case
    record = record_case(world, held)

    rows = who_takes_over(record, on=TODAY).rows

    assert len(rows) == 3 * len(held.closing)
    for row in rows:
        expected = held.expected[row.answerable.organisation.name]
        assert {each.name for each in row.proposed} == set(expected)
        assert not row.is_decided


def test_confirming_passes_everything_on(case: tuple[World, Any]) -> None:
    world, held = case
    before = {
        row.pk: (row.asked_on(), row.organisation.name)
        for row in Answerable.objects.open().select_related("recommendation__inspection", "organisation")
    }
    answered = set(Answers.objects.current().values_list("action_id", "answerable__recommendation_id"))
    recommendations = Recommendation.objects.open().count()
    record = record_case(world, held)
    decide_as_proposed(world, record)

    confirm_case(world, record)

    assert Recommendation.objects.open().count() == recommendations
    assert not Answerable.objects.of_closed_bodies(on=TODAY).exists()
    for row in Answerable.objects.filter(ending=Ending.PASSED_ON).select_related("organisation"):
        assert row.to_on == held.on
        assert {each.organisation.name for each in row.followers.all()} == set(held.expected[row.organisation.name])
        for follower in row.followers.select_related("recommendation__inspection"):
            assert follower.asked_on() == before[row.pk][0]
            assert follower.from_on == held.on
    assert set(Answers.objects.current().values_list("action_id", "answerable__recommendation_id")) == answered
    assert Event.objects.filter(verb="recommendation.passed-on").count() == 3 * len(held.closing)


def test_an_answer_that_was_confirmed_before_still_stands(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    decide_as_proposed(staffordshire, record)
    confirm_case(staffordshire, record)

    rows = Answerable.objects.open().with_answering().filter(follows__isnull=False)

    answered = staffordshire.recommendations["staffordshire-and-stoke-1"]
    assert {row.recommendation for row in rows if row.is_answered} == {answered}
    assert Answerable.objects.unanswered().filter(follows__isnull=False).count() == 4


def test_an_overdue_answer_stays_overdue(staffordshire: World) -> None:
    case = replace(STAFFORDSHIRE, on=TODAY)
    late = Answerable.objects.answer_overdue(on=TODAY, days=30).filter(organisation__slug="staffordshire-and-stoke")
    before = set(late.values_list("recommendation", flat=True))
    record = record_case(staffordshire, case)
    decide_as_proposed(staffordshire, record)
    confirm_case(staffordshire, record)

    after = Answerable.objects.answer_overdue(on=TODAY, days=30).filter(follows__isnull=False)

    assert len(before) == 2
    assert set(after.values_list("recommendation", flat=True)) == before


def test_confirming_twice_passes_on_once(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    version = decide_as_proposed(staffordshire, record).version
    by = actor(staffordshire, "national")
    for _ in range(2):
        takeovers.confirm(reorganisation=record, version=version, by=by, at=NOW)

    assert Answerable.objects.filter(follows__isnull=False).count() == 6
    assert Event.objects.filter(verb="reorganisation.confirmed").count() == 1


def test_nothing_is_confirmed_before_all_is_decided(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)

    with pytest.raises(WrongState, match="3 recommendations have no decision yet"):
        confirm_case(staffordshire, record)


def test_a_recommendation_can_end_instead_with_its_reason(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    decide_as_proposed(staffordshire, record, by="coordinator", ending=Ending.LAPSED, reason="The building was sold")

    confirm_case(staffordshire, record, by="coordinator")

    rows = Answerable.objects.filter(organisation__slug="staffordshire-and-stoke")
    assert set(rows.values_list("ending", "ending_reason")) == {(Ending.LAPSED, "The building was sold")}
    assert set(
        Action.objects.filter(owner_post__organisation__slug="staffordshire-and-stoke").values_list("status", flat=True)
    ) == {ActionStatus.WITHDRAWN}


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ({}, "bodies"),
        ({"ending": "sufficient", "reason": "Done"}, "ending"),
        ({"ending": "lapsed"}, "reason"),
        ({"bodies": (1,)}, "bodies"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_at_its_field(staffordshire: World, choice: Any, field: str) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    row = who_takes_over(record, on=TODAY).rows[0].answerable.pk
    by = actor(staffordshire, "national")

    with pytest.raises(InvalidInput) as refusal:
        takeovers.decide(
            reorganisation=record, version=1, choices=[TakeoverChoice(row, **choice)], posts={}, by=by, at=NOW
        )

    assert refusal.value.field == f"{field}-{row}"


def test_a_decision_on_an_older_version_is_refused(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    rows = who_takes_over(record, on=TODAY).rows
    decide_as_proposed(staffordshire, record)
    choice = TakeoverChoice(rows[0].answerable.pk, bodies=(rows[0].proposed[0].pk,))

    with pytest.raises(EditConflict):
        takeovers.decide(
            reorganisation=record, version=1, choices=[choice], posts={}, by=actor(staffordshire, "coordinator"), at=NOW
        )


def test_actions_pass_to_the_post_of_the_same_title(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    post = Post.objects.create(organisation=body("staffordshire-north"), title="Head of PDU")
    assert {row.chosen for row in who_takes_over(record, on=TODAY).actions} == {post.pk}
    decide_as_proposed(staffordshire, record)

    confirm_case(staffordshire, record)

    assert Action.objects.filter(owner_post=post).count() == 2
    assert Event.objects.filter(verb="action.passed-on").count() == 2


@pytest.mark.parametrize(
    ("key", "allowed"),
    [
        ("national", True),
        ("coordinator", True),
        ("lead", False),
        ("administrator", False),
        ("auditor", False),
        ("head", False),
    ],
)
def test_who_confirms(staffordshire: World, key: str, allowed: bool) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    if allowed:
        assert decide_as_proposed(staffordshire, record, by=key).version == 2
        return
    with pytest.raises(NotAllowed):
        decide_as_proposed(staffordshire, record, by=key)


def test_the_lead_of_the_successors_region_confirms() -> None:
    world = make_changing_world(*CASES["greater manchester"].closing)
    record = record_case(world, CASES["greater manchester"])

    decide_as_proposed(world, record, by="other_lead")

    assert confirm_case(world, record, by="other_lead").confirmed_by == world.people["other_lead"]


def test_a_choice_is_kept_and_the_same_again_changes_nothing(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    first = decide_as_proposed(staffordshire, record)

    again = decide_as_proposed(staffordshire, record)

    assert (first.version, again.version) == (2, 2)
    assert Takeover.objects.filter(reorganisation=record).count() == 3
    assert Event.objects.filter(verb="reorganisation.decided").count() == 1


def test_a_post_that_was_not_offered_is_refused(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    action = who_takes_over(record, on=TODAY).actions[0].action
    post = staffordshire.posts["Head of PDU, wigan"]
    by = actor(staffordshire, "national")

    with pytest.raises(InvalidInput, match="Select a post from the list") as refusal:
        takeovers.decide(reorganisation=record, version=1, choices=[], posts={action.pk: post.pk}, by=by, at=NOW)

    assert refusal.value.field == f"post-{action.pk}"


def test_what_confirming_wrote_is_kept_for_undoing(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    decide_as_proposed(staffordshire, record)

    confirmed = confirm_case(staffordshire, record)

    made = confirmed.made["confirmed"]
    assert sorted(made["answerables"]) == sorted(Answerable.objects.exclude(follows=None).values_list("pk", flat=True))
    assert (len(made["ended"]), len(made["answers"]), made["withdrawn"]) == (3, 4, [])


def test_a_rename_moves_nothing(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    record.bodies.filter(part="follows").update(part="renamed")

    with pytest.raises(WrongState, match="A rename moves no recommendations"):
        decide_as_proposed(staffordshire, record)

"""Recording who closes and takes over, deciding and confirming what passes on: effect, refusal, event, twice."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import Organisation, Succession
from inspections.rules.succession import Edge, living_bodies
from tests.factories.reorganisations import (
    CASES,
    actor,
    confirm_case,
    decide_as_proposed,
    dump,
    later,
    make_changing_world,
    record_case,
)
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, Ending
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import (
    Action,
    Answerable,
    Answers,
    Event,
    Post,
    Recommendation,
    Takeover,
)
from tracker.operations import takeovers
from tracker.operations.reorganisation_undo import undo
from tracker.operations.reorganisations import NewBody
from tracker.operations.takeovers import TakeoverChoice
from tracker.queries.reorganisations import orphans, waiting_for, who_takes_over

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


def test_recording_closes_opens_and_links_the_bodies(case: tuple[World, Any]) -> None:
    world, held = case

    record = record_case(world, held)

    for key in held.closing:
        assert body(key).closed_on == held.on
    made = [each.organisation for each in record.following if each.is_new]
    assert [(each.name, each.opened_on, each.closed_on) for each in made if each] == [
        (name, held.on, None) for name, _ in held.new
    ]
    followed: dict[str, set[str]] = {}
    for each in Succession.objects.select_related("predecessor", "successor"):
        followed.setdefault(each.predecessor.name, set()).add(each.successor.name)
    assert followed == {name: set(others) for name, others in held.expected.items()}
    assert Event.objects.filter(verb="reorganisation.recorded", subject=record.ref).count() == 1


def test_recording_twice_with_one_token_records_once(staffordshire: World) -> None:
    token = uuid.uuid4()

    first, second = (record_case(staffordshire, STAFFORDSHIRE, token=token) for _ in range(2))

    assert first == second
    assert Organisation.objects.filter(name="Staffordshire North").count() == 1


def test_recommendations_stay_and_are_listed_until_somebody_confirms(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)

    assert Answerable.objects.of_closed_bodies(on=TODAY).count() == 3
    for key in ("administrator", "coordinator", "national"):
        [waiting] = waiting_for(actor(staffordshire, key), on=TODAY)
        assert (waiting, waiting.waiting) == (record, 3)
    assert waiting_for(actor(staffordshire, "lead"), on=TODAY) == []
    assert waiting_for(actor(staffordshire, "head"), on=TODAY) == []


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


@pytest.mark.parametrize("key", ["national", "coordinator", "lead", "head", "auditor", "owner"])
def test_administrators_alone_record(staffordshire: World, key: str) -> None:
    with pytest.raises(NotAllowed):
        record_case(staffordshire, STAFFORDSHIRE, by=key)


def test_what_is_to_come_takes_effect_on_its_day(staffordshire: World) -> None:
    on = TODAY + timedelta(days=30)
    record = record_case(staffordshire, replace(STAFFORDSHIRE, on=on))
    living = Organisation.objects.living

    assert body("staffordshire-and-stoke") in living(on=TODAY)
    assert body("staffordshire-north") not in living(on=TODAY)
    assert body("staffordshire-north") in living(on=on)
    assert waiting_for(actor(staffordshire, "national"), on=TODAY) == []
    assert len(waiting_for(actor(staffordshire, "national"), on=on)) == 1
    decide_as_proposed(staffordshire, record)
    with pytest.raises(WrongState, match="You can confirm this from 18 December 2026"):
        confirm_case(staffordshire, record)
    confirm_case(staffordshire, record, at=later(on))
    assert not Answerable.objects.of_closed_bodies(on=on).exists()


@pytest.mark.parametrize(
    ("other", "field", "words"),
    [
        ({"closing": ()}, "closing", "Select a body to close"),
        ({"new": ()}, "into", "Select at least 2 bodies to take over"),
        ({"following": "itself"}, "into", "cannot take over from itself"),
        ({"following": "closed"}, "into", "closed on"),
        ({"following": "later"}, "into", "after this date"),
        ({"on": date(2019, 1, 1)}, "on", "opened on"),
        ({"on": date(1066, 1, 1)}, "on", "between 1990 and 2029"),
        ({"on": date(2031, 1, 1)}, "on", "between 1990 and 2029"),
        ({"new": "taken"}, "new", "already"),
        ({"new": "twice"}, "new", "stands twice"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(staffordshire: World, other: Any, field: str, words: str) -> None:
    held = staffordshire.organisations
    Organisation.objects.filter(slug="staffordshire-and-stoke").update(opened_on=date(2021, 6, 26))
    Organisation.objects.filter(slug="wakefield").update(closed_on=date(2024, 1, 1))
    Organisation.objects.filter(slug="salford").update(opened_on=date(2026, 1, 1))
    slugs = {"itself": "staffordshire-and-stoke", "closed": "wakefield", "later": "salford"}
    if isinstance(other.get("following"), str):
        other = {"following": (body(slugs[other["following"]]), held["leeds"]), "new": ()}
    if isinstance(other.get("new"), str):
        names = {"taken": ("Kirklees PDU", "One"), "twice": ("One", "one")}[other["new"]]
        other = {"new": tuple(NewBody(name, held["west-midlands"]) for name in names)}
    before = dump()

    with pytest.raises(InvalidInput, match=words) as refusal:
        record_case(staffordshire, STAFFORDSHIRE, **other)

    assert refusal.value.field == field
    assert dump() == before


def test_a_body_closes_once(staffordshire: World) -> None:
    record_case(staffordshire, STAFFORDSHIRE)

    for on in (STAFFORDSHIRE.on, date(2026, 1, 1)):
        with pytest.raises(InvalidInput, match="closed on 1 March 2025 already"):
            record_case(staffordshire, STAFFORDSHIRE, on=on, new=(), following=(body("leeds"), body("wakefield")))


def test_a_loop_is_refused(staffordshire: World) -> None:
    Succession.objects.create(
        predecessor=body("leeds"), successor=body("staffordshire-and-stoke"), on=date(2020, 1, 1), kind="merged"
    )

    with pytest.raises(InvalidInput, match="already follows"):
        record_case(staffordshire, STAFFORDSHIRE, following=(body("leeds"), body("wakefield")), new=())


def test_a_body_on_record_as_closed_gets_its_successors(staffordshire: World) -> None:
    """As the bodies of before 2021 come with the release: closed, and nobody known to follow."""
    Organisation.objects.filter(slug="staffordshire-and-stoke").update(closed_on=STAFFORDSHIRE.on)
    assert [(each.organisation.slug, each.open) for each in orphans(on=TODAY)] == [("staffordshire-and-stoke", 3)]

    record = record_case(staffordshire, STAFFORDSHIRE)

    assert orphans(on=TODAY) == []
    undo(reorganisation=record, reason="Mistake", by=actor(staffordshire, "administrator"), at=NOW)
    assert body("staffordshire-and-stoke").closed_on == STAFFORDSHIRE.on


def test_a_second_reorganisation_before_the_first_is_confirmed_proposes_who_lives(staffordshire: World) -> None:
    first = record_case(staffordshire, STAFFORDSHIRE)
    decide_as_proposed(staffordshire, first)
    record_case(
        staffordshire, replace(STAFFORDSHIRE, kind="merger", on=date(2026, 1, 1), new=()),
        closing=(body("staffordshire-north"), body("staffordshire-south")),
        following=(staffordshire.organisations["leeds"],),
    )  # fmt: skip
    with pytest.raises(WrongState, match="no decision yet"):
        confirm_case(staffordshire, first)
    decide_as_proposed(staffordshire, first)
    confirm_case(staffordshire, first)

    edges = [Edge(*row) for row in Succession.objects.values_list("predecessor_id", "successor_id", "on")]
    closed = dict(Organisation.objects.filter(closed_on__isnull=False).values_list("pk", "closed_on"))
    [old] = set(Answerable.objects.filter(ending=Ending.PASSED_ON).values_list("organisation", flat=True))
    assert living_bodies(old, edges, closed, TODAY) == {body("leeds").pk}
    rows = Answerable.objects.filter(follows__isnull=False)
    assert set(rows.values_list("organisation__slug", "from_on")) == {("leeds", date(2026, 1, 1))}
    assert not Takeover.objects.filter(bodies__slug="staffordshire-north").exists()

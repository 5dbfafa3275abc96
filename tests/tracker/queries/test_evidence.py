"""Evidence as pages show it: each piece once, stale or not, what is missing, what may be used again, and by whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.evidence import make_evidence
from tests.factories.self_assessments import add_version
from tests.factories.self_assessments import make_evidence as make_link
from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import ActionStatus
from tracker.models import Action, Evidence, EvidenceUse
from tracker.queries import evidence
from tracker.queries.recommendations import WholeRecommendation, whole
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]


def action_of(world: World, key: str = "kirklees") -> Action:
    return Action.objects.for_row().get(pk=world.actions[key].pk)


def page_of(world: World, actor: Actor) -> WholeRecommendation:
    return whole(actor, world.recommendations["kirklees"], on=TODAY)


def use(piece: Evidence, action: Action, *, days: int = 1) -> None:
    """It is used for the action too, so many days later."""
    EvidenceUse.objects.create(evidence=piece, action=action, used_at=NOW + timedelta(days=days))


@pytest.mark.parametrize(("days", "is_stale"), [(365, False), (366, True)])
def test_a_piece_is_stale_by_the_day_it_is_about(world: World, days: int, is_stale: bool) -> None:
    make_evidence(world, world.actions["kirklees"], about_on=TODAY - timedelta(days=days))

    [piece] = evidence.of_action(SERVICE, action_of(world), on=TODAY).pieces

    assert piece.is_stale is is_stale


def test_a_newer_version_counts_and_the_earlier_ones_stay(world: World) -> None:
    made = make_evidence(world, world.actions["kirklees"], about_on=TODAY - timedelta(days=900))
    newer = add_version(made)

    [piece] = evidence.of_action(SERVICE, action_of(world), on=TODAY).pieces

    assert (piece.newest, piece.is_stale) == (newer, False)
    assert [version.number for version in piece.earlier] == [1]


@pytest.mark.parametrize(
    ("ages", "missing"),
    [
        ((), "No evidence is attached yet that shows that it worked."),
        ((900,), "All of the evidence that is attached is stale."),
        ((900, 30), ""),
    ],
)
def test_what_is_missing_of_an_action(world: World, ages: tuple[int, ...], missing: str) -> None:
    for days in ages:
        about_on = TODAY - timedelta(days=days)
        make_evidence(world, world.actions["kirklees"], shows=f"After {days} days", about_on=about_on)

    assert evidence.of_action(SERVICE, action_of(world), on=TODAY).missing == missing


def test_the_newest_use_stands_first(world: World) -> None:
    first, second = make_link(world, shows="First"), make_link(world, shows="Second")
    use(second, world.actions["kirklees"], days=1)
    use(first, world.actions["kirklees"], days=2)

    pieces = evidence.of_action(SERVICE, action_of(world), on=TODAY).pieces

    assert [piece.evidence for piece in pieces] == [first, second]


def test_a_recommendation_shows_a_piece_once_with_every_place(world: World, acting: Acting) -> None:
    made = make_link(world)
    use(made, world.actions["kirklees"])

    listed = evidence.of_recommendation(acting("head"), page_of(world, acting("head")), on=TODAY)

    assert [(piece.evidence, len(piece.uses)) for piece in listed.pieces] == [(made, 2)]


@pytest.mark.parametrize(
    ("person", "pieces", "can_attach"),
    [("head", 1, True), ("owner", 1, False), ("lead", 1, True), ("auditor", 1, False), ("other_head", 0, False)],
)
def test_each_sees_and_adds_what_their_area_allows(
    world: World, acting: Acting, person: str, pieces: int, can_attach: bool
) -> None:
    make_link(world)

    listed = evidence.of_recommendation(acting(person), page_of(world, acting(person)), on=TODAY)

    assert (len(listed.pieces), listed.can_attach) == (pieces, can_attach)


@pytest.mark.parametrize(("person", "expected"), [("owner", True), ("head", True), ("sibling_head", False)])
def test_who_holds_the_owning_post_attaches(world: World, acting: Acting, person: str, expected: bool) -> None:
    make_action(world, "own", recommendation="kirklees", post="Senior Probation Officer, kirklees")

    assert evidence.can_attach(acting(person), action_of(world, "own")) is expected


@pytest.mark.parametrize(("status", "expected"), [(ActionStatus.COMPLETED, True), (ActionStatus.WITHDRAWN, False)])
def test_a_withdrawn_action_takes_no_more(world: World, status: ActionStatus, expected: bool) -> None:
    Action.objects.update(status=status)

    assert evidence.of_action(SERVICE, action_of(world), on=TODAY).can_attach is expected


def test_to_reuse_is_what_is_near_and_not_here_yet(world: World) -> None:
    near, here, far = make_link(world), make_link(world), make_link(world, "leeds")
    use(here, world.actions["kirklees"])

    assert evidence.to_reuse(SERVICE, action_of(world)) == [near]
    assert evidence.to_reuse(SERVICE, world.recommendations["kirklees"]) == []
    assert evidence.to_reuse(SERVICE, action_of(world, "leeds")) == [far]


def test_to_reuse_gives_the_newest_ones(world: World) -> None:
    made = [make_link(world, shows=f"Sample {number}") for number in range(3)]

    assert evidence.to_reuse(SERVICE, action_of(world), limit=2) == [made[2], made[1]]


@pytest.mark.parametrize(("pieces", "queries"), [(0, 1), (1, 2), (4, 2)])
def test_a_list_costs_two_queries(world: World, django_assert_num_queries: Any, pieces: int, queries: int) -> None:
    action = action_of(world)
    for number in range(pieces):
        make_evidence(world, action, shows=f"Sample {number}")

    with django_assert_num_queries(queries):
        evidence.of_action(SERVICE, action, on=TODAY)

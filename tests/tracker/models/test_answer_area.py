"""Whose work on one body's answer is seen by whom: its area, its owner, above the addressee, and who took over."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from inspections.choices import SuccessionKind
from inspections.operations.organisations import record_succession
from tests.factories.rows import STRANGER, save_changed
from tests.factories.self_assessments import actor
from tests.factories.shared import COMPANY, Answered, make_shared
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Role
from tracker.models import (
    Action,
    Answerable,
    Answers,
    Evidence,
    EvidenceUse,
    Judgement,
    Response,
    SustainCheck,
)
from tracker.notifications.models import Snooze
from tracker.rules.access import SERVICE, Actor, Doing, Grant, may

Held = dict[tuple[str, str], Answered]
MODELS = (Action, Answers, EvidenceUse, Evidence, Judgement, Response, SustainCheck, Snooze)


@pytest.fixture
def held(world: World) -> Held:
    found = make_shared(world)
    for each in found.values():
        Snooze.objects.create(action=each.action, until_on=date(2026, 12, 1), reason=each.words, made_at=NOW)
    return found


def is_of(row: Any, answered: Answered) -> bool:
    """Whether the row belongs to the work on this answer."""
    if isinstance(row, Action):
        return row == answered.action
    if isinstance(row, Evidence):
        return row in (answered.evidence, answered.own_evidence)
    if isinstance(row, EvidenceUse):
        return answered.answerable.pk == row.answerable_id or answered.action.pk == row.action_id
    return row.action == answered.action if isinstance(row, Snooze) else row.answerable == answered.answerable


def seen_by(by: Actor, held: Held) -> dict[str, set[tuple[str, str]]]:
    """Return by model of whose answers this actor sees work."""
    return {
        model.__name__: {
            key for row in model.objects.visible_to(by) for key, answered in held.items() if is_of(row, answered)
        }
        for model in MODELS
    }


def everywhere(*keys: tuple[str, str]) -> Mapping[str, set[tuple[str, str]]]:
    return {model.__name__: set(keys) for model in MODELS}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("head", {("shared", "kirklees"), ("across", "kirklees")}),
        ("owner", {("shared", "kirklees"), ("across", "kirklees")}),
        ("sibling_head", {("shared", "leeds")}),
        ("other_head", {("across", "wigan")}),
        ("lead", {("shared", "kirklees"), ("shared", "leeds"), ("across", "kirklees")}),
        ("other_lead", {("across", "wigan")}),
        ("auditor", {("shared", "kirklees"), ("shared", "leeds"), ("across", "kirklees"), ("across", "wigan")}),
        ("disabled", set()),
    ],
)
def test_each_bodys_work_is_seen_in_its_own_area(
    world: World, held: Held, key: str, expected: set[tuple[str, str]]
) -> None:
    assert seen_by(actor(world, key), held) == everywhere(*expected)


def test_the_service_sees_everything_and_a_stranger_nothing(held: Held) -> None:
    assert seen_by(SERVICE, held) == everywhere(*held)
    assert seen_by(STRANGER, held) == everywhere()


def test_work_is_seen_where_the_owning_post_stands_and_by_its_holder(world: World, held: Held) -> None:
    save_changed(held["shared", "leeds"].action, owner_post=world.posts["Senior Probation Officer, kirklees"])

    head, owner = (seen_by(actor(world, key), held) for key in ("head", "owner"))

    for seen in (head, owner):
        assert ("shared", "leeds") in seen["Action"] & seen["Evidence"] & seen["Snooze"]
        assert ("shared", "leeds") not in seen["Judgement"] | seen["Response"] | seen["SustainCheck"]
    assert [("shared", "leeds") in seen["Answers"] for seen in (head, owner)] == [False, True]


@pytest.mark.parametrize("place", ["addressee", "inspected"])
def test_the_addressee_and_the_inspected_body_and_those_above_see_every_answer(
    world: World, held: Held, place: str
) -> None:
    if place == "addressee":
        save_changed(world.recommendations["shared"], addressee=world.organisations["wigan"])
    else:
        save_changed(world.inspections[COMPANY], organisation=world.organisations["wigan"])
    expected = {("shared", "kirklees"), ("shared", "leeds"), ("across", "wigan")}
    if place == "inspected":
        expected.add(("across", "kirklees"))

    for key in ("other_head", "other_lead"):
        assert seen_by(actor(world, key), held) == everywhere(*expected)
    assert seen_by(actor(world, "head"), held) == everywhere(("shared", "kirklees"), ("across", "kirklees"))


def test_who_succeeds_the_addressee_gets_nothing_from_that_alone(world: World, held: Held) -> None:
    record_succession(
        predecessor=world.organisations[COMPANY],
        successor=world.organisations["wigan"],
        on=TODAY,
        kind=SuccessionKind.MERGED,
    )

    assert seen_by(actor(world, "other_head"), held) == everywhere(("across", "wigan"))


@pytest.mark.parametrize("key", ["head", "sibling_head", "other_lead", "lead", "national", "owner"])
def test_a_row_says_the_same_of_itself_as_the_query(world: World, held: Held, key: str) -> None:
    by = actor(world, key)
    rows = Answerable.objects.open().with_work_seen_by(by).select_related("organisation")

    assert {row.pk: row.is_seen for row in rows} == {row.pk: may(by, Doing.SEE_WORK, paths=row.paths()) for row in rows}


def test_somebody_with_two_places_sees_the_work_of_both(world: World, held: Held) -> None:
    places = [world.organisations[key].path for key in ("leeds", "wigan")]
    both = Actor(1, "Both", tuple(Grant(Role.HEAD_OF_PDU, path) for path in places))

    assert seen_by(both, held) == everywhere(("shared", "leeds"), ("across", "wigan"))

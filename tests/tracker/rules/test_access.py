"""Who may do what, as a truth table without a database."""

from types import SimpleNamespace
from typing import Any

import pytest

from tracker.choices import Role
from tracker.errors import NotAllowed
from tracker.rules.access import (
    BY_POST,
    ROLES,
    SERVICE,
    Actor,
    Doing,
    Grant,
    check_may,
    may,
    may_anywhere,
    may_update,
    may_update_many,
    seeing,
    who_can,
)

REGION = "/moj/hmpps/yorkshire/"
KIRKLEES = f"{REGION}kirklees/"
LEEDS = f"{REGION}leeds/"
WIGAN = "/moj/hmpps/manchester/wigan/"
ACTION_POST = 7


def actor(role: Role | None = None, path: str = KIRKLEES, *, posts: frozenset[int] = frozenset()) -> Actor:
    return Actor(1, "somebody", (Grant(role, path),) if role else (), posts)


def test_everything_that_can_be_asked_has_a_row() -> None:
    assert set(ROLES) == set(Doing)


@pytest.mark.parametrize(
    ("role", "place", "expected"),
    [
        (Role.ACTION_OWNER, KIRKLEES, False),
        (Role.HEAD_OF_PDU, KIRKLEES, True),
        (Role.HEAD_OF_PDU, LEEDS, False),
        (Role.REGIONAL_LEAD, REGION, True),
        (Role.REGIONAL_LEAD, WIGAN, False),
        (Role.NATIONAL, "/moj/hmpps/", True),
        (Role.COORDINATOR, KIRKLEES, False),
        (Role.ADMINISTRATOR, KIRKLEES, False),
        (Role.AUDITOR, KIRKLEES, False),
    ],
)
def test_updating_an_action_of_kirklees_by_role_and_place(role: Role, place: str, expected: bool) -> None:
    assert may(actor(role, place), Doing.UPDATE_ACTIONS, paths=[KIRKLEES], post_id=ACTION_POST) is expected


@pytest.mark.parametrize("role", list(Role))
def test_everybody_with_a_role_sees_the_work_of_their_area_and_not_of_another(role: Role) -> None:
    person = actor(role)

    assert may(person, Doing.SEE_WORK, paths=[KIRKLEES])
    assert not may(person, Doing.SEE_WORK, paths=[LEEDS, WIGAN])


@pytest.mark.parametrize(
    ("role", "expected"),
    [(None, True), (Role.ACTION_OWNER, True), (Role.COORDINATOR, True), (Role.AUDITOR, False)],
)
def test_the_holder_of_the_owning_post_updates_its_action_but_an_auditor_only_reads(
    role: Role | None, expected: bool
) -> None:
    holder = actor(role, WIGAN, posts=frozenset({ACTION_POST}))

    assert may(holder, Doing.UPDATE_ACTIONS, paths=[KIRKLEES], post_id=ACTION_POST) is expected


def test_holding_another_post_is_not_enough() -> None:
    assert not may(actor(posts=frozenset({8})), Doing.UPDATE_ACTIONS, paths=[KIRKLEES], post_id=ACTION_POST)


@pytest.mark.parametrize("doing", sorted(set(Doing) - BY_POST))
def test_a_post_gives_nothing_that_needs_a_role(doing: Doing) -> None:
    assert not may(actor(posts=frozenset({ACTION_POST})), doing, paths=[KIRKLEES], post_id=ACTION_POST)


def test_a_path_is_not_taken_for_the_beginning_of_another_name() -> None:
    assert not may(actor(Role.HEAD_OF_PDU, "/moj/hmpps/york/"), Doing.SEE_WORK, paths=[REGION])


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("place", [KIRKLEES, REGION, WIGAN])
@pytest.mark.parametrize("post", [ACTION_POST, 8])
def test_asked_of_many_records_it_is_the_same_question(role: Role | None, place: str, post: int) -> None:
    person = actor(role, place, posts=frozenset({post}))
    action: Any = SimpleNamespace(owner_post_id=ACTION_POST, paths=lambda: (KIRKLEES,))

    assert seeing(person)([LEEDS, KIRKLEES]) is may(person, Doing.SEE_WORK, paths=[LEEDS, KIRKLEES])
    assert may_update_many(person)(action) is may_update(person, action)


def test_a_stranger_may_do_nothing_anywhere() -> None:
    assert not any(may_anywhere(actor(), doing) for doing in Doing)


def test_the_service_may_do_everything_everywhere() -> None:
    assert all(may(SERVICE, doing, paths=[WIGAN]) for doing in Doing)


def test_areas_leave_out_places_inside_another() -> None:
    both = Actor(1, "somebody", (Grant(Role.HEAD_OF_PDU, KIRKLEES), Grant(Role.REGIONAL_LEAD, REGION)))

    assert both.areas(Doing.SEE_WORK) == (REGION,)


def test_a_refusal_says_who_can() -> None:
    with pytest.raises(NotAllowed, match="Inspection coordinator"):
        check_may(actor(Role.HEAD_OF_PDU), Doing.IMPORT_REPORTS, paths=[KIRKLEES])


@pytest.mark.parametrize("doing", list(Doing))
def test_who_can_names_a_role_for_everything(doing: Doing) -> None:
    assert "with the role" in who_can(doing)

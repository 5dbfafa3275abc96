"""Turning a person into an actor: roles and posts of the day, and nothing for an account that is off."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.world import STARTED, TODAY, World
from tracker.choices import Role
from tracker.models import Deputy, Membership, actor_of
from tracker.rules.access import Actor, Body, Grant, RolesAndPosts


def test_a_person_has_their_roles_and_posts(world: World, django_assert_num_queries: Any) -> None:
    head = world.people["head"]

    with django_assert_num_queries(1):
        actor = actor_of(head, on=TODAY)

    assert actor == Actor(
        person_id=head.pk,
        name=head.name,
        grants=(Grant(Role.HEAD_OF_PDU, "/moj/hmpps/yorkshire/kirklees/"),),
        post_ids=frozenset({world.posts["Head of PDU, kirklees"].pk}),
        bodies=(Body("pdu", "/moj/hmpps/yorkshire/kirklees/"),),
    )


def test_without_a_role_their_area_is_that_of_the_post_they_hold_and_not_of_one_they_cover(world: World) -> None:
    Membership.objects.filter(person=world.people["owner"]).delete()
    Deputy.objects.create(
        post=world.posts["Head of PDU, wigan"],
        person=world.people["owner"],
        from_on=TODAY,
        to_on=TODAY + timedelta(days=1),
    )

    assert actor_of(world.people["owner"], on=TODAY).bodies == (Body("pdu", "/moj/hmpps/yorkshire/kirklees/"),)


def test_an_account_that_is_off_is_nobody(world: World) -> None:
    actor = actor_of(world.people["disabled"], on=TODAY)

    assert (actor.person_id, actor.grants, actor.post_ids) == (None, (), frozenset())


@pytest.mark.parametrize(("to_on", "roles"), [(TODAY + timedelta(days=1), [Role.HEAD_OF_PDU]), (TODAY, [])])
def test_a_role_counts_until_the_day_before_it_ends(world: World, to_on: Any, roles: list[Role]) -> None:
    Membership.objects.filter(person=world.people["head"]).update(to_on=to_on)

    actor = actor_of(world.people["head"], on=TODAY)

    assert [grant.role for grant in actor.grants] == roles


def test_a_post_that_is_covered_today_counts_as_held(world: World) -> None:
    post = world.posts["Head of PDU, leeds"]
    Deputy.objects.create(post=post, person=world.people["owner"], from_on=TODAY, to_on=TODAY + timedelta(days=1))

    actor = actor_of(world.people["owner"], on=TODAY)

    assert actor.post_ids == {post.pk, world.posts["Senior Probation Officer, kirklees"].pk}


def test_nothing_counts_before_its_first_day(world: World) -> None:
    actor = actor_of(world.people["head"], on=STARTED - timedelta(days=1))

    assert (actor.grants, actor.post_ids) == ((), frozenset())


def test_what_was_read_with_the_session_holds_for_its_day_alone(world: World, django_assert_num_queries: Any) -> None:
    head = world.people["head"]
    grants = (Grant(Role.AUDITOR, "/moj/"),)
    head.roles_and_posts = RolesAndPosts(on=TODAY, grants=grants, post_ids=frozenset({7}), posts_outside=frozenset())

    with django_assert_num_queries(0):
        today = actor_of(head, on=TODAY)

    assert (today.grants, today.post_ids) == (grants, {7})
    assert actor_of(head, on=TODAY + timedelta(days=1)).grants == (
        Grant(Role.HEAD_OF_PDU, "/moj/hmpps/yorkshire/kirklees/"),
    )


def test_several_roles_stand_in_the_order_in_which_they_were_given(world: World) -> None:
    head = world.people["head"]
    for role, body in ((Role.AUDITOR, "leeds"), (Role.REGIONAL_LEAD, "yorkshire")):
        Membership.objects.create(person=head, organisation=world.organisations[body], role=role, from_on=STARTED)

    assert [grant.role for grant in actor_of(head, on=TODAY).grants] == [
        Role.HEAD_OF_PDU,
        Role.AUDITOR,
        Role.REGIONAL_LEAD,
    ]


def test_without_role_and_post_somebody_has_neither(world: World) -> None:
    world.people["head"].memberships.all().delete()
    world.people["head"].posts_held.all().delete()

    actor = actor_of(world.people["head"], on=TODAY)

    assert (actor.person_id, actor.grants, actor.post_ids) == (world.people["head"].pk, (), frozenset())

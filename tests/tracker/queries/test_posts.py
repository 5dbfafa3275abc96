"""A post on its page: who holds it on which day, who may change it, and what passes on with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import NOW, STARTED, TODAY, World, make_action
from tracker.choices import ActionStatus, Decision
from tracker.models import Action, Deputy, Post, PostHolder, Response
from tracker.models.first_ones import first_ones
from tracker.queries import posts
from tracker.queries.people import own_posts
from tracker.rules.access import Actor

Acting = Callable[[str], Actor]
HEAD = "Head of PDU, kirklees"
OFFICER = "Senior Probation Officer, kirklees"


@pytest.mark.parametrize(("days", "now", "next_one"), [(-1, "head", "owner"), (0, "owner", None), (1, "owner", None)])
def test_a_post_passes_on_the_day_itself(world: World, days: int, now: str, next_one: str | None) -> None:
    post = world.posts[HEAD]
    PostHolder.objects.filter(post=post).update(to_on=TODAY)
    PostHolder.objects.create(post=post, person=world.people["owner"], from_on=TODAY)

    page = posts.of_post(post, on=TODAY + timedelta(days=days))

    assert page.now is not None
    assert page.now.person == world.people[now]
    assert (page.next.person if page.next else None) == (world.people[next_one] if next_one else None)
    assert len(page.earlier) == (0 if next_one else 1)


def test_a_vacant_post_has_nobody_now(world: World) -> None:
    PostHolder.objects.filter(post=world.posts[HEAD]).update(to_on=TODAY)

    page = posts.of_post(world.posts[HEAD], on=TODAY)

    assert (page.now, page.next, len(page.earlier)) == (None, None, 1)


def test_a_page_counts_open_actions(world: World) -> None:
    for key in ("second", "done"):
        make_action(world, key, recommendation="kirklees", post=HEAD)
    Action.objects.filter(pk=world.actions["done"].pk).update(status=ActionStatus.COMPLETED)

    assert posts.of_post(world.posts[HEAD], on=TODAY).open_actions == 2


@pytest.mark.parametrize(("days", "cover"), [(1, "Head of PDU, Leeds"), (0, None)])
def test_a_team_shows_holder_and_cover_of_the_day(world: World, days: int, cover: str | None) -> None:
    to_on = TODAY + timedelta(days=days)
    Deputy.objects.create(post=world.posts[HEAD], person=world.people["sibling_head"], from_on=STARTED, to_on=to_on)

    [head, officer] = posts.team(world.organisations["kirklees"], on=TODAY)

    assert (head.holder_name, head.cover_name) == (world.people["head"].name, cover)
    assert (officer.holder_name, officer.cover_name) == (world.people["owner"].name, None)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("owner", {OFFICER}),
        ("head", {HEAD, OFFICER}),
        ("lead", {HEAD, OFFICER}),
        ("administrator", {HEAD, OFFICER}),
        ("national", set()),
        ("sibling_head", set()),
        ("auditor", set()),
    ],
)
def test_who_changes_which_post_of_a_team(world: World, acting: Acting, person: str, expected: set[str]) -> None:
    team = posts.team(world.organisations["kirklees"], on=TODAY)

    assert posts.changeable(acting(person), team) == {world.posts[key].pk for key in expected}


@pytest.mark.parametrize(("holds", "expected"), [(True, True), (False, False)])
def test_a_covered_post_is_not_ones_own_to_change(world: World, acting: Acting, holds: bool, expected: bool) -> None:
    post, actor = world.posts[OFFICER], acting("owner")

    assert posts.may_change(actor, post, own=own_posts(actor, on=TODAY) if holds else []) is expected


@pytest.mark.parametrize(("person", "expected"), [("owner", True), ("lead", True), ("sibling_head", False)])
def test_the_work_of_a_post_is_seen_in_its_area(world: World, acting: Acting, person: str, expected: bool) -> None:
    assert posts.sees_work(acting(person), world.posts[HEAD]) is expected


def test_what_passes_on_with_a_post_and_with_a_role(world: World, acting: Acting) -> None:
    waiting = make_self_assessment(world)
    answerable = world.recommendations["region"].answerables.get()
    Response.objects.create(answerable=answerable, decision=Decision.AGREED, drafted_at=NOW, confirmed_at=NOW)

    duties = posts.takeovers(acting("lead"), own_posts(acting("lead"), on=TODAY))

    assert (duties.actions, duties.not_self_assessed) == ([world.actions["region"]], [answerable])
    assert (duties.unanswered, duties.reviews) == ([], [waiting])


def test_a_head_leaves_what_waits_for_an_answer_and_no_reviews(world: World, acting: Acting) -> None:
    make_self_assessment(world)

    duties = posts.takeovers(acting("head"), own_posts(acting("head"), on=TODAY))

    assert duties.unanswered == [world.recommendations["kirklees"].answerables.get()]
    assert (duties.actions, duties.reviews) == ([world.actions["kirklees"]], [])


def test_a_page_costs_four_queries_and_a_takeover_six_at_most(
    world: World, acting: Acting, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    actor, post = acting("lead"), Post.objects.get(pk=world.posts[HEAD].pk)

    with django_assert_num_queries(4):
        posts.of_post(post, on=TODAY)

    with django_assert_max_num_queries(6):
        posts.takeovers(actor, [post])


def vacant_ones(actor: Actor) -> list[Post]:
    found, _ = first_ones(actor, {"vacant": posts.VACANT}, on=TODAY)
    return posts.vacant(found["vacant"])


def test_an_administrator_looks_after_posts_that_own_something_and_that_nobody_holds(
    world: World, acting: Acting
) -> None:
    PostHolder.objects.filter(post__in=[world.posts[HEAD], world.posts[OFFICER]]).update(to_on=TODAY)

    assert vacant_ones(acting("administrator")) == [world.posts[HEAD]]  # the officer's post owns nothing
    assert vacant_ones(acting("national")) == []


def test_a_post_that_is_covered_or_whose_actions_are_done_waits_for_nobody(world: World, acting: Acting) -> None:
    leeds = "Head of PDU, leeds"
    PostHolder.objects.filter(post__in=[world.posts[HEAD], world.posts[leeds]]).update(to_on=TODAY)
    Deputy.objects.create(
        post=world.posts[HEAD], person=world.people["owner"], from_on=TODAY, to_on=TODAY + timedelta(days=1)
    )
    Action.objects.filter(pk=world.actions["leeds"].pk).update(status=ActionStatus.COMPLETED)

    assert vacant_ones(acting("administrator")) == []

"""Posts: who holds and covers them on which days, who may own an action or an alert, and who is accountable."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.rows import keys_of, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor
from tests.factories.world import STARTED, TODAY, World
from tracker.choices import Role
from tracker.models import Deputy, Membership, Person, Post, PostHolder
from tracker.models.post import in_order

TOMORROW = TODAY + timedelta(days=1)
HEAD = "Head of PDU, kirklees"
LEEDS = "Head of PDU, leeds"
DIRECTOR = "Regional Probation Director, yorkshire"
OFFICER = "Senior Probation Officer, kirklees"
CHIEF = "Chief Probation Officer, hmpps"


def cover(world: World, post: str, key: str, *, from_on: date = TODAY, to_on: date = TOMORROW) -> Deputy:
    return Deputy.objects.create(post=world.posts[post], person=world.people[key], from_on=from_on, to_on=to_on)


def holder_of(world: World, post: str) -> PostHolder:
    return PostHolder.objects.get(post=world.posts[post])


class TestWhoHoldsAndCovers:
    def test_covering_a_post_is_not_holding_it(self, world: World) -> None:
        cover(world, LEEDS, "head")
        head = world.people["head"].pk

        assert keys_of(world.posts, Post.objects.of_holder(head, on=TODAY)) == {HEAD}
        assert keys_of(world.posts, Post.objects.held_by(head, on=TODAY)) == {HEAD, LEEDS}

    @pytest.mark.parametrize(
        ("from_on", "to_on", "expected"),
        [(TODAY, None, {HEAD}), (STARTED, TOMORROW, {HEAD}), (STARTED, TODAY, set()), (TOMORROW, None, set())],
    )
    def test_a_post_is_held_on_its_days(self, world: World, from_on: Any, to_on: Any, expected: set[str]) -> None:
        save_changed(holder_of(world, HEAD), from_on=from_on, to_on=to_on)

        held = Post.objects.held_by(world.people["head"].pk, on=TODAY)

        assert keys_of(world.posts, held) == expected

    def test_posts_of_several_people(self, world: World) -> None:
        cover(world, LEEDS, "owner")
        people = [world.people[key].pk for key in ("owner", "lead")]

        assert keys_of(world.posts, Post.objects.of_people(people, on=TODAY)) == {OFFICER, LEEDS, DIRECTOR}

    def test_a_vacant_post_has_no_holder(self, world: World) -> None:
        save_changed(holder_of(world, HEAD), to_on=TODAY)

        posts = Post.objects.of_body(world.organisations["kirklees"]).with_holder(on=TODAY)

        assert [(post.title, post.holder_id) for post in posts] == [
            ("Senior Probation Officer", world.people["owner"].pk),
            ("Head of PDU", None),
        ]

    def test_the_cover_that_began_first_is_shown_with_its_last_day(self, world: World) -> None:
        cover(world, HEAD, "lead")
        cover(world, HEAD, "owner", from_on=STARTED, to_on=date(2026, 12, 1))

        post = Post.objects.with_cover(on=TODAY).get(pk=world.posts[HEAD].pk)

        assert (post.cover_name, post.cover_last_on) == (world.people["owner"].name, date(2026, 11, 30))

    def test_a_post_without_cover_has_no_last_day(self, world: World) -> None:
        post = Post.objects.with_cover(on=TODAY).get(pk=world.posts[HEAD].pk)

        assert (post.cover_name, post.cover_last_on) == (None, None)


class TestWhatIsOffered:
    def test_an_action_goes_to_a_post_of_the_body_first(self, world: World) -> None:
        posts = list(Post.objects.to_own_actions(actor(world, "lead"), of=world.organisations["leeds"]))

        assert posts == [world.posts[key] for key in (LEEDS, HEAD, OFFICER, DIRECTOR)]

    @pytest.mark.parametrize(
        ("key", "expected"),
        [("head", {HEAD, OFFICER}), ("national", {HEAD, OFFICER, LEEDS, DIRECTOR, CHIEF}), ("owner", set())],
    )
    def test_an_action_goes_where_the_actor_plans(self, world: World, key: str, expected: set[str]) -> None:
        posts = Post.objects.to_own_actions(actor(world, key), of=world.organisations["kirklees"])

        assert keys_of(world.posts, posts) == expected

    def test_an_alert_goes_to_the_body_or_to_one_above(self, world: World) -> None:
        posts = list(Post.objects.to_own_alerts(of=world.organisations["kirklees"]))

        assert posts == [world.posts[key] for key in (HEAD, OFFICER, DIRECTOR, CHIEF)]

    def test_actions_are_given_within_the_area(self, world: World) -> None:
        posts = Post.objects.to_give_actions(actor(world, "other_lead"))

        assert [post.organisation.name for post in posts] == ["Greater Manchester", "Wigan"]

    def test_the_page_lists_posts_by_body_in_one_query(self, world: World, django_assert_num_queries: Any) -> None:
        posts = Post.objects.filter(organisation__parent=world.organisations["yorkshire"]).for_page()

        with django_assert_num_queries(1):
            shown = [(post.organisation.parent.name, str(post)) for post in posts]

        region = "Yorkshire and the Humber"
        assert shown == [
            (region, "Head of PDU, Kirklees"),
            (region, "Senior Probation Officer, Kirklees"),
            (region, "Head of PDU, Leeds"),
        ]


class TestWhoIsAccountable:
    def test_who_covers_comes_before_who_holds_and_nobody_last(
        self, cast: World, django_assert_num_queries: Any
    ) -> None:
        cover(cast, HEAD, "lead")

        with django_assert_num_queries(1):
            rows = in_order(Post.objects.filter(pk=cast.posts[HEAD].pk).accountable(on=TODAY))

        people = [cast.people["lead"].pk, cast.people["head"].pk, None]
        assert [(row.person, row.rank, row.is_manager) for row in rows] == list(
            zip(people, [0, 1, 2], [True, True, False], strict=True)
        )

    def test_a_holder_without_a_managers_role_manages_nothing(self, cast: World) -> None:
        rows = in_order(Post.objects.filter(pk=cast.posts[OFFICER].pk).accountable(on=TODAY))

        assert [(row.person, row.is_manager) for row in rows] == [(cast.people["owner"].pk, False), (None, False)]

    def test_who_gets_no_mail_is_left_out(self, cast: World) -> None:
        save_changed(cast.people["head"], is_active=False)

        rows = in_order(Post.objects.filter(pk=cast.posts[HEAD].pk).accountable(on=TODAY))

        assert [row.person for row in rows] == [None]

    @pytest.mark.parametrize(("body", "expected"), [("leeds", 1), ("yorkshire", 1), ("wigan", 0)])
    def test_a_holder_is_told_while_they_have_a_role_in_the_region(self, cast: World, body: str, expected: int) -> None:
        Membership.objects.filter(person=cast.people["head"]).update(organisation=cast.organisations[body])

        told = PostHolder.objects.current(on=TODAY).who_can_be_told(on=TODAY)

        assert told.filter(post=cast.posts[HEAD]).count() == expected

    def test_a_holder_acts_unless_somebody_covers(self, cast: World) -> None:
        cover(cast, LEEDS, "lead")

        acting = PostHolder.objects.acting([Role.HEAD_OF_PDU], on=TODAY)

        assert {row.post for row in acting} == {cast.posts[key] for key in (HEAD, "Head of PDU, wigan")}

    def test_a_deputy_acts_for_a_holder_who_has_the_role(self, cast: World) -> None:
        cover(cast, HEAD, "owner")
        cover(cast, OFFICER, "sibling_head")

        assert [row.post for row in Deputy.objects.acting([Role.HEAD_OF_PDU], on=TODAY)] == [cast.posts[HEAD]]


class TestDays:
    def test_holders_of_later_days_are_not_over(self, world: World) -> None:
        save_changed(holder_of(world, HEAD), to_on=TODAY)
        later = PostHolder.objects.create(post=world.posts[HEAD], person=world.people["owner"], from_on=TOMORROW)

        holders = PostHolder.objects.filter(post=world.posts[HEAD])

        assert not holders.current(on=TODAY).exists()
        assert [*holders.not_over(on=TODAY)] == [later]
        assert holders.latest_of(world.posts[HEAD]) == later

    @pytest.mark.parametrize(
        ("from_on", "to_on", "expected"),
        [
            (TODAY - timedelta(days=3), TODAY, False),
            (TODAY - timedelta(days=3), TOMORROW, True),
            (TOMORROW, TOMORROW + timedelta(days=9), False),
        ],
    )
    def test_cover_overlaps_where_it_shares_a_day(
        self, world: World, from_on: date, to_on: date, expected: bool
    ) -> None:
        cover(world, HEAD, "owner", from_on=TODAY, to_on=TOMORROW)

        assert Deputy.objects.overlapping(from_on=from_on, to_on=to_on).exists() is expected

    def test_cover_counts_until_its_last_day(self, world: World) -> None:
        deputy = cover(world, HEAD, "owner", from_on=STARTED, to_on=TODAY)

        assert deputy.last_on == TODAY - timedelta(days=1)
        assert not Deputy.objects.current(on=TODAY).exists()
        assert not Deputy.objects.not_over(on=TODAY).exists()
        assert Deputy.objects.not_over(on=deputy.last_on).exists()


def test_a_post_is_refused_a_second_time_in_its_body(world: World) -> None:
    with refused_by(Post, "post_once_per_body"):
        save_twin(world.posts[HEAD])


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("post_has_one_holder_now", {"from_on": TODAY}),
        ("post_holder_starts_once", {"to_on": TODAY}),
        ("post_holder_ends_after_start", {"from_on": TODAY, "to_on": TODAY}),
    ],
)
def test_a_second_holder_of_the_day_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(PostHolder, constraint):
        save_twin(holder_of(world, HEAD), **changes)


def test_cover_without_a_day_is_refused(world: World) -> None:
    with refused_by(Deputy, "deputy_ends_after_start"):
        cover(world, HEAD, "owner", from_on=TODAY, to_on=TODAY)


def test_a_person_who_holds_a_post_is_known_by_name(world: World) -> None:
    person: Person = world.people["head"]

    assert str(holder_of(world, HEAD)) == f"{person.name} as Head of PDU, Kirklees"

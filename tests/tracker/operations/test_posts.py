"""Posts that pass on and leave that is covered: effect, refusal, event, notice, twice."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.world import NOW, STARTED, TODAY, World
from tracker.choices import NoticeKind
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import Action, Deputy, Event, Person, PostHolder, actor_of
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.ladder import raise_rungs
from tracker.operations import posts
from tracker.rules.access import SERVICE, Actor

HEAD = "Head of PDU, kirklees"
NEXT_WEEK = TODAY + timedelta(days=7)


def by(world: World, key: str) -> Actor:
    return actor_of(world.people[key], on=TODAY)


def assign(world: World, key: str = "owner", *, who: str = "lead", from_on: date = NEXT_WEEK) -> PostHolder:
    return posts.assign_post(
        post=world.posts[HEAD], person=world.people[key], from_on=from_on, by=by(world, who), at=NOW
    )


def cover(world: World, key: str = "owner", *, who: str = "head", **days: date) -> Deputy:
    asked: dict[str, Any] = {"from_on": TODAY, "last_on": NEXT_WEEK} | days
    return posts.cover_leave(post=world.posts[HEAD], person=world.people[key], **asked, by=by(world, who), at=NOW)


def held(world: World) -> list[tuple[int, date, date | None]]:
    rows = PostHolder.objects.filter(post=world.posts[HEAD]).order_by("from_on")
    return [(each.person_id, each.from_on, each.to_on) for each in rows]


class TestAssign:
    def test_the_time_of_the_holder_before_ends_on_the_day(self, world: World) -> None:
        assign(world)

        head, owner = world.people["head"].pk, world.people["owner"].pk
        assert held(world) == [(head, STARTED, NEXT_WEEK), (owner, NEXT_WEEK, None)]

    def test_its_actions_follow_on_the_day_and_no_action_changes(self, world: World) -> None:
        before = list(Action.objects.order_by("pk").values())

        assign(world)

        own = Action.objects.filter(pk=world.actions["kirklees"].pk)
        days = [own.with_owner(on=day).get().holder_id for day in (NEXT_WEEK - timedelta(days=1), NEXT_WEEK)]
        assert days == [world.people["head"].pk, world.people["owner"].pk]
        assert list(Action.objects.order_by("pk").values()) == before

    def test_the_trail_says_from_whom_to_whom(self, world: World) -> None:
        assign(world)

        event = Event.objects.get(verb="post.assigned")
        assert event.subject == world.posts[HEAD].ref
        assert (event.before["holder"], event.after["holder"]) == (
            world.people["head"].name,
            world.people["owner"].name,
        )

    def test_the_new_holder_is_told(self, world: World) -> None:
        assign(world)

        notice = NoticeToTell.objects.get(kind=NoticeKind.POST_GIVEN)
        assert (notice.person, notice.subject) == (world.people["owner"], world.posts[HEAD].ref)

    def test_who_takes_a_post_themselves_is_not_told(self, world: World) -> None:
        assign(world, "lead")

        assert not NoticeToTell.objects.filter(kind=NoticeKind.POST_GIVEN).exists()

    def test_twice_is_once(self, world: World) -> None:
        first, second = assign(world), assign(world)

        assert first == second
        assert Event.objects.filter(verb="post.assigned").count() == 1

    @pytest.mark.parametrize(("days", "words"), [(-40, "Enter a date between"), (400, "Enter a date between")])
    def test_a_day_too_far_away_is_refused(self, world: World, days: int, words: str) -> None:
        with pytest.raises(InvalidInput, match=words):
            assign(world, from_on=TODAY + timedelta(days=days))

    def test_a_day_before_somebody_named_for_later_is_refused(self, world: World) -> None:
        assign(world)

        with pytest.raises(InvalidInput, match="takes up this post"):
            assign(world, "lead", from_on=NEXT_WEEK - timedelta(days=1))

    def test_the_holder_cannot_be_their_own_successor(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="already"):
            assign(world, "head")

    @pytest.mark.parametrize("key", ["disabled", "other_head", "auditor", "coordinator"])
    def test_somebody_without_a_working_role_in_the_region_cannot_hold_it(self, world: World, key: str) -> None:
        with pytest.raises(InvalidInput, match="no role in this area"):
            assign(world, key)

    @pytest.mark.parametrize("who", ["head", "lead", "administrator"])
    def test_a_head_a_lead_and_an_administrator_may(self, world: World, who: str) -> None:
        assert assign(world, who=who).person == world.people["owner"]

    @pytest.mark.parametrize("who", ["owner", "sibling_head", "other_lead", "national", "coordinator", "auditor"])
    def test_others_may_not(self, world: World, who: str) -> None:
        with pytest.raises(NotAllowed):
            assign(world, who=who)
        assert len(held(world)) == 1

    def test_a_deputy_may_not_pass_on_what_they_cover(self, world: World) -> None:
        cover(world)

        with pytest.raises(NotAllowed):
            assign(world, "lead", who="owner")

    def test_a_holder_passes_on_their_own_post(self, world: World) -> None:
        own = world.posts["Senior Probation Officer, kirklees"]

        given = posts.hand_over(
            held=[own], person=world.people["head"], from_on=NEXT_WEEK, by=by(world, "owner"), at=NOW
        )

        assert [each.person for each in given] == [world.people["head"]]

    def test_hand_over_of_several_is_all_or_none(self, world: World) -> None:
        both = [world.posts[HEAD], world.posts["Head of PDU, leeds"]]

        with pytest.raises(NotAllowed):
            posts.hand_over(held=both, person=world.people["owner"], from_on=NEXT_WEEK, by=by(world, "head"), at=NOW)
        assert len(held(world)) == 1

    def test_handing_over_nothing_is_refused(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="Select the posts"):
            posts.hand_over(held=[], person=world.people["owner"], from_on=TODAY, by=by(world, "head"), at=NOW)


class TestCancelAndVacate:
    def test_a_planned_holder_is_taken_back_and_the_holder_before_goes_on(self, world: World) -> None:
        assign(world)

        posts.cancel_assignment(post=world.posts[HEAD], by=by(world, "lead"), at=NOW)

        assert held(world) == [(world.people["head"].pk, STARTED, None)]
        assert Event.objects.filter(verb="post.assignment-cancelled").count() == 1
        assert not NoticeToTell.objects.filter(kind=NoticeKind.POST_GIVEN).exists()

    def test_a_holder_who_has_begun_is_not_taken_back(self, world: World) -> None:
        assign(world, from_on=TODAY)

        assert posts.cancel_assignment(post=world.posts[HEAD], by=by(world, "lead"), at=NOW) is None
        assert len(held(world)) == 2

    def test_a_post_becomes_vacant_and_the_lead_is_told_of_its_actions(self, world: World) -> None:
        Person.objects.update(first_signed_in_at=NOW)
        posts.vacate_post(post=world.posts[HEAD], on=TODAY, by=by(world, "lead"), at=NOW)

        raise_rungs(by=SERVICE, at=NOW)

        assert held(world) == [(world.people["head"].pk, STARTED, TODAY)]
        told = NoticeToTell.objects.filter(subject=world.actions["kirklees"].ref).values_list("person", flat=True)
        assert list(told) == [world.people["lead"].pk]

    def test_vacating_twice_is_once(self, world: World) -> None:
        for _ in range(2):
            posts.vacate_post(post=world.posts[HEAD], on=NEXT_WEEK, by=by(world, "lead"), at=NOW)

        assert Event.objects.filter(verb="post.vacated").count() == 1

    def test_a_vacant_post_is_taken_up_again(self, world: World) -> None:
        posts.vacate_post(post=world.posts[HEAD], on=TODAY, by=by(world, "lead"), at=NOW)

        assign(world)

        assert held(world)[0] == (world.people["head"].pk, STARTED, TODAY)

    def test_others_may_neither_cancel_nor_vacate(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            posts.vacate_post(post=world.posts[HEAD], on=TODAY, by=by(world, "other_lead"), at=NOW)
        with pytest.raises(NotAllowed):
            posts.cancel_assignment(post=world.posts[HEAD], by=by(world, "other_lead"), at=NOW)


class TestCover:
    def test_the_deputy_gets_the_reminders_of_these_days_and_is_told(self, world: World) -> None:
        Person.objects.update(first_signed_in_at=NOW)
        cover(world)

        raise_rungs(by=SERVICE, at=NOW)

        told = NoticeToTell.objects.filter(subject=world.actions["kirklees"].ref).values_list("person", flat=True)
        assert list(told) == [world.people["owner"].pk]
        assert NoticeToTell.objects.get(kind=NoticeKind.COVER_GIVEN).person == world.people["owner"]

    def test_the_last_day_is_covered(self, world: World) -> None:
        made = cover(world)

        assert (made.last_on, made.to_on) == (NEXT_WEEK, NEXT_WEEK + timedelta(days=1))

    def test_twice_is_once(self, world: World) -> None:
        assert cover(world) == cover(world)
        assert Event.objects.filter(verb="post.covered").count() == 1

    @pytest.mark.parametrize(("start", "end"), [(-5, 0), (7, 9), (3, 4), (-5, 30)])
    def test_days_that_somebody_covers_already_are_refused(self, world: World, start: int, end: int) -> None:
        cover(world)

        with pytest.raises(InvalidInput, match="covers this post from 18 November 2026 to 25 November 2026"):
            cover(world, "lead", from_on=TODAY + timedelta(days=start), last_on=TODAY + timedelta(days=end))

    def test_the_day_after_is_free(self, world: World) -> None:
        cover(world)

        free = NEXT_WEEK + timedelta(days=1)

        assert cover(world, "lead", from_on=free, last_on=free).person == world.people["lead"]

    @pytest.mark.parametrize(
        ("start", "end", "words"),
        [(3, 2, "first day or later"), (-9, -1, "today or later"), (0, 400, "or earlier")],
    )
    def test_days_that_cannot_be_are_refused(self, world: World, start: int, end: int, words: str) -> None:
        with pytest.raises(InvalidInput, match=words):
            cover(world, from_on=TODAY + timedelta(days=start), last_on=TODAY + timedelta(days=end))

    def test_the_holder_cannot_cover_themselves(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="holds this post"):
            cover(world, "head")

    @pytest.mark.parametrize("who", ["owner", "sibling_head", "other_lead", "national", "auditor"])
    def test_others_may_not_name_a_deputy(self, world: World, who: str) -> None:
        with pytest.raises(NotAllowed):
            cover(world, who=who)

    def test_cover_ends_today(self, world: World) -> None:
        made = cover(world, from_on=TODAY - timedelta(days=2))

        posts.end_cover(deputy=made, by=by(world, "head"), at=NOW)

        made.refresh_from_db()
        assert made.to_on == TODAY
        assert Event.objects.filter(verb="post.cover-ended").count() == 1

    def test_cover_that_has_not_begun_is_taken_back_with_its_notice(self, world: World) -> None:
        made = cover(world, from_on=NEXT_WEEK)

        posts.end_cover(deputy=made, by=by(world, "head"), at=NOW)

        assert not Deputy.objects.exists()
        assert not NoticeToTell.objects.filter(kind=NoticeKind.COVER_GIVEN).exists()

    def test_cover_that_is_over_cannot_end_again(self, world: World) -> None:
        made = cover(world, from_on=NEXT_WEEK)
        posts.end_cover(deputy=made, by=by(world, "head"), at=NOW)

        with pytest.raises(WrongState):
            posts.end_cover(deputy=made, by=by(world, "head"), at=NOW)

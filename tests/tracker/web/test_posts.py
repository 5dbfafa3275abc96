"""The pages of posts and of handing one's own over."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.world import STARTED, World
from tracker.models import Deputy, Event, Post, PostHolder

SignedIn = Callable[[str], Client]


def address(world: World, page: str = "", key: str = "Head of PDU, kirklees") -> str:
    post = world.posts[key]
    return f"/areas/{post.organisation.slug}/posts/{post.ref}/{page}"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def holders(world: World) -> list[tuple[str, date | None]]:
    held = PostHolder.objects.filter(post=world.posts["Head of PDU, kirklees"]).order_by("from_on")
    return [(each.person.email.partition("@")[0], each.to_on) for each in held]


def assign(client: Client, world: World, key: str, day: date) -> Any:
    answers = {"person": world.people[key].pk, "from_on": typed(day)}
    return client.post(address(world, "holder/"), answers, follow=True)


def test_the_area_shows_its_team_and_where_to_change_it(signed_in: SignedIn, world: World) -> None:
    page = signed_in("head").get("/areas/yorkshire/kirklees/").content.decode()

    assert "Head of PDU, Kirklees" in page
    assert f'href="{address(world)}"' in page
    assert "Change" in page


def test_somebody_from_elsewhere_reads_the_team_without_cover(signed_in: SignedIn, world: World) -> None:
    post = world.posts["Head of PDU, kirklees"]
    Deputy.objects.create(post=post, person=world.people["owner"], from_on=in_days(-1), to_on=in_days(3))

    team, page = [
        signed_in("other_head").get(one).content.decode() for one in ("/areas/yorkshire/kirklees/", address(world))
    ]

    assert "Head of PDU, Kirklees" in team
    assert "Leave covered" not in team
    assert "Leave covered" not in page


def test_a_post_passes_on_from_a_day(signed_in: SignedIn, world: World) -> None:
    day = in_days(7)

    answer = assign(signed_in("lead"), world, "owner", day)

    assert holders(world) == [("head", day), ("owner", None)]
    assert "holds this post from" in answer.content.decode()
    assert "Next holder" in answer.content.decode()


def test_a_day_before_the_holders_first_day_is_refused(signed_in: SignedIn, world: World) -> None:
    PostHolder.objects.filter(person=world.people["head"]).update(from_on=in_days(-3))

    answer = assign(signed_in("lead"), world, "owner", in_days(-5))

    assert "Enter a date after" in answer.content.decode()
    assert holders(world) == [("head", None)]


def test_nothing_chosen_is_told_beside_the_field(signed_in: SignedIn, world: World) -> None:
    page = signed_in("lead").post(address(world, "holder/"), {}).content.decode()

    assert "Select a person" in page
    assert page.count("<title>Error: ") == 1


def test_a_planned_change_is_cancelled(signed_in: SignedIn, world: World) -> None:
    assign(signed_in("lead"), world, "owner", in_days(7))

    signed_in("lead").post(address(world, "holder/cancel/"))

    assert holders(world) == [("head", None)]


def test_a_post_becomes_vacant(signed_in: SignedIn, world: World) -> None:
    signed_in("lead").post(address(world, "vacancy/"), {"from_on": typed(in_days(1))})

    assert holders(world) == [("head", in_days(1))]


def test_leave_is_covered_and_the_cover_ended(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")
    answers = {"person": world.people["owner"].pk, "from_on": typed(in_days(-1)), "last_on": typed(in_days(6))}

    client.post(address(world, "cover/"), answers)
    cover = Deputy.objects.get()
    client.post(address(world, f"cover/{cover.pk}/end/"))

    assert (cover.from_on, cover.to_on) == (in_days(-1), in_days(7))
    assert Deputy.objects.get().to_on == in_days(0)


@pytest.mark.parametrize("page", ["holder/", "vacancy/", "cover/"])
@pytest.mark.parametrize("key", ["owner", "other_head", "sibling_head", "coordinator", "auditor"])
def test_only_those_who_may_change_a_post(signed_in: SignedIn, world: World, key: str, page: str) -> None:
    client = signed_in(key)

    assert client.get(address(world, page)).status_code == 403
    assert client.post(address(world, page), {}).status_code == 403


def test_a_holder_changes_their_own_post_whatever_their_role(signed_in: SignedIn, world: World) -> None:
    own = address(world, "cover/", "Senior Probation Officer, kirklees")

    assert signed_in("owner").get(own).status_code == 200


@pytest.mark.parametrize("body", ["leeds", "nowhere"])
def test_a_post_of_another_body_is_not_there(signed_in: SignedIn, world: World, body: str) -> None:
    ref = world.posts["Head of PDU, kirklees"].ref

    assert signed_in("lead").get(f"/areas/{body}/posts/{ref}/").status_code == 404


class TestHandOver:
    def answers(self, world: World, **changes: Any) -> dict[str, Any]:
        post = world.posts["Head of PDU, kirklees"]
        return {"posts": [post.pk], "person": world.people["owner"].pk, "from_on": typed(in_days(7))} | changes

    def test_it_shows_what_passes_on(self, signed_in: SignedIn, world: World) -> None:
        page = signed_in("head").get("/account/hand-over/").content.decode()

        assert world.actions["kirklees"].title in page
        assert "Without a confirmed response (1)" in page
        assert world.recommendations["kirklees"].ref in page

    def test_the_chosen_posts_pass_on(self, signed_in: SignedIn, world: World) -> None:
        answer = signed_in("head").post("/account/hand-over/", self.answers(world), follow=True)

        assert holders(world) == [("head", in_days(7)), ("owner", None)]
        assert "Handed over: Head of PDU, Kirklees" in answer.content.decode()

    def test_twice_is_once(self, signed_in: SignedIn, world: World) -> None:
        for _ in range(2):
            signed_in("head").post("/account/hand-over/", self.answers(world))

        assert Event.objects.filter(verb="post.assigned").count() == 1

    def test_somebody_elses_post_cannot_be_chosen(self, signed_in: SignedIn, world: World) -> None:
        wrong = self.answers(world, posts=[world.posts["Head of PDU, leeds"].pk])

        page = signed_in("head").post("/account/hand-over/", wrong).content.decode()

        assert "from the list" in page
        assert not Event.objects.filter(verb="post.assigned").exists()

    def test_a_deputy_cannot_hand_over_what_they_cover(self, signed_in: SignedIn, world: World) -> None:
        post = world.posts["Head of PDU, kirklees"]
        Deputy.objects.create(post=post, person=world.people["owner"], from_on=STARTED, to_on=in_days(30))

        page = signed_in("owner").get("/account/hand-over/")

        assert "Head of PDU, Kirklees PDU" not in page.content.decode()
        assert signed_in("owner").get(address(world, "holder/")).status_code == 403

    def test_somebody_without_a_post_is_told(self, signed_in: SignedIn, world: World) -> None:
        assert "You hold no post" in signed_in("auditor").get("/account/hand-over/").content.decode()

    def test_a_departed_persons_name_stays(self, signed_in: SignedIn, world: World) -> None:
        post: Post = world.posts["Head of PDU, kirklees"]
        PostHolder.objects.filter(post=post).update(to_on=in_days(-1))
        PostHolder.objects.create(post=post, person=world.people["owner"], from_on=in_days(-1))

        assert (
            "Head of PDU, Kirklees"
            in signed_in("lead").get(address(world)).content.decode().partition("Earlier holders")[2]
        )

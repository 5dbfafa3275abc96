"""Posts and cover that were given: told while they are still the person's, also before they begin."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.rows import save_changed
from tests.factories.world import NOW, STARTED, TODAY, World
from tracker.choices import NoticeKind
from tracker.models import Deputy, PostHolder
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.given import still_given
from tracker.notifications.rules.mail_rows import Given
from tracker.rules.notices import Identity

HEAD = "Head of PDU, kirklees"
LAST = TODAY + timedelta(days=7)


def notice(world: World, key: str, kind: NoticeKind, *, since_on: date = STARTED, post: str = HEAD) -> NoticeToTell:
    held = world.posts[post]
    identity = Identity(kind, held.ref, world.people[key].pk, held.pk, since_on)
    return NoticeToTell.made(identity, way="day", at=NOW)


@pytest.fixture
def cover(staff: World) -> Deputy:
    """The owner covers the head's post from tomorrow for a week."""
    return Deputy.objects.create(
        post=staff.posts[HEAD], person=staff.people["owner"], from_on=TODAY + timedelta(days=1),
        to_on=LAST + timedelta(days=1),
    )  # fmt: skip


def test_a_post_and_its_cover_are_told_with_their_days(staff: World, cover: Deputy) -> None:
    post = notice(staff, "head", NoticeKind.POST_GIVEN)
    covered = notice(staff, "owner", NoticeKind.COVER_GIVEN, since_on=cover.from_on)
    ref, words = staff.posts[HEAD].ref, "Head of PDU, Kirklees PDU"

    assert still_given([post, covered], Day(TODAY)) == {
        post.identity: Given(NoticeKind.POST_GIVEN, ref, words, STARTED),
        covered.identity: Given(NoticeKind.COVER_GIVEN, ref, words, cover.from_on, LAST),
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda world: PostHolder.objects.filter(person=world.people["head"]).update(to_on=TODAY),
        lambda world: PostHolder.objects.filter(person=world.people["head"]).update(from_on=TODAY),
        lambda world: save_changed(world.people["head"], is_active=False),
    ],
    ids=["given up", "given from another day", "account closed"],
)
def test_what_is_not_given_any_more_is_left_out(staff: World, change: Callable[[World], Any]) -> None:
    change(staff)

    assert still_given([notice(staff, "head", NoticeKind.POST_GIVEN)], Day(TODAY)) == {}


def test_nothing_is_told_that_was_not_asked_about(staff: World, cover: Deputy) -> None:
    assert still_given([notice(staff, "lead", NoticeKind.POST_GIVEN)], Day(TODAY)) == {}


@pytest.mark.parametrize("count", [1, 5])
def test_it_costs_two_queries_for_any_number(staff: World, count: int, django_assert_num_queries: Any) -> None:
    notices = [
        notice(staff, key, NoticeKind.POST_GIVEN, post=next(name for name in staff.posts if name.endswith(body)))
        for key, body in [("other_head", "wigan"), ("sibling_head", "leeds"), ("lead", "yorkshire"),
                          ("other_lead", "manchester"), ("national", "hmpps")][:count]
    ]  # fmt: skip

    with django_assert_num_queries(2):
        assert len(still_given(notices, Day(TODAY))) == count

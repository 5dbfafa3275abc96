"""What was looked through for reminders: kept once for each action and post, and written over by the next look."""

from datetime import timedelta
from typing import Any

from tests.factories.world import TODAY, World
from tracker.notifications.models import ActionLook, PostLook

LATER = TODAY + timedelta(days=7)


def test_the_next_look_at_an_action_is_written_over_the_last(world: World) -> None:
    first, second = world.actions["kirklees"].pk, world.actions["wigan"].pk
    ActionLook.objects.keep([(first, "as it was", TODAY), (second, "the same", TODAY)])

    ActionLook.objects.keep([(first, "as it is", LATER)])

    assert set(ActionLook.objects.values_list("action", "mark", "again_on")) == {
        (first, "as it is", LATER),
        (second, "the same", TODAY),
    }


def test_the_next_look_at_a_post_is_written_over_the_last(world: World) -> None:
    post = world.actions["kirklees"].owner_post_id
    PostLook.objects.keep([(post, "the holder")])

    PostLook.objects.keep([(post, "the deputy")])

    assert list(PostLook.objects.values_list("post", "mark")) == [(post, "the deputy")]


def test_any_number_are_kept_in_one_query(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        ActionLook.objects.keep((action.pk, "mark", TODAY) for action in world.actions.values())
    with django_assert_num_queries(1):
        PostLook.objects.keep((post.pk, "mark") for post in world.posts.values())

    assert (ActionLook.objects.count(), PostLook.objects.count()) == (len(world.actions), len(world.posts))


def test_what_is_gone_is_not_kept(world: World) -> None:
    """A cache holds nothing in place: it goes with its action."""
    ActionLook.objects.keep([(world.actions["kirklees"].pk, "mark", TODAY)])

    world.actions["kirklees"].answers.all().delete()
    world.actions["kirklees"].delete()

    assert not ActionLook.objects.exists()

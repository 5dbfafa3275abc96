"""What becomes of a body's actions when it no longer answers: which are withdrawn and which go on."""

from typing import Any

import pytest

from tests.factories.answers import make_alert
from tests.factories.endings import make_confirmed_ending, make_ending_request
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, STARTED, TODAY, World
from tracker.choices import ActionStatus
from tracker.models import Action, AlertAction, Answerable, Answers
from tracker.operations.ending_requests import reopen_ending
from tracker.queries.endings import (
    EndingPart,
    actions_after,
    actions_after_each,
    ending_part,
    posts_to_accept,
    requests_of,
    waiting_for,
)
from tracker.queries.recommendations import to_show, whole


def answer_too(world: World, action: str, recommendation: str, **ended: Any) -> None:
    """The action answers another recommendation as well."""
    answerable = world.recommendations[recommendation].answerables.get()
    Answers.objects.create(action=world.actions[action], answerable=answerable, from_on=STARTED, **ended)


def test_an_action_for_nothing_else_is_withdrawn(world: World) -> None:
    after = actions_after(world.recommendations["kirklees"].answerables.get())

    assert (after.withdrawn, after.going_on) == ([world.actions["kirklees"]], [])


def test_an_action_that_answers_something_else_goes_on(world: World) -> None:
    answer_too(world, "kirklees", "leeds")

    after = actions_after(world.recommendations["kirklees"].answerables.get())

    assert (after.withdrawn, after.going_on) == ([], [world.actions["kirklees"]])


def test_what_it_answered_before_does_not_keep_it(world: World) -> None:
    answer_too(world, "kirklees", "leeds", to_on=TODAY, reason="The team moved")

    after = actions_after(world.recommendations["kirklees"].answerables.get())

    assert after.withdrawn == [world.actions["kirklees"]]


def test_what_an_alert_asks_for_goes_on(world: World) -> None:
    AlertAction.objects.create(alert=make_alert(world, "kirklees"), action=world.actions["kirklees"])

    after = actions_after(world.recommendations["kirklees"].answerables.get())

    assert (after.withdrawn, after.going_on) == ([], [world.actions["kirklees"]])


@pytest.mark.parametrize("status", [ActionStatus.COMPLETED, ActionStatus.WITHDRAWN])
def test_what_is_over_stays_as_it_is(world: World, status: ActionStatus) -> None:
    Action.objects.update(status=status)

    after = actions_after(world.recommendations["kirklees"].answerables.get())

    assert (after.withdrawn, after.going_on) == ([], [])


def test_it_costs_three_queries(world: World, django_assert_num_queries: Any) -> None:
    answerable = world.recommendations["kirklees"].answerables.get()

    with django_assert_num_queries(3):
        actions_after(answerable)


def part(world: World, person: str, place: str = "kirklees") -> EndingPart:
    who, number = actor(world, person), world.recommendations[place].pk
    recommendation, _ = to_show(who, number, on=TODAY)
    assert recommendation is not None
    return ending_part(who, recommendation, whole(who, recommendation, on=TODAY).answerables)


def test_an_action_for_two_duties_that_are_asked_about_goes_on_for_the_other(world: World) -> None:
    answer_too(world, "kirklees", "leeds")
    rows = [world.recommendations[place].answerables.get() for place in ("kirklees", "leeds")]

    after = actions_after_each(rows)

    assert [each.going_on for each in after.values()] == [[world.actions["kirklees"]]] * 2
    assert [each.withdrawn for each in after.values()] == [[], [world.actions["leeds"]]]


@pytest.mark.parametrize(
    ("person", "can_ask"),
    [("head", True), ("lead", True), ("national", True), ("owner", False), ("coordinator", False), ("wigan", False)],
)
def test_who_may_ask(world: World, person: str, can_ask: bool) -> None:
    asked = part(world, "other_head" if person == "wigan" else person)

    assert (bool(asked.to_ask), asked.shown) == (can_ask, [])


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("head", (False, True, False)),
        ("lead", (True, True, False)),
        ("national", (False, True, False)),
        ("coordinator", (False, False, False)),
        ("auditor", (False, False, False)),
    ],
)
def test_what_may_be_done_about_a_request(world: World, person: str, may: tuple[bool, bool, bool]) -> None:
    made = make_ending_request(world)

    [shown] = part(world, person).shown

    assert shown.request == made
    assert (shown.can_decide, shown.can_take_back, shown.can_reopen) == may
    assert part(world, person).to_ask == []


@pytest.mark.parametrize(
    ("person", "can_reopen"), [("head", False), ("lead", True), ("coordinator", True), ("auditor", False)]
)
def test_what_ended_by_a_request_can_be_opened_again(world: World, person: str, can_reopen: bool) -> None:
    made = make_confirmed_ending(world)

    [shown] = part(world, person).shown
    reopen_ending(request=made, reason="It was a slip", by=actor(world, "lead"), at=NOW)

    assert (shown.can_decide, shown.can_take_back, shown.can_reopen) == (False, False, can_reopen)
    assert part(world, person).shown == []


def test_others_see_nothing_of_it(world: World) -> None:
    make_ending_request(world)

    assert requests_of(actor(world, "sibling_head"), world.recommendations["kirklees"]) == []
    assert part(world, "sibling_head") == EndingPart([], [])


def test_where_nothing_was_asked_nothing_is_read(world: World, django_assert_num_queries: Any) -> None:
    recommendation, who = world.recommendations["kirklees"], actor(world, "head")
    rows = whole(who, recommendation, on=TODAY).answerables

    with django_assert_num_queries(0):
        ending_part(who, recommendation, rows)


def test_the_risk_is_accepted_in_the_body_or_above_it(world: World) -> None:
    posts = posts_to_accept([world.organisations["kirklees"]])

    assert {post.organisation.slug for post in posts} == {"kirklees", "yorkshire", "hmpps"}
    assert posts[0].organisation.slug == "kirklees"


def test_what_waits_for_the_page_of_reviews(world: World) -> None:
    first, second = make_ending_request(world), make_ending_request(world, "leeds")

    assert waiting_for(actor(world, "lead"), on=TODAY).requests == [first, second]
    assert not waiting_for(actor(world, "other_lead"), on=TODAY)
    Answerable.objects.filter(pk=first.answerable_id).update(to_on=TODAY, ending="lapsed", ended_at=NOW)
    assert waiting_for(actor(world, "lead"), on=TODAY).requests == [second]

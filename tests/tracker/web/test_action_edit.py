"""The page that changes an action: what is saved, what is refused, and that nobody loses a word."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus
from tracker.models import Action, Answers, actor_of
from tracker.operations.action_edits import Edit, edit_action
from tracker.rules.action_words import WORDS, ActionWords

SignedIn = Callable[[str], Client]
NEXT_YEAR = date.today().year + 1


def address(world: World) -> str:
    return f"/actions/{world.actions['kirklees'].ref}/edit/"


def post(client: Client, world: World, **changes: Any) -> HttpResponse:
    answer = world.actions["kirklees"].answers.current().earliest("pk").pk
    given = {
        "title": "Brief every manager",
        "success_measure": "Nine of ten plans are checked",
        "owner": world.posts["Head of PDU, kirklees"].pk,
        "kept": [answer],
        "offered": str(answer),
        "version": "1",
    }
    return client.post(address(world), given | changes)


def saved(world: World) -> Action:
    return Action.objects.get(pk=world.actions["kirklees"].pk)


def save_meanwhile(world: World, **changes: Any) -> None:
    given = {
        "words": ActionWords(**dict.fromkeys(WORDS, "Somebody was quicker")),
        "owner_post": world.posts["Head of PDU, kirklees"],
    }
    by = actor_of(world.people["lead"], on=TODAY)
    edit_action(action=world.actions["kirklees"], version=1, edit=Edit(**(given | changes)), by=by, at=NOW)


def test_the_page_opens_with_what_the_action_says(signed_in: SignedIn, world: World) -> None:
    page = signed_in("head").get(address(world)).content.decode()

    assert world.actions["kirklees"].title in page
    assert world.recommendations["kirklees"].short_title in page


@pytest.mark.parametrize("name", WORDS)
def test_the_page_asks_for_all_that_is_said_of_an_action(signed_in: SignedIn, world: World, name: str) -> None:
    assert f' name="{name}"' in signed_in("head").get(address(world)).content.decode()


@pytest.mark.parametrize("name", WORDS)
def test_the_page_of_the_action_shows_all_that_is_said(signed_in: SignedIn, world: World, name: str) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(**{name: "Nine of ten"})

    assert "Nine of ten" in signed_in("head").get(address(world).removesuffix("edit/")).content.decode()


def test_saving_goes_to_the_action_and_its_timeline(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")

    answer = post(client, world)

    page = client.get(answer.headers["Location"]).content.decode()
    assert answer.status_code == 302
    assert "What will be done changed from" in page
    assert saved(world).success_measure == "Nine of ten plans are checked"


@pytest.mark.parametrize("typed", [f"March {NEXT_YEAR}", f"3/{NEXT_YEAR}", f"03 {NEXT_YEAR}", f"mar {NEXT_YEAR}"])
def test_a_month_is_typed_and_shown_as_a_month(signed_in: SignedIn, world: World, typed: str) -> None:
    client = signed_in("head")

    answer = post(client, world, new_due_on=typed, reason="The trainer left")

    page = client.get(answer.headers["Location"]).content.decode()
    assert (saved(world).due_on, saved(world).due_precision) == (date(NEXT_YEAR, 3, 31), "month")
    assert f"moved from 20 November 2026 to March {NEXT_YEAR}" in page
    assert "Moved once, " in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Enter the action"),
        ({"owner": ""}, "Select a post"),
        ({"kept": []}, "Enter why it no longer answers the recommendation"),
        ({"kept": [], "ending_reason": "Done elsewhere"}, "Keep or add at least one recommendation"),
        ({"new_due_on": f"1/1/{NEXT_YEAR}"}, "Enter why the date moves"),
        ({"new_due_on": "1/1/2020", "reason": "Late"}, "The new due date must be today or later"),
        ({"new_due_on": f"13/{NEXT_YEAR}"}, "must be a real date, like 27/3/2027 or March 2027"),
        ({"quick": "4-weeks", "new_due_on": f"1/1/{NEXT_YEAR}"}, "not both"),
        ({"quick": "other", "reason": "Late"}, "Enter the new due date"),
        ({"reason": "Late"}, "Enter the new due date, or take the reason out"),
        ({"blocked_since_on": "1/11/2026"}, "Enter who it is waiting on, or take the date out"),
        ({"blocked_by_whom": "Trainers", "blocked_since_on": f"1/11/{NEXT_YEAR}"}, "must be today or in the past"),
        ({"title": "See X123456"}, "looks like a case, prison or police number"),
    ],
)
def test_a_mistake_is_named_and_keeps_every_answer(
    signed_in: SignedIn, world: World, changes: dict[str, Any], message: str
) -> None:
    answer = post(signed_in("head"), world, **changes)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert message in page
    assert "Nine of ten plans are checked" in page
    assert saved(world).version == 1


def test_a_blockage_is_set_and_ended(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")
    post(client, world, blocked_by_whom="The training team", blocked_since_on="2/11/2026")
    assert "Waiting on The training team since 2 November 2026" in client.get(address(world)[:-5]).content.decode()

    post(client, world, version="2", unblocked="on")

    assert saved(world).blocked_by_whom == ""


def test_the_second_saver_sees_both_and_loses_nothing(signed_in: SignedIn, world: World) -> None:
    save_meanwhile(world)

    answer = post(signed_in("head"), world)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("Somebody was quicker") > len(WORDS)
    assert "Brief every manager" in page
    assert saved(world).title == "Somebody was quicker"


def test_after_a_conflict_what_was_added_meanwhile_stays(signed_in: SignedIn, world: World) -> None:
    save_meanwhile(world, added=(world.recommendations["leeds"].answerables.get(),))
    client = signed_in("lead")

    answer = post(client, world, version="2")

    assert answer.status_code == 302
    assert Answers.objects.current().filter(action=world.actions["kirklees"]).count() == 2


def test_a_region_offers_recommendations_of_its_pdus(signed_in: SignedIn, world: World) -> None:
    leeds = world.recommendations["leeds"].answerables.get()
    client = signed_in("lead")
    assert world.recommendations["leeds"].short_title in client.get(address(world)).content.decode()

    post(client, world, also=leeds.pk)

    assert Answers.objects.current().filter(answerable=leeds, action=world.actions["kirklees"]).exists()


def test_an_owner_that_is_not_offered_is_refused(signed_in: SignedIn, world: World) -> None:
    answer = post(signed_in("head"), world, owner=world.posts["Head of PDU, leeds"].pk)

    assert answer.status_code == 400
    assert saved(world).version == 1


def test_a_recommendation_that_is_not_offered_is_not_added(signed_in: SignedIn, world: World) -> None:
    leeds = world.recommendations["leeds"].answerables.get()

    post(signed_in("head"), world, also=leeds.pk)

    assert not Answers.objects.filter(answerable=leeds, action=world.actions["kirklees"]).exists()


def test_a_withdrawn_action_says_that_it_stays(signed_in: SignedIn, world: World) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=ActionStatus.WITHDRAWN)

    answer = post(signed_in("head"), world)

    assert answer.status_code == 409
    assert "stays as it is" in answer.content.decode()


def test_the_page_costs_as_much_for_any_number_of_answers(
    signed_in: SignedIn, world: World, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("lead")

    with django_assert_max_num_queries(20):
        client.get(address(world))

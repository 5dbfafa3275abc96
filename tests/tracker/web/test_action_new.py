"""Planning an action from a recommendation's page."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.world import World
from tracker.models import Action
from tracker.rules.action_words import WORDS
from tracker.rules.deadlines import QuickDate, quick_date
from tracker.rules.working_days import bank_holidays

SignedIn = Callable[[str], Client]
NEXT_YEAR = date.today().year + 1


def address(world: World, key: str = "kirklees") -> str:
    return f"/recommendations/{world.recommendations[key].ref}/actions/new/"


def post(client: Client, world: World, **changes: Any) -> HttpResponse:
    given = {
        "title": "Sample ten plans a month",
        "bodies": str(world.recommendations["kirklees"].answerables.get().pk),
        "owner": str(world.posts["Head of PDU, kirklees"].pk),
        "due_on": f"31/3/{NEXT_YEAR}",
        "success_measure": "Nine of ten plans are checked",
    }
    return client.post(address(world), given | changes)


def test_the_page_offers_posts_of_ones_own_area_only(signed_in: SignedIn, world: World) -> None:
    page = signed_in("head").get(address(world)).content.decode()

    assert "Head of PDU, Kirklees" in page
    assert "Head of PDU, Leeds" not in page


@pytest.mark.parametrize("name", WORDS)
def test_the_page_asks_for_all_that_is_said_of_an_action(signed_in: SignedIn, world: World, name: str) -> None:
    assert f' name="{name}"' in signed_in("head").get(address(world)).content.decode()


def test_a_regional_lead_can_choose_a_post_of_any_pdu_of_the_region(signed_in: SignedIn, world: World) -> None:
    page = signed_in("lead").get(address(world)).content.decode()

    assert "Head of PDU, Leeds" in page
    assert "Head of PDU, Wigan" not in page


def test_saving_goes_to_the_new_action(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")

    answer = post(client, world)

    action = Action.objects.get(title="Sample ten plans a month")
    assert answer.headers["Location"] == f"/actions/{action.ref}/"
    assert "Action planned" in client.get(f"/actions/{action.ref}/").content.decode()


def test_a_mistake_keeps_every_answer(signed_in: SignedIn, world: World) -> None:
    answer = post(signed_in("head"), world, owner="", due_on=f"32/3/{NEXT_YEAR}")

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Select a post" in page
    assert "Sample ten plans a month" in page
    assert "Nine of ten plans are checked" in page


@pytest.mark.parametrize(
    "swapped", [{"owner": "Head of PDU, leeds"}, {"owner": "Head of PDU, wigan"}, {"bodies": "leeds"}]
)
def test_a_swapped_owner_or_body_is_refused(signed_in: SignedIn, world: World, swapped: dict[str, str]) -> None:
    [(name, key)] = swapped.items()
    value = world.posts[key].pk if name == "owner" else world.recommendations[key].answerables.get().pk

    answer = post(signed_in("head"), world, **{name: str(value)})

    assert answer.status_code == 400
    assert not Action.objects.filter(title="Sample ten plans a month").exists()


@pytest.mark.parametrize("person", ["owner", "sibling_head", "other_lead", "coordinator", "auditor"])
def test_others_are_refused(signed_in: SignedIn, world: World, person: str) -> None:
    client = signed_in(person)

    assert client.get(address(world)).status_code == 403
    assert post(client, world).status_code == 403
    assert not Action.objects.filter(title="Sample ten plans a month").exists()


def test_the_button_stands_only_where_it_works(signed_in: SignedIn, world: World) -> None:
    page = f"/recommendations/{world.recommendations['kirklees'].ref}/"

    assert "Add an action" in signed_in("head").get(page).content.decode()
    assert "Add an action" not in signed_in("owner").get(page).content.decode()


def test_save_and_add_another_leads_to_an_empty_form(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")

    answer = post(client, world, another="yes")

    page = client.get(answer.headers["Location"]).content.decode()
    assert answer.headers["Location"] == address(world)
    assert "Action planned: Sample ten plans a month" in page
    assert 'value="Sample ten plans a month"' not in page


def test_the_same_form_sent_twice_plans_one_action(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")

    answers = [post(client, world, token="00000000-0000-0000-0000-000000000001") for _ in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Action.objects.filter(title="Sample ten plans a month").count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"due_on": "1/1/2020"}, "The due date must be today or later"),
        ({"quick": "12-weeks"}, "not both"),
        ({"quick": "other", "due_on": ""}, "Enter the due date"),
        ({"title": "See X123456"}, "looks like a case, prison or police number"),
    ],
)
def test_a_mistake_is_named(signed_in: SignedIn, world: World, changes: dict[str, str], message: str) -> None:
    answer = post(signed_in("head"), world, **changes)

    assert answer.status_code == 400
    assert message in answer.content.decode()


def test_a_quick_choice_is_enough(signed_in: SignedIn, world: World) -> None:
    post(signed_in("head"), world, quick="4-weeks", due_on="")

    due_on = Action.objects.get(title="Sample ten plans a month").due_on
    days = {date.today(), date.today() - timedelta(days=1)}  # midnight may pass meanwhile
    assert due_on in {quick_date(QuickDate.FOUR_WEEKS, day, bank_holidays()) for day in days}


def test_an_action_can_answer_another_recommendation_too(signed_in: SignedIn, world: World) -> None:
    region = world.recommendations["region"].answerables.get()

    post(signed_in("lead"), world, also=str(region.pk))

    assert Action.objects.get(title="Sample ten plans a month").answers.count() == 2

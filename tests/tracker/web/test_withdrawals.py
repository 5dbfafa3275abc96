"""Withdrawing an action and putting it back: pages of their own, with a reason."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.world import NOW, World
from tracker.choices import ActionStatus
from tracker.models import Action, Answers, Event, Update

SignedIn = Callable[[str], Client]


def address(world: World, what: str = "withdraw") -> str:
    return f"/actions/{world.actions['kirklees'].ref}/{what}/"


def post(client: Client, world: World, what: str = "withdraw", **changes: Any) -> HttpResponse:
    version = Action.objects.get(pk=world.actions["kirklees"].pk).version
    said = {"version": version, "text": "The region does it now", "token": str(uuid.uuid4())}
    return client.post(address(world, what), said | changes)  # type: ignore[return-value]


def status(world: World) -> str:
    return Action.objects.get(pk=world.actions["kirklees"].pk).status


def test_an_action_is_withdrawn_with_its_reason_and_put_back(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")
    page = client.get(address(world)).content.decode()
    assert "asks for nothing: no reminders" in page

    answer = post(client, world)
    assert answer.status_code == 302
    assert status(world) == ActionStatus.WITHDRAWN
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Withdrawn: " in page
    assert "The region does it now" in page
    assert address(world, "put-back") in page
    assert address(world, "update") not in page

    page = client.get(address(world, "put-back")).content.decode()
    assert "‘Not yet started’ again" in page
    answer = post(client, world, "put-back", text="The region gave it back")
    assert answer.status_code == 302
    assert status(world) == ActionStatus.NOT_STARTED
    assert list(Update.objects.order_by("pk").values_list("status", "text")) == [
        ("withdrawn", "The region does it now"),
        ("not-started", "The region gave it back"),
    ]
    assert Event.objects.filter(verb="action.updated").count() == 2


@pytest.mark.parametrize("what", ["withdraw", "put-back"])
def test_without_a_reason_it_is_refused(signed_in: SignedIn, world: World, what: str) -> None:
    if what == "put-back":
        Action.objects.filter(pk=world.actions["kirklees"].pk).update(status="withdrawn")
    before = status(world)

    answer = post(signed_in("head"), world, what, text="\u200b ")

    assert answer.status_code == 400
    wanted = "Enter why the action is withdrawn" if what == "withdraw" else "Enter why the action is put back"
    assert answer.content.decode().count(wanted) == 2
    assert status(world) == before


@pytest.mark.parametrize("what", ["withdraw", "put-back"])
def test_the_same_form_twice_is_once(signed_in: SignedIn, world: World, what: str) -> None:
    if what == "put-back":
        Action.objects.filter(pk=world.actions["kirklees"].pk).update(status="withdrawn")
    client, token = signed_in("head"), str(uuid.uuid4())

    answers = [post(client, world, what, token=token, version=1) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Update.objects.count() == 1


@pytest.mark.parametrize(
    ("now", "what", "words"),
    [
        ("withdrawn", "withdraw", "This action was withdrawn. Put it back first"),
        ("completed", "withdraw", "A completed action cannot be withdrawn"),
        ("in-progress", "put-back", "This action is not withdrawn"),
        ("not-started", "put-back", "This action is not withdrawn"),
    ],
)
def test_where_the_status_does_not_allow_it_the_page_says_so(
    signed_in: SignedIn, world: World, now: str, what: str, words: str
) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=now)
    client = signed_in("head")

    answer = client.get(address(world, what))
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert post(client, world, what).status_code == 409
    assert status(world) == now


def test_what_answers_nothing_any_more_is_not_put_back(signed_in: SignedIn, world: World) -> None:
    action = world.actions["kirklees"]
    Action.objects.filter(pk=action.pk).update(status="withdrawn")
    Answers.objects.filter(action=action).update(to_on=NOW.date(), reason="It has ended")
    client = signed_in("head")

    answer = client.get(address(world, "put-back"))
    assert answer.status_code == 409
    assert "Everything that this action answered has ended" in answer.content.decode()
    assert post(client, world, "put-back").status_code == 409
    assert status(world) == "withdrawn"


def test_the_second_saver_keeps_the_reason_and_may_save_again(signed_in: SignedIn, world: World) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(version=2)
    client = signed_in("head")

    answer = post(client, world, version=1)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This action changed after you opened it" in page
    assert "The region does it now" in page
    again = re.search(r'name="version" value="(\d+)"', page)
    assert again
    assert post(client, world, version=again.group(1)).status_code == 302


def test_the_quick_update_leads_to_it_and_does_not_offer_it(signed_in: SignedIn, world: World) -> None:
    page = signed_in("head").get(address(world, "update")).content.decode()

    assert 'value="withdrawn"' not in page
    assert address(world) in page


@pytest.mark.parametrize("what", ["withdraw", "put-back"])
@pytest.mark.parametrize(("person", "expected"), [("auditor", 403), ("coordinator", 403), ("sibling_head", 404)])
def test_others_are_refused(signed_in: SignedIn, world: World, what: str, person: str, expected: int) -> None:
    client = signed_in(person)

    assert client.get(address(world, what)).status_code == expected
    assert post(client, world, what).status_code == expected
    assert Client().get(address(world, what)).status_code == 302

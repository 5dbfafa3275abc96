"""The quick update: what is saved, what is refused, and that nobody loses a word."""

import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus
from tracker.models import Action, Update, actor_of
from tracker.operations.actions import UpdateAnswers, update_action

SignedIn = Callable[[str], Client]


def address(world: World) -> str:
    return f"/actions/{world.actions['kirklees'].ref}/update/"


def post(client: Client, world: World, **changes: Any) -> HttpResponse:
    given = {
        "status": "in-progress",
        "text": "Two briefings held",
        "version": "1",
        "token": str(uuid.UUID(int=1)),
        "new_due_on": "",
        "reason": "",
    }
    return client.post(address(world), given | changes)


def save_meanwhile(world: World) -> None:
    update_action(
        action=world.actions["kirklees"],
        given=UpdateAnswers(
            version=1, status=ActionStatus.IN_PROGRESS, text="Somebody was quicker", token=uuid.UUID(int=9)
        ),
        by=actor_of(world.people["lead"], on=TODAY),
        at=NOW,
    )


def test_the_form_opens_with_the_present_status(signed_in: SignedIn, world: World) -> None:
    page = signed_in("head").get(address(world)).content.decode()

    assert re.search(r'value="not-started"\s+checked', page)
    assert "What has changed?" in page


def test_saving_goes_to_the_action_and_its_timeline(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")

    answer = post(client, world)

    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Update saved" in page
    assert "Two briefings held" in page


def test_the_same_form_sent_twice_is_one_update(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")

    answers = [post(client, world).headers["Location"] for _ in range(2)]

    assert answers[0] == answers[1]
    assert Update.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "\u202e \ufeff\u2028"])
def test_an_empty_update_is_refused_with_an_error_beside_the_box(signed_in: SignedIn, world: World, text: str) -> None:
    answer = post(signed_in("head"), world, status="not-started", text=text)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "<title>Error: " in page
    assert page.count("Enter what has changed") == 2


def test_a_mistake_keeps_every_answer(signed_in: SignedIn, world: World) -> None:
    answer = post(signed_in("head"), world, text="Kept words", new_due_on="31/2/2027")

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Kept words" in page
    assert 'value="31/2/2027"' in page
    assert "The new due date must be a real date" in page


def test_moving_the_date_needs_a_reason(signed_in: SignedIn, world: World) -> None:
    answer = post(signed_in("head"), world, new_due_on=f"29 January {date.today().year + 1}")

    assert "Enter why the date moves" in answer.content.decode()
    assert not Update.objects.exists()


def test_the_second_saver_sees_both_texts_and_loses_nothing(signed_in: SignedIn, world: World) -> None:
    save_meanwhile(world)

    answer = post(signed_in("head"), world, text="My own words")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody was quicker" in page
    assert "My own words" in page
    assert Update.objects.count() == 1


def test_after_a_conflict_saving_again_keeps_both(signed_in: SignedIn, world: World) -> None:
    save_meanwhile(world)
    client = signed_in("head")
    page = post(client, world, text="My own words").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)

    answer = post(client, world, text="My own words", version=version and version.group(1))

    assert answer.status_code == 302
    assert set(Update.objects.values_list("text", flat=True)) == {"Somebody was quicker", "My own words"}


def test_a_stranger_signs_in_first_and_comes_back(world: World) -> None:
    answer = Client().get(address(world))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")
    assert address(world) in answer.headers["Location"]


@pytest.mark.parametrize(
    ("person", "status"), [("auditor", 403), ("coordinator", 403), ("sibling_head", 404), ("other_lead", 404)]
)
def test_others_are_refused(signed_in: SignedIn, world: World, person: str, status: int) -> None:
    client = signed_in(person)

    assert client.get(address(world)).status_code == status
    assert post(client, world).status_code == status
    assert not Update.objects.exists()


def test_a_withdrawn_action_says_that_it_takes_no_updates(signed_in: SignedIn, world: World) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=ActionStatus.WITHDRAWN)

    answer = post(signed_in("head"), world)

    assert answer.status_code == 409
    assert "takes no updates" in answer.content.decode()


def test_typed_markup_is_shown_as_text(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")

    answer = post(client, world, text="<script>alert(1)</script>")

    page = client.get(answer.headers["Location"]).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_blockage_is_said_in_words(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")

    answer = post(client, world, blocked_by_whom="The training team", blocked_since_on="2/11/2026")

    page = client.get(answer.headers["Location"]).content.decode()
    assert "blocked: waiting on The training team since 2 November 2026" in page
    assert "Blocked</strong>" in page


def test_an_empty_part_leaves_a_blockage_as_it_is(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")
    post(client, world, blocked_by_whom="The training team")

    post(client, world, version="2", token=str(uuid.UUID(int=2)))

    assert Action.objects.get(pk=world.actions["kirklees"].pk).blocked_by_whom == "The training team"


def test_completing_needs_words(signed_in: SignedIn, world: World) -> None:
    answer = post(signed_in("head"), world, status="completed", text="")

    assert answer.status_code == 400
    assert answer.content.decode().count("Enter what was done") == 2


def test_completing_says_what_evidence_is_missing(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")
    assert "No evidence is attached yet" in client.get(address(world)).content.decode()

    answer = post(client, world, status="completed", text="All managers briefed")

    page = client.get(answer.headers["Location"]).content.decode()
    assert "This action is completed. No evidence is attached yet" in page


def test_taking_up_a_completed_action_again_needs_words(signed_in: SignedIn, world: World) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=ActionStatus.COMPLETED)

    answer = post(signed_in("head"), world, text="")

    assert answer.status_code == 400
    assert "Enter why the action is taken up again" in answer.content.decode()

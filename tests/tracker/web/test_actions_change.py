"""Changing several actions from their list: choose, say what, check, and done."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.world import World, make_action
from tracker.choices import ActionStatus
from tracker.models import Action, Event

SignedIn = Callable[[str], Client]
ADDRESS = "/actions/change/"
NEXT_YEAR = date.today().year + 1
TOKEN = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def refs(world: World) -> list[str]:
    """Two actions that can change, and one that was withdrawn."""
    for key in ("second", "gone"):
        make_action(world, key, recommendation="kirklees", post="Head of PDU, kirklees", title=f"Keep a log ({key})")
    Action.objects.filter(pk=world.actions["gone"].pk).update(status=ActionStatus.WITHDRAWN)
    return [world.actions[key].ref for key in ("kirklees", "second", "gone")]


def post(client: Client, refs: list[str], **changes: Any) -> HttpResponse:
    given = {
        "action": refs,
        "kind": "date",
        "due_on": f"March {NEXT_YEAR}",
        "reason": "The trainer left",
        "token": TOKEN,
    }
    return client.post(ADDRESS, given | changes)


def hidden(page: str) -> dict[str, Any]:
    """What the page that shows what will change sends when it is confirmed."""
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    sent: dict[str, Any] = {name: value for name, value in pairs if name != "csrfmiddlewaretoken"}
    return sent | {"action": [value for name, value in pairs if name == "action"], "confirmed": "yes"}


def test_actions_are_ticked_in_the_list(signed_in: SignedIn, refs: list[str]) -> None:
    page = signed_in("head").get("/actions/").content.decode()

    assert f'name="action" value="{refs[0]}"' in page
    assert f'name="action" value="{refs[2]}"' not in page
    assert "Change the chosen actions" in page


def test_who_may_change_none_is_offered_nothing(signed_in: SignedIn, refs: list[str]) -> None:
    page = signed_in("auditor").get("/actions/").content.decode()

    assert "Change the chosen actions" not in page


def test_without_a_choice_the_page_says_how(signed_in: SignedIn, world: World) -> None:
    assert "You have not chosen any actions" in signed_in("head").get(ADDRESS).content.decode()


def test_what_was_chosen_is_listed(signed_in: SignedIn, world: World, refs: list[str]) -> None:
    page = signed_in("head").get(ADDRESS, {"action": [refs[0], world.actions["wigan"].ref]}).content.decode()

    assert "You have chosen 1 action" in page


def test_the_next_page_says_what_will_change_and_what_cannot(signed_in: SignedIn, refs: list[str]) -> None:
    page = post(signed_in("head"), refs).content.decode()

    assert f"2 actions will change to due March {NEXT_YEAR}" in page
    assert "1 action cannot change" in page
    assert "This action was withdrawn." in page
    assert not Event.objects.filter(verb="action.changed-together").exists()


def test_confirming_changes_them(signed_in: SignedIn, refs: list[str]) -> None:
    client = signed_in("head")
    page = post(client, refs).content.decode()

    answer = client.post(ADDRESS, hidden(page))

    assert answer.status_code == 302
    assert Action.objects.filter(due_on=date(NEXT_YEAR, 3, 31), due_precision="month").count() == 2
    assert "2 actions changed" in client.get("/actions/").content.decode()


def test_confirming_twice_changes_them_once(signed_in: SignedIn, refs: list[str]) -> None:
    client = signed_in("head")
    sent = hidden(post(client, refs).content.decode())

    answers = [client.post(ADDRESS, sent).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Event.objects.filter(verb="action.changed-together").count() == 2


def test_one_that_was_saved_meanwhile_stops_all(signed_in: SignedIn, world: World, refs: list[str]) -> None:
    client = signed_in("head")
    sent = hidden(post(client, refs).content.decode())
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(version=2)

    answer = client.post(ADDRESS, sent)

    assert answer.status_code == 409
    assert "Nothing was changed" in answer.content.decode()
    assert client.post(ADDRESS, hidden(answer.content.decode())).status_code == 302


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": ""}, "Select what to change"),
        ({"kind": "owner"}, "Select a post"),
        ({"kind": "status"}, "Select a status"),
        ({"due_on": ""}, "Enter the new due date"),
        ({"due_on": "1/1/2020"}, "must be today or later"),
        ({"reason": ""}, "Enter why these actions change"),
    ],
)
def test_a_mistake_is_named_and_keeps_the_choice(
    signed_in: SignedIn, refs: list[str], changes: dict[str, Any], message: str
) -> None:
    answer = post(signed_in("head"), refs, **changes)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert message in page
    assert f'name="action" value="{refs[1]}"' in page


def test_going_back_keeps_the_answers(signed_in: SignedIn, refs: list[str]) -> None:
    page = post(signed_in("head"), refs, back="yes").content.decode()

    assert f'value="March {NEXT_YEAR}"' in page


@pytest.mark.parametrize(
    ("query", "count"),
    [("blocked=yes", 1), ("moved=yes", 0), ("state=withdrawn", 1), ("blocked=yes&mine=yes&sort=-updated", 1)],
)
def test_the_list_filters(signed_in: SignedIn, world: World, refs: list[str], query: str, count: int) -> None:
    blocked = Action.objects.filter(pk=world.actions["second"].pk)
    blocked.update(blocked_by_whom="The training team", blocked_since_on=date(2026, 11, 2))

    page = signed_in("head").get(f"/actions/?{query}").content.decode()

    assert page.count('scope="row"') == count

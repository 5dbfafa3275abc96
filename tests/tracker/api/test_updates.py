"""Posting an update: saved once, refused in the right way, and never over somebody else's."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.response import Response
from rest_framework.test import APIClient

from tests.factories.evidence import make_evidence
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus
from tracker.models import Action, Answerable, DateChange, Event, Evidence, EvidenceUse, Update, actor_of
from tracker.operations.actions import UpdateAnswers, update_action

Clients = Callable[[str], APIClient]
KEY = str(uuid.UUID(int=7))


def post(
    client: APIClient, world: World, *, place: str = "kirklees", key: str | None = KEY, **changes: Any
) -> Response:
    body = {"version": 1, "status": "in-progress", "text": "Two briefings held"} | changes
    headers = {"Idempotency-Key": key} if key else {}
    answer: Response = client.post(f"/api/v1/actions/{world.actions[place].ref}/updates/", body, headers=headers)
    return answer


def set_status(world: World, status: ActionStatus) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=status)


def test_an_update_is_saved(api: Clients, world: World) -> None:
    answer = post(api("head"), world)

    assert answer.status_code == 201
    assert answer.json() | {"posted_at": ""} == {
        "action": world.actions["kirklees"].ref,
        "version": 2,
        "status": "in-progress",
        "text": "Two briefings held",
        "posted_by": world.people["head"].name,
        "posted_at": "",
    }
    assert Update.objects.get().text == "Two briefings held"


def test_the_same_key_and_body_is_the_same_update(api: Clients, world: World) -> None:
    first = post(api("head"), world)

    again = post(api("head"), world)

    assert (again.status_code, again.json()) == (201, first.json())
    assert Update.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Other words"},
        {"status": "completed"},
        {"new_due_on": "2027-01-05", "reason": "Leave"},
        {"place": "region"},
    ],
)
def test_the_same_key_with_another_body_is_refused(api: Clients, world: World, changes: dict[str, Any]) -> None:
    post(api("lead"), world)

    answer = post(api("lead"), world, **changes)

    assert (answer.status_code, answer.json()["code"]) == (422, "key_used")
    assert Update.objects.count() == 1


def test_a_version_that_is_behind_gets_the_action_as_it_stands(api: Clients, world: World) -> None:
    update_action(
        action=world.actions["kirklees"],
        given=UpdateAnswers(version=1, status=ActionStatus.IN_PROGRESS, text="Saved first", token=uuid.uuid4()),
        by=actor_of(world.people["lead"], on=TODAY),
        at=NOW,
    )

    answer = post(api("head"), world)

    assert (answer.status_code, answer.json()["code"]) == (409, "changed")
    assert answer.json()["current"]["version"] == 2
    assert answer.json()["current"]["last_update"]["text"] == "Saved first"
    assert Update.objects.count() == 1


@pytest.mark.parametrize(
    ("before", "to"), [(ActionStatus.WITHDRAWN, "withdrawn"), (ActionStatus.IN_PROGRESS, "not-started")]
)
def test_a_status_that_does_not_allow_it_is_a_conflict(
    api: Clients, world: World, before: ActionStatus, to: str
) -> None:
    set_status(world, before)

    answer = post(api("head"), world, status=to)

    assert (answer.status_code, answer.json()["code"]) == (409, "not_now")
    assert "current" not in answer.json()


def test_a_date_moves_with_its_reason(api: Clients, world: World) -> None:
    answer = post(api("head"), world, new_due_on="2027-02-01", new_due_precision="month", reason="Training moved")

    assert answer.status_code == 201
    moved = DateChange.objects.get()
    assert (moved.new_on.isoformat(), moved.reason) == ("2027-02-28", "Training moved")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "", "status": "not-started"}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": "\u200b", "status": "not-started"}, "text"),
        ({"new_due_on": "2027-02-01", "reason": "\u2060\u202e"}, "reason"),
        ({"text": None}, "text"),
        ({"status": "lost"}, "status"),
        ({"version": None}, "version"),
        ({"version": 0}, "version"),
        ({"new_due_on": "2027-02-30", "reason": "Leave"}, "new_due_on"),
        ({"new_due_on": "2027-02-01"}, "reason"),
        ({"new_due_on": "0001-01-01", "reason": "Leave"}, "new_due_on"),
        ({"new_due_on": "2101-01-01", "reason": "Leave"}, "new_due_on"),
        ({"blocked_since_on": "0001-01-01", "blocked_by_whom": "The courts"}, "blocked_since_on"),
        ({"reason": "Leave"}, "new_due_on"),
        ({"new_due_on": (TODAY + timedelta(days=2)).isoformat(), "reason": "Leave"}, "new_due_on"),
        ({"key": None}, "Idempotency-Key"),
        ({"key": "not a uuid"}, "Idempotency-Key"),
    ],
)
def test_what_cannot_be_saved_names_its_field(api: Clients, world: World, changes: dict[str, Any], field: str) -> None:
    answer = post(api("head"), world, **changes)

    assert (answer.status_code, answer.json()["code"]) == (400, "unacceptable")
    assert list(answer.json()["fields"]) == [field]
    assert not Update.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "x" * 1001}, "The update must be 1,000 characters or fewer"),
        ({"reason": "x" * 501}, "The reason for the new date must be 500 characters or fewer"),
        (
            {"blocked_by_whom": "x" * 201},
            "The team or organisation it is waiting on must be 200 characters or fewer",
        ),
        ({"evidence": {"link": "x" * 1001}}, "The web address must be 1,000 characters or fewer"),
        (
            {"evidence": {"link": "https://x.org", "shows": "x" * 301}},
            "The description of what it shows must be 300 characters or fewer",
        ),
    ],
)
def test_what_is_too_long_is_named_as_on_the_page(
    api: Clients, world: World, changes: dict[str, Any], message: str
) -> None:
    answer = post(api("head"), world, **changes)

    assert list(answer.json()["fields"].values()) == [[message]]


@pytest.mark.parametrize(
    ("key", "place", "status"),
    [
        ("head", "kirklees", 201),
        ("lead", "kirklees", 201),
        ("national", "wigan", 201),
        ("owner", "kirklees", 403),
        ("auditor", "kirklees", 403),
        ("coordinator", "kirklees", 403),
        ("administrator", "kirklees", 403),
        ("head", "region", 403),
        ("head", "leeds", 404),
        ("sibling_head", "kirklees", 404),
        ("lead", "wigan", 404),
    ],
)
def test_who_may_update_what(api: Clients, world: World, key: str, place: str, status: int) -> None:
    assert post(api(key), world, place=place).status_code == status


def test_a_refusal_says_who_can(api: Clients, world: World) -> None:
    answer = post(api("auditor"), world)

    assert answer.json()["code"] == "not_allowed"
    assert "Head of PDU" in answer.json()["message"]


def test_fields_that_are_not_asked_for_change_nothing(api: Clients, world: World) -> None:
    post(api("head"), world, title="Mine now", owner_post=1, posted_by=1, due_on="2030-01-01")

    action = Action.objects.get(pk=world.actions["kirklees"].pk)
    assert (action.title, action.due_on) == (world.actions["kirklees"].title, world.actions["kirklees"].due_on)


def test_an_update_asks_little_of_the_database(
    with_token: Clients, world: World, django_assert_max_num_queries: Any
) -> None:
    client = with_token("head")

    with django_assert_max_num_queries(19):  # seven of them bring what is kept for lists up to date
        assert post(client, world).status_code == 201


def test_half_a_surrogate_pair_is_refused(api: Clients, world: World) -> None:
    url = f"/api/v1/actions/{world.actions['kirklees'].ref}/updates/"
    body = r'{"version": 1, "status": "in-progress", "text": "\ud800"}'

    answer = api("head").post(url, body, content_type="application/json", headers={"Idempotency-Key": KEY})

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["text"])


LINK = {"link": "https://example.gov.uk/minutes", "shows": "Minutes of the briefing", "about_on": "2026-11-02"}


def held_for(world: World, place: str, by: str) -> Evidence:
    """A piece that is attached to the recommendation itself."""
    answerable = Answerable.objects.open().filter(answers__action=world.actions[place]).first()
    return make_evidence(world, answerable, by=by)


def attached(world: World) -> list[str]:
    uses = EvidenceUse.objects.current().filter(action=world.actions["kirklees"])
    return [use.evidence.shows for use in uses]


def test_an_update_says_whom_the_action_waits_on(api: Clients, world: World) -> None:
    answer = post(api("head"), world, blocked_by_whom="The training team", blocked_since_on="2026-11-02")

    action = Action.objects.get(pk=world.actions["kirklees"].pk)
    assert answer.status_code == 201
    assert (action.blocked_by_whom, str(action.blocked_since_on)) == ("The training team", "2026-11-02")


def test_an_update_without_a_word_of_it_leaves_the_action_blocked(api: Clients, world: World) -> None:
    post(api("head"), world, blocked_by_whom="The training team")

    post(api("head"), world, key=str(uuid.UUID(int=8)), version=2)

    assert Action.objects.get(pk=world.actions["kirklees"].pk).blocked_by_whom == "The training team"


def test_an_update_says_that_it_is_no_longer_blocked(api: Clients, world: World) -> None:
    post(api("head"), world, blocked_by_whom="The training team")

    post(api("head"), world, key=str(uuid.UUID(int=8)), version=2, blocked_by_whom="")

    action = Action.objects.get(pk=world.actions["kirklees"].pk)
    assert (action.blocked_by_whom, action.blocked_since_on) == ("", None)


def test_the_same_key_with_another_blockage_is_refused(api: Clients, world: World) -> None:
    post(api("head"), world, blocked_by_whom="The training team")

    answer = post(api("head"), world, blocked_by_whom="Somebody else")

    assert (answer.status_code, answer.json()["code"]) == (422, "key_used")


def test_an_update_brings_a_link_as_evidence(api: Clients, world: World) -> None:
    answer = post(api("head"), world, evidence=LINK)

    use = EvidenceUse.objects.get()
    assert answer.status_code == 201
    assert (use.update, use.evidence.newest.link) == (Update.objects.get(), LINK["link"])


def test_each_of_both_is_an_event(api: Clients, world: World) -> None:
    post(api("head"), world, evidence=LINK)

    events = Event.objects.about(world.actions["kirklees"].ref).values_list("verb", flat=True)
    assert {"action.updated", "evidence.added"} <= set(events)


def test_the_same_link_with_the_same_key_is_attached_once(api: Clients, world: World) -> None:
    first = post(api("head"), world, evidence=LINK)

    again = post(api("head"), world, evidence=LINK)

    assert (again.status_code, again.json()) == (201, first.json())
    assert attached(world) == [LINK["shows"]]


def test_a_used_key_takes_no_evidence_afterwards(api: Clients, world: World) -> None:
    post(api("head"), world)

    answer = post(api("head"), world, evidence=LINK)

    assert (answer.status_code, answer.json()["code"]) == (422, "key_used")
    assert attached(world) == []


def test_evidence_of_the_recommendation_is_used_once_more(api: Clients, world: World) -> None:
    piece = held_for(world, "kirklees", "head")

    answers = [post(api("head"), world, evidence={"ids": [str(piece.uid)]}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert attached(world) == [piece.shows]


def test_evidence_from_elsewhere_cannot_be_named(api: Clients, world: World) -> None:
    piece = held_for(world, "wigan", "national")

    answer = post(api("head"), world, evidence={"ids": [str(piece.uid)]})

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["evidence"])
    assert not Update.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"evidence": {}}, "evidence"),
        ({"evidence": {"ids": ["not an id"]}}, "evidence"),
        ({"evidence": "a link"}, "evidence"),
        ({"evidence": LINK | {"link": "minutes"}}, "link"),
        ({"evidence": LINK | {"shows": ""}}, "shows"),
        ({"evidence": LINK | {"about_on": None}}, "about_on"),
        ({"blocked_since_on": "2026-11-02"}, "blocked_by_whom"),
        ({"blocked_by_whom": "The team", "blocked_since_on": "2030-11-02"}, "blocked_since_on"),
    ],
)
def test_a_mistake_saves_neither(api: Clients, world: World, changes: dict[str, Any], field: str) -> None:
    answer = post(api("head"), world, **changes)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert (Update.objects.count(), EvidenceUse.objects.count()) == (0, 0)

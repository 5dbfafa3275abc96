"""Lists of the API: the same rows as the pages, filters, order, pages forwards and back, few queries."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from inspections.choices import OrganisationKind
from inspections.operations.organisations import establish
from tests.factories.world import NOW, World, make_action, make_inspection, make_recommendation
from tracker.models import Theme

Clients = Callable[[str], APIClient]


def rows(client: APIClient, room: str, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{room}/", query)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def keys_of(world: World, records: dict[str, Any], found: list[dict[str, Any]]) -> set[str]:
    by_ref = {record.ref: key for key, record in records.items()}
    return {by_ref[row["ref"]] for row in found}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("head", {"kirklees", "region"}),
        ("owner", {"kirklees", "region"}),
        ("sibling_head", {"leeds"}),
        ("other_head", {"wigan"}),
        ("lead", {"kirklees", "leeds", "region"}),
        ("other_lead", {"wigan"}),
        ("national", {"kirklees", "leeds", "region", "wigan"}),
        ("auditor", {"kirklees", "leeds", "region", "wigan"}),
    ],
)
def test_lists_follow_the_area(api: Clients, world: World, key: str, expected: set[str]) -> None:
    client = api(key)

    assert keys_of(world, world.actions, rows(client, "actions")) == expected
    assert keys_of(world, world.recommendations, rows(client, "recommendations")) == expected


def test_published_words_are_open_to_everybody(api: Clients, world: World) -> None:
    client = api("other_head")

    assert len(rows(client, "recommendations", scope="all")) == 4
    assert len(rows(client, "inspections")) == 3


def test_the_work_on_others_recommendations_is_not_in_the_list(api: Clients, world: World) -> None:
    found = rows(api("other_head"), "recommendations", scope="all", pdu="kirklees")

    assert {(row["actions_count"], row["next_due"]) for row in found} == {(0, None)}


@pytest.mark.parametrize(
    ("room", "query", "expected"),
    [
        ("actions", {"region": "manchester"}, {"wigan"}),
        ("actions", {"pdu": "leeds"}, {"leeds"}),
        ("actions", {"state": "overdue"}, set()),
        ("actions", {"state": "due-this-week"}, {"kirklees", "leeds", "region", "wigan"}),
        ("actions", {"state": "completed"}, set()),
        ("actions", {"quiet": "30"}, {"kirklees", "leeds", "region", "wigan"}),
        ("actions", {"quiet": "never"}, {"kirklees", "leeds", "region", "wigan"}),
        ("actions", {"quiet": "never", "state": "completed"}, set()),
        ("actions", {"q": "(wigan)"}, {"wigan"}),
        ("actions", {"mine": "yes"}, set()),
        ("recommendations", {"region": "manchester"}, {"wigan"}),
        ("recommendations", {"pdu": "kirklees"}, {"kirklees", "region"}),
        ("recommendations", {"state": "ended"}, set()),
        ("recommendations", {"state": "open", "q": "in Leeds"}, {"leeds"}),
        ("inspections", {"region": "yorkshire"}, {"kirklees", "leeds"}),
        ("inspections", {"rating": "good"}, set()),
        ("inspections", {"kind": "pdu", "q": "wigan"}, {"wigan"}),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_filters(api: Clients, world: World, room: str, query: dict[str, str], expected: set[str]) -> None:
    found = rows(api("national"), room, **query)

    assert keys_of(world, getattr(world, room), found) == expected


def test_recommendations_by_theme(api: Clients, world: World) -> None:
    theme = Theme.objects.create(code="planning", name="Planning", position=1)
    world.recommendations["leeds"].theme_links.create(theme=theme, is_primary=True)

    found = rows(api("lead"), "recommendations", theme="planning")

    assert keys_of(world, world.recommendations, found) == {"leeds"}
    assert found[0]["themes"] == [{"code": "planning", "name": "Planning", "is_primary": True}]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "region"}, ["manchester", "yorkshire"]),
        ({"region": "yorkshire"}, ["kirklees", "leeds", "yorkshire"]),
        ({"q": "wig"}, ["wigan"]),
        ({"kind": "pdu", "sort": "-name"}, ["wigan", "leeds", "kirklees"]),
    ],
)
def test_organisations(api: Clients, query: dict[str, str], expected: list[str]) -> None:
    assert [row["slug"] for row in rows(api("owner"), "organisations", **query)] == expected


def test_the_order_can_be_chosen(api: Clients, world: World) -> None:
    client = api("national")

    titles = [row["title"] for row in rows(client, "actions", sort="title")]

    assert titles == sorted(titles)
    assert [row["title"] for row in rows(client, "actions", sort="-title")] == titles[::-1]


def many_actions(world: World, count: int) -> None:
    for number in range(count):
        make_action(world, f"more-{number}", recommendation="kirklees", post="Head of PDU, kirklees")


def test_pages_forwards_and_back(api: Clients, world: World) -> None:
    many_actions(world, 7)
    client = api("head")

    pages = [client.get("/api/v1/actions/?page_size=4&sort=title").json()]
    while pages[-1]["next"]:
        pages.append(client.get(pages[-1]["next"]).json())
    back = [pages[-1]]
    while back[-1]["previous"]:
        back.append(client.get(back[-1]["previous"]).json())

    assert [len(page["results"]) for page in pages] == [4, 4, 1]
    assert [page["results"] for page in back[::-1]] == [page["results"] for page in pages]


def test_a_page_has_fifty_rows_unless_asked_otherwise(api: Clients, world: World) -> None:
    many_actions(world, 52)
    client = api("head")

    assert len(rows(client, "actions")) == 50
    assert len(rows(client, "actions", page_size=100)) == 54


def test_a_key_belongs_to_its_order(api: Clients, world: World) -> None:
    client = api("national")
    next_page = client.get("/api/v1/actions/?page_size=1&sort=title").json()["next"]

    answer = client.get(next_page.replace("sort=title", "sort=due"))

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["after"])


def fill(world: World, places: range) -> None:
    """A PDU with an inspection, a recommendation and an action for each number."""
    for number in places:
        key = f"place-{number}"
        world.organisations[key] = establish(
            kind=OrganisationKind.PDU, name=f"Place {number}", slug=key, parent=world.organisations["yorkshire"]
        )
        make_inspection(world, key)
        make_recommendation(world, key, inspection=key, addressee=key)
        make_action(world, key, recommendation=key, post="Regional Probation Director, yorkshire")


@pytest.mark.parametrize(
    ("room", "queries"), [("organisations", 3), ("inspections", 3), ("recommendations", 6), ("actions", 4)]
)
def test_a_list_asks_the_same_of_the_database_for_any_number_of_rows(
    with_token: Clients, world: World, django_assert_num_queries: Any, room: str, queries: int
) -> None:
    client = with_token("lead")
    fill(world, range(5))
    with django_assert_num_queries(queries):
        rows(client, room, page_size=100)
    fill(world, range(5, 60))

    with django_assert_num_queries(queries):
        found = rows(client, room, page_size=100)

    assert len(found) >= 60

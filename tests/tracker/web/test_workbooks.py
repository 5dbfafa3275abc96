"""The lists as downloads: the filtered rows, through the gate, under a name that says what they are."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from tests.factories.world import NOW, TODAY, World, make_action
from tracker import paging
from tracker.choices import Judge, Progress
from tracker.models import Judgement

SignedIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def rows_of(client: Client, address: str) -> list[tuple[Any, ...]]:
    answer = client.get(address)
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    answer.close()
    return list(book.worksheets[0].iter_rows(min_row=2, values_only=True))


def test_actions_are_those_of_the_page_and_no_others(signed_in: SignedIn, world: World) -> None:
    titles = {row[1] for row in rows_of(signed_in("head"), "/actions.xlsx")}

    assert titles == {world.actions["kirklees"].title, world.actions["region"].title}


@pytest.mark.parametrize(
    ("query", "count"),
    [("?q=kirklees", 1), ("?state=overdue", 0), ("?state=due-this-week", 3), ("?q=nothing-like-it", 0)],
)
def test_filters_hold(signed_in: SignedIn, world: World, query: str, count: int) -> None:
    assert len(rows_of(signed_in("lead"), f"/actions.xlsx{query}")) == count


def test_every_row_is_there_beyond_one_batch(
    signed_in: SignedIn, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "AT_A_TIME", 3)
    for number in range(7):
        make_action(world, f"n{number}", recommendation="kirklees", post="Head of PDU, kirklees")

    assert len(rows_of(signed_in("head"), "/actions.xlsx?sort=title")) == 9


def test_a_recommendation_outside_the_area_comes_without_its_work(signed_in: SignedIn, world: World) -> None:
    rows = {row[0]: row for row in rows_of(signed_in("other_head"), "/recommendations.xlsx?scope=all")}

    inside, outside = rows[world.recommendations["wigan"].ref], rows[world.recommendations["kirklees"].ref]
    assert (inside[15], outside[15]) == (1, 0)


def test_a_month_is_not_given_a_day(signed_in: SignedIn, world: World) -> None:
    rows = rows_of(signed_in("head"), "/inspections.xlsx")

    assert {row[2] for row in rows} == {"November 2024"}


@pytest.mark.parametrize("name", ["recommendations", "actions", "inspections"])
def test_the_file_is_named_and_served_as_excel(signed_in: SignedIn, world: World, name: str) -> None:
    answer = signed_in("head").get(f"/{name}.xlsx")
    answer.close()

    assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{name}-20')


@pytest.mark.parametrize("name", ["recommendations", "actions", "inspections"])
def test_strangers_sign_in_first(world: World, name: str) -> None:
    assert Client().get(f"/{name}.xlsx").status_code == 302


@pytest.mark.parametrize("name", ["recommendations", "actions", "inspections"])
def test_the_list_links_to_its_download_as_filtered(signed_in: SignedIn, world: World, name: str) -> None:
    page = signed_in("head").get(f"/{name}/?q=kirklees").content.decode()

    assert f"/{name}.xlsx?q=kirklees" in page


def test_the_users_of_an_administrator(signed_in: SignedIn, world: World) -> None:
    rows = {row[2]: row for row in rows_of(signed_in("administrator"), "/users.xlsx?q=kirklees")}

    head = rows["head@example.org"]
    assert head[3:6] == ("Head of PDU, Kirklees PDU", "Head of PDU, Kirklees PDU", "Open")


def test_the_queue_of_a_reviewer(signed_in: SignedIn, world: World) -> None:
    Judgement.objects.create(
        answerable=world.recommendations["kirklees"].answerables.get(),
        judge=Judge.OWNER,
        category=Progress.SOME,
        reasons="=1+1",
        dated_on=TODAY,
        made_at=NOW,
        made_by=world.people["head"],
    )

    [row] = rows_of(signed_in("lead"), "/reviews.xlsx")

    assert row[3:5] == ("Some progress", "=1+1")


@pytest.mark.parametrize(("person", "address"), [("head", "/reviews.xlsx"), ("head", "/users.xlsx")])
def test_those_who_may_not_see_the_list_may_not_download_it(
    signed_in: SignedIn, world: World, person: str, address: str
) -> None:
    assert signed_in(person).get(address).status_code == 403

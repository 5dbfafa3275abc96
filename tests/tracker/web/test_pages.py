"""Every page of the portfolio opens for the people of its area, and shows others the published part or nothing."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories.world import World
from tracker.choices import ActionStatus
from tracker.models import Action

SignedIn = Callable[[str], Client]
PEOPLE = ["owner", "head", "sibling_head", "lead", "national", "coordinator", "administrator", "auditor"]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(
    "address",
    ["/", "/recommendations/", "/recommendations/?scope=all", "/actions/", "/inspections/", "/areas/kirklees/"],
)
def test_lists_open_for_everybody_who_signed_in(signed_in: SignedIn, world: World, person: str, address: str) -> None:
    client = signed_in(person)

    answer = client.get(address if "areas" not in address else "/areas/yorkshire/kirklees/")

    assert answer.status_code == 200


def test_a_recommendation_shows_its_people_the_actions(signed_in: SignedIn, world: World) -> None:
    recommendation = world.recommendations["kirklees"]

    page = signed_in("head").get(f"/recommendations/{recommendation.ref}/").content.decode()

    assert recommendation.text in page
    assert world.actions["kirklees"].title in page


def test_a_recommendation_of_another_area_shows_only_what_was_published(signed_in: SignedIn, world: World) -> None:
    recommendation = world.recommendations["kirklees"]

    page = signed_in("other_head").get(f"/recommendations/{recommendation.ref}/").content.decode()

    assert recommendation.text in page
    assert world.actions["kirklees"].title not in page


def test_an_action_of_another_area_is_not_found(signed_in: SignedIn, world: World) -> None:
    answer = signed_in("sibling_head").get(f"/actions/{world.actions['kirklees'].ref}/")

    assert answer.status_code == 404


def test_an_inspection_shows_its_recommendations(signed_in: SignedIn, world: World) -> None:
    page = signed_in("other_head").get(f"/inspections/{world.inspections['kirklees'].ref}/").content.decode()

    assert world.recommendations["kirklees"].short_title in page


def test_the_list_of_actions_shows_what_is_open_before_what_is_done(signed_in: SignedIn, world: World) -> None:
    Action.objects.filter(pk=world.actions["region"].pk).update(status=ActionStatus.COMPLETED, due_on="2020-01-31")

    page = signed_in("head").get("/actions/").content.decode()

    assert page.index(world.actions["kirklees"].title) < page.index(world.actions["region"].title)


def test_actions_of_which_nothing_was_said_are_found_and_said_to_be_chosen(signed_in: SignedIn, world: World) -> None:
    Action.objects.exclude(pk=world.actions["leeds"].pk).update(last_update_at=timezone.now())
    client = signed_in("lead")

    page = client.get("/actions/?quiet=never").content.decode()

    assert world.actions["leeds"].title in page
    assert world.actions["kirklees"].title not in page
    assert "Updates of open actions" in page
    assert 'href="/actions.xlsx?quiet=never"' in page
    assert client.get("/actions/?quiet=nonsense").content.decode().count("Brief the managers") > page.count("Brief the")


def test_the_file_of_actions_has_those_that_the_page_has(signed_in: SignedIn, world: World) -> None:
    Action.objects.exclude(pk=world.actions["leeds"].pk).update(last_update_at=timezone.now())

    answer = signed_in("lead").get("/actions.xlsx?quiet=never&sort=updated")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]

    assert world.actions["leeds"].title in cells
    assert world.actions["kirklees"].title not in cells
    assert any("Never" in cell for cell in cells)

"""The pages that say which bodies answer for a recommendation: add, end, mistakes, and who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from inspections.models import Inspection, Organisation
from tests.factories.world import World
from tracker.models import Answerable, Recommendation

SignedIn = Callable[[str], Client]


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def address(world: World, page: str = "bodies/") -> str:
    return f"/recommendations/{world.recommendations['kirklees'].ref}/{page}"


def answering(world: World) -> set[str]:
    rows = Answerable.objects.open().of_recommendation(world.recommendations["kirklees"])
    return set(rows.values_list("organisation__slug", flat=True))


def test_a_whole_region_and_one_more_are_added_and_one_ends(world: World, signed_in: SignedIn) -> None:
    client = signed_in("coordinator")
    assert address(world) in text_of(client.get(address(world, "")))
    sent = {"groups": ["yorkshire"], "first": world.organisations["wigan"].pk, "reason": "It asks them all"}

    added = text_of(client.post(address(world), sent, follow=True))
    ending = address(world, "bodies/end/?body=leeds")
    asked = text_of(client.get(ending))
    ended = text_of(client.post(ending, {"reason": "Leeds has no such team"}, follow=True))

    assert "2 more bodies to answer" in added
    assert "It asks them all" in added
    assert "Leeds PDU no longer answers" in asked
    assert "no longer ours" in ended
    assert answering(world) == {"kirklees", "wigan"}
    assert "Leeds PDU no longer answers" in text_of(client.get(address(world, "")))


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"reason": "All of them"}, "Select a body or a whole group"),
        ({"groups": ["yorkshire"]}, "Enter why these bodies answer too"),
        ({"groups": ["yorkshire"], "reason": "X123456"}, "Remove ‘X123456’"),
    ],
)
def test_mistakes(world: World, signed_in: SignedIn, sent: dict[str, Any], message: str) -> None:
    answer = signed_in("coordinator").post(address(world), sent)

    assert (answer.status_code, message in text_of(answer)) == (400, True)
    assert answering(world) == {"kirklees"}


def test_ending_asks_why(world: World, signed_in: SignedIn) -> None:
    client = signed_in("national")
    client.post(address(world), {"groups": ["yorkshire"], "reason": "It asks them all"})

    answer = client.post(address(world, "bodies/end/?body=leeds"), {"reason": ""})

    assert (answer.status_code, "Enter why this body no longer answers" in text_of(answer)) == (400, True)


def test_of_a_company_that_has_closed_it_is_said_where_it_is_answered(world: World, signed_in: SignedIn) -> None:
    company = Organisation.objects.create(kind="crc", name="West Yorkshire CRC", slug="crc", path="/crc/")
    recommendation = world.recommendations["kirklees"]
    Recommendation.objects.filter(pk=recommendation.pk).update(addressee=company)
    Inspection.objects.filter(pk=recommendation.inspection_id).update(organisation=company)

    client = signed_in("coordinator")

    assert address(world) in text_of(client.get(address(world, "")))
    assert client.get(address(world)).status_code == 200


def test_the_only_body_cannot_end(world: World, signed_in: SignedIn) -> None:
    answer = signed_in("coordinator").get(address(world, "bodies/end/?body=kirklees"))

    assert (answer.status_code, answer["Location"]) == (302, address(world))


@pytest.mark.parametrize("person", ["head", "lead", "auditor"])
def test_who_may_not_is_offered_no_change(world: World, signed_in: SignedIn, person: str) -> None:
    client = signed_in(person)

    assert client.get(address(world)).status_code == 403
    assert address(world) not in text_of(client.get(address(world, "")))


def test_the_number_of_queries(world: World, signed_in: SignedIn, django_assert_max_num_queries: Any) -> None:
    client = signed_in("coordinator")
    client.get("/help/")

    with django_assert_max_num_queries(16):
        assert client.get(address(world)).status_code == 200

"""The pages that link a recommendation to an earlier or later one: search, compare, link, undo, and who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories import carry_over
from tests.factories.recurrence import make_earlier, make_line
from tests.factories.world import World
from tracker.models import Link, Recommendation

SignedIn = Callable[[str], Client]


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def address(one: Recommendation, page: str = "") -> str:
    return f"/recommendations/{one.ref}/{page}"


def test_one_is_found_compared_linked_and_the_link_undone(world: World, signed_in: SignedIn) -> None:
    earlier, later, client = make_earlier(world, 2019), world.recommendations["kirklees"], signed_in("coordinator")
    assert address(later, "links/new/") in text_of(client.get(address(later)))
    found = text_of(client.get(address(later, "links/new/?q=as said in 2019")))
    compare = address(later, f"links/new/?with={earlier.ref}")
    compared = text_of(client.get(compare))
    sent = {"relation": "reworded", "reason": "The report quotes it"}
    linked = text_of(client.post(compare, sent, follow=True))

    assert compare in found
    assert compared.index(f'Earlier: <a class="govuk-link" href="{address(earlier)}"') < compared.index("Later:")
    assert "Made twice since May 2019" in linked
    assert "The report quotes it" in linked
    assert "Replaces" in linked
    assert Link.objects.get().earlier == earlier

    undo = address(later, f"links/undo/?with={earlier.ref}")
    assert undo in linked
    asked = text_of(client.get(undo))
    undone = text_of(client.post(undo, {"reason": "Another team"}, follow=True))

    assert "The report quotes it" in asked
    assert "Made twice" not in undone
    assert ("Link undone" in undone, Link.objects.exists()) == (True, False)


def test_everybody_reads_in_the_timeline_what_was_linked_and_why(world: World, signed_in: SignedIn) -> None:
    earlier, later = make_earlier(world, 2019), world.recommendations["kirklees"]
    sent = {"relation": "reworded", "reason": "The report quotes it"}
    signed_in("coordinator").post(address(later, f"links/new/?with={earlier.ref}"), sent)

    for one in (earlier, later):
        page = text_of(signed_in("other_head").get(address(one)))
        assert "Link added" in page
        assert "The report quotes it" in page


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"reason": "It quotes it"}, "Select how the later one takes up the earlier one"),
        ({"relation": "split"}, "Enter why they belong together"),
        ({"relation": "split", "reason": "X123456"}, "Remove ‘X123456’"),
    ],
)
def test_mistakes_keep_the_answers(world: World, signed_in: SignedIn, sent: dict[str, str], message: str) -> None:
    earlier, later = make_earlier(world, 2019), world.recommendations["kirklees"]

    answer = signed_in("coordinator").post(address(later, f"links/new/?with={earlier.ref}"), sent)

    assert (answer.status_code, message in text_of(answer)) == (400, True)
    assert sent.get("reason", "") in text_of(answer)
    assert not Link.objects.exists()


def test_two_of_the_same_time_cannot_be_linked(world: World, signed_in: SignedIn) -> None:
    one, other = world.recommendations["kirklees"], world.recommendations["leeds"]
    client, compare = signed_in("coordinator"), address(one, f"links/new/?with={other.ref}")

    shown, sent = client.get(compare), client.post(compare, {"relation": "split", "reason": "It quotes it"})

    assert "neither is the earlier one" in text_of(shown)
    assert "Link them" not in text_of(shown)
    assert (sent.status_code, Link.objects.exists()) == (400, False)


def test_what_is_linked_is_not_offered_again(world: World, signed_in: SignedIn) -> None:
    earlier, later = make_line(world, 2019)
    client = signed_in("coordinator")

    found = text_of(client.get(address(later, f"links/new/?q={earlier.ref}")))
    sent = client.post(
        address(later, f"links/new/?with={earlier.ref}"), {"relation": "split", "reason": "It quotes it"}
    )

    assert "Linked already" in found
    assert (sent.status_code, "are linked already" in text_of(sent)) == (409, True)


def test_nothing_found_says_so(world: World, signed_in: SignedIn) -> None:
    page = signed_in("coordinator").get(address(world.recommendations["kirklees"], "links/new/?q=zebra"))

    assert "No other recommendation has these words" in text_of(page)


def test_what_a_carry_over_linked_is_corrected_there(world: World, signed_in: SignedIn) -> None:
    carry_over.make_reinspection(world)
    carry_over.decide_both(world)
    carry_over.confirm_it(world)
    held = Link.objects.select_related("earlier", "later").first()
    assert held is not None
    client, undo = signed_in("coordinator"), address(held.later, f"links/undo/?with={held.earlier.ref}")

    shown, sent = client.get(undo), client.post(undo, {"reason": "A slip"})

    assert "Correct its entry instead" in text_of(shown)
    assert (sent.status_code, Link.objects.filter(pk=held.pk).exists()) == (409, True)


def test_undoing_asks_why_and_without_a_link_leads_back(world: World, signed_in: SignedIn) -> None:
    earlier, later = make_line(world, 2019)
    client = signed_in("coordinator")

    asked = client.post(address(later, f"links/undo/?with={earlier.ref}"), {"reason": ""})
    back = client.get(address(later, f"links/undo/?with={world.recommendations['leeds'].ref}"))

    assert (asked.status_code, "Enter why this link is undone" in text_of(asked)) == (400, True)
    assert (back.status_code, back["Location"]) == (302, address(later))


@pytest.mark.parametrize("person", ["head", "lead", "national", "auditor"])
def test_who_may_not_is_refused_and_offered_nothing(world: World, signed_in: SignedIn, person: str) -> None:
    earlier, later = make_line(world, 2019)
    client = signed_in(person)
    page = text_of(client.get(address(later)))

    for name in ("new", "undo"):
        assert client.get(address(later, f"links/{name}/?with={earlier.ref}")).status_code == 403
        assert address(later, f"links/{name}/") not in page


def test_the_number_of_queries(world: World, signed_in: SignedIn, django_assert_max_num_queries: Any) -> None:
    earlier, later = make_line(world, 2019)
    client = signed_in("coordinator")
    client.get("/help/")

    for page in (f"links/new/?with={earlier.ref}", "links/new/?q=plan", f"links/undo/?with={earlier.ref}"):
        with django_assert_max_num_queries(17):
            assert client.get(address(later, page)).status_code == 200

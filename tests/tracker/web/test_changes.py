"""What changed since the last visit, on Your work and on its own page; signing in is what makes a visit."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests.factories.world import PASSWORD, World
from tracker.models import Person
from tracker.operations import history
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]


def change(world: World, times: int) -> None:
    at = timezone.now()
    Person.objects.filter(pk=world.people["head"].pk).update(last_visit_at=at - timedelta(days=1))
    for _ in range(times):
        history.record(verb="action.updated", subject=world.actions["kirklees"].ref, by=SERVICE, at=at, after={})


def sign_in(world: World) -> Person:
    person = world.people["head"]
    Client().post("/sign-in/", {"email": person.email, "password": PASSWORD})
    person.refresh_from_db()
    return person


def test_signing_in_is_a_visit(world: World) -> None:
    first = sign_in(world).visited_at

    second = sign_in(world)

    assert first is not None
    assert second.last_visit_at == first


def test_opening_pages_is_no_visit(signed_in: SignedIn, world: World) -> None:
    signed_in("head").get("/")

    world.people["head"].refresh_from_db()
    assert world.people["head"].visited_at is None


def test_your_work_shows_ten_and_leads_to_the_rest(signed_in: SignedIn, world: World) -> None:
    change(world, 12)
    client = signed_in("head")

    page = client.get("/").content.decode()

    assert page.count("Update added") == 10
    assert 'href="/changes/"' in page
    assert client.get("/changes/").content.decode().count("Update added") == 12


def test_groups_stand_in_the_order_of_need(signed_in: SignedIn, world: World) -> None:
    change(world, 1)

    page = signed_in("head").get("/").content.decode()

    places = [page.index(f'id="{name}"') for name in ("overdue", "due-this-week", "changed", "later")]
    assert places == sorted(places)


def test_without_changes_the_page_says_so(signed_in: SignedIn, world: World) -> None:
    page = signed_in("head").get("/changes/").content.decode()

    assert "Nothing has changed." in page

"""Sessions of pages: one read with their person, the same checks as Django's own, and rows that say whose they are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.factories.world import World
from tracker.models import Membership, Person, PostHolder, Session
from tracker.web.sessions import SessionStore

SignedIn = Callable[[str], Client]
HELP = "/help/"


def is_signed_in(client: Client) -> bool:
    return "Sign out" in client.get(HELP).content.decode()


@pytest.mark.parametrize(("person", "queries"), [("head", 1), ("auditor", 1), ("lead", 2), ("administrator", 2)])
def test_a_page_asks_for_session_person_roles_and_posts_at_once(
    signed_in: SignedIn, django_assert_num_queries: Any, person: str, queries: int
) -> None:
    client = signed_in(person)
    client.get(HELP)

    with django_assert_num_queries(queries):  # the second: what waits for a review, whether mail is late
        client.get(HELP)


def test_the_row_says_whose_session_it_is(signed_in: SignedIn, world: World) -> None:
    signed_in("head")

    assert Session.objects.get().person == world.people["head"]


def test_signing_out_leaves_no_row(signed_in: SignedIn) -> None:
    signed_in("head").post("/sign-out/")

    assert not Session.objects.exists()


def test_a_new_key_keeps_the_session_and_its_person(signed_in: SignedIn, world: World) -> None:
    key = signed_in("head").cookies["sessionid"].value
    store = SessionStore(key)

    store.cycle_key()

    assert store.session_key != key
    assert Session.objects.get().pk == store.session_key
    assert Session.objects.get().person == world.people["head"]
    assert store[SESSION_KEY] == str(world.people["head"].pk)


def change_password(person: Person) -> None:
    person.set_password("another password of somebody")
    person.save()


def sign_out_everywhere(person: Person) -> None:
    person.sign_outs += 1
    person.save()


def close(person: Person) -> None:
    person.is_active = False
    person.save()


@pytest.mark.parametrize("change", [change_password, sign_out_everywhere, close])
def test_a_session_ends_with_what_it_was_opened_by(
    signed_in: SignedIn, world: World, change: Callable[[Person], None]
) -> None:
    client = signed_in("head")
    was = is_signed_in(client)

    change(world.people["head"])

    assert (was, is_signed_in(client)) == (True, False)


def test_a_session_of_an_older_secret_key_goes_on(signed_in: SignedIn, settings: Any) -> None:
    client = signed_in("head")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer one" * 5

    # What a session holds is signed with the key too, and Django reads it with the older ones.
    assert is_signed_in(client)
    assert is_signed_in(client)


def test_roles_and_posts_are_read_anew_for_each_page(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")
    before = client.get("/").wsgi_request.actor
    Membership.objects.filter(person=world.people["head"]).delete()
    PostHolder.objects.filter(person=world.people["head"]).delete()
    after = client.get("/").wsgi_request.actor

    assert (len(before.grants), len(before.post_ids)) == (1, 1)
    assert (after.grants, after.post_ids) == ((), frozenset())


def test_expired_rows_are_cleared(signed_in: SignedIn) -> None:
    signed_in("head")
    signed_in("lead")
    Session.objects.filter(person__name__startswith="Head").update(expire_date=timezone.now() - timedelta(days=1))

    call_command("clearsessions")

    assert Session.objects.count() == 1

"""Signing in and out: who may, what is said, where it leads, and how often one may try."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from redis.exceptions import ConnectionError as RedisIsDown

from tests.factories.world import NOW, PASSWORD, World
from tracker.models import Person
from tracker.web.views.sign_in import REFUSED, TOO_MANY

HEAD = "head@example.org"


@pytest.fixture(autouse=True)
def no_earlier_tries(db: None, settings: Any) -> None:
    """A corner of the shared cache for this test alone; clearing it would empty Redis for everybody."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": f"test-{uuid4().hex}"}}


def sign_in(client: Client, email: str = HEAD, password: str = PASSWORD, **headers: Any) -> Any:
    return client.post("/sign-in/", {"email": email, "password": password}, **headers)


@pytest.mark.parametrize("email", [HEAD, "HEAD@example.org", "  head@example.org "])
def test_an_account_signs_in_whatever_the_case_of_its_email(world: World, client: Client, email: str) -> None:
    response = sign_in(client, email)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(world.people["head"].pk)


@pytest.mark.parametrize(
    ("email", "password"),
    [(HEAD, "wrong"), ("nobody@example.org", PASSWORD), ("disabled@example.org", PASSWORD), (HEAD, PASSWORD + " ")],
)
def test_every_refusal_reads_the_same(world: World, client: Client, email: str, password: str) -> None:
    response = sign_in(client, email, password)

    assert response.status_code == 200
    assert response.content.decode().count(REFUSED) == 2
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("debug", "status"), [(True, 302), (False, 200)])
def test_demo_accounts_sign_in_with_debug_alone(
    world: World, client: Client, settings: Any, debug: bool, status: int
) -> None:
    settings.DEBUG = debug
    Person.objects.filter(email=HEAD).update(is_demo=True)

    response = sign_in(client)

    assert response.status_code == status


def test_the_password_is_never_sent_back(world: World, client: Client) -> None:
    response = sign_in(client, password="wrong-and-secret")

    assert "wrong-and-secret" not in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/recommendations/?region=a&sort=-due", "/recommendations/?region=a&sort=-due"),
        ("", "/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver/help/", "http://testserver/help/"),
    ],
)
def test_sign_in_leads_to_the_page_asked_for_on_this_host(
    world: World, client: Client, asked: str, led_to: str
) -> None:
    client.get("/sign-in/", {"next": asked})

    response = sign_in(client)

    assert response.headers["Location"] == led_to


def test_the_page_asked_for_survives_a_wrong_password_and_is_used_once(world: World, client: Client) -> None:
    client.get("/sign-in/", {"next": "/help/"})
    sign_in(client, password="wrong")

    first = sign_in(client)
    second = sign_in(client)

    assert [first.headers["Location"], second.headers["Location"]] == ["/help/", "/"]


def test_somebody_signed_in_is_led_on(signed_in: Callable[[str], Client]) -> None:
    response = signed_in("head").get("/sign-in/", {"next": "/help/"})

    assert response.headers["Location"] == "/help/"


def test_the_eleventh_try_is_refused_even_with_the_right_password(world: World, client: Client) -> None:
    for _ in range(10):
        sign_in(client, password="wrong")

    response = sign_in(client)

    assert response.status_code == 429
    assert TOO_MANY in response.content.decode()


def test_tries_of_another_account_or_address_do_not_count(world: World, client: Client) -> None:
    for _ in range(10):
        sign_in(client, password="wrong")

    assert sign_in(client, "lead@example.org").status_code == 302
    assert sign_in(Client(), HEAD, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_unknown_accounts_are_limited_like_known_ones(client: Client) -> None:
    statuses = [sign_in(client, "nobody@example.org").status_code for _ in range(11)]

    assert statuses == [200] * 10 + [429]


def test_a_sign_in_that_works_gives_the_tries_back(world: World, client: Client) -> None:
    for _ in range(9):
        sign_in(client, password="wrong")
    sign_in(client)

    statuses = [sign_in(Client(), password="wrong").status_code for _ in range(10)]

    assert statuses == [200] * 10


def test_tries_come_back_after_15_minutes(world: World, client: Client, local_cache: None) -> None:
    with time_machine.travel(NOW, tick=False):
        for _ in range(10):
            sign_in(client, password="wrong")

    with time_machine.travel(later(minutes=14), tick=False):
        assert sign_in(client).status_code == 429
    with time_machine.travel(later(minutes=16), tick=False):
        assert sign_in(client).status_code == 302


def test_people_can_sign_in_while_the_cache_is_down(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.web.sign_in.cache", CacheThatIsDown())

    assert sign_in(client).status_code == 302


def test_sign_out_ends_the_session_and_says_so(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("head")

    response = client.post("/sign-out/", follow=True)

    assert "You have signed out" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_link_cannot_sign_somebody_out(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("head")

    response = client.get("/sign-out/")

    assert response.status_code == 405
    assert "_auth_user_id" in client.session


def test_a_disabled_person_is_signed_out_at_once_and_told_why(world: World, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("head")
    Person.objects.filter(email=HEAD).update(is_active=False)

    response = client.get("/sign-in/", follow=True)

    assert "Your access to this service has been removed" in response.content.decode()


def test_a_session_that_ran_out_is_explained_at_sign_in(client: Client) -> None:
    client.cookies["sessionid"] = "a-session-that-is-gone-0123456789"

    response = client.get("/sign-in/")

    assert "You did nothing in the service for 30 minutes" in response.content.decode()


@pytest.fixture
def local_cache(settings: Any) -> None:
    """Redis keeps its own time, so the passing of time is tested with a cache that reads ours."""
    name = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": name, "LOCATION": uuid4().hex}}


class CacheThatIsDown:
    def add(self, *args: Any, **kwargs: Any) -> bool:
        raise RedisIsDown

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        raise RedisIsDown


def later(*, minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)

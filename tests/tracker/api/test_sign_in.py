"""Signing in to the API: sessions with their CSRF token, tokens, and accounts that may not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.middleware.csrf import get_token
from django.test import RequestFactory
from rest_framework.test import APIClient

from tests.factories.world import World
from tracker.api.sign_in import PersonThrottle
from tracker.models import Person

ACTIONS = "/api/v1/actions/"
Clients = Callable[[str], APIClient]


def test_a_stranger_is_asked_to_sign_in(db: None) -> None:
    answer = APIClient().get(ACTIONS)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"
    assert answer.json()["code"] == "not_authenticated"


def test_a_session_signs_in(api: Clients) -> None:
    assert api("head").get(ACTIONS).status_code == 200


def test_a_token_signs_in(with_token: Clients) -> None:
    answer = with_token("head").get(ACTIONS)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_unknown_token_does_not(db: None) -> None:
    answer = APIClient(HTTP_AUTHORIZATION="Token 0123456789").get(ACTIONS)

    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")


def test_the_token_of_a_closed_account_does_not(with_token: Clients, world: World) -> None:
    client = with_token("head")
    Person.objects.filter(pk=world.people["head"].pk).update(is_active=False)

    assert client.get(ACTIONS).status_code == 401


@pytest.mark.parametrize(("debug", "expected"), [(True, 200), (False, 401)])
def test_demo_accounts_have_no_token_outside_the_demo(
    with_token: Clients, world: World, settings: Any, debug: bool, expected: int
) -> None:
    Person.objects.filter(pk=world.people["head"].pk).update(is_demo=True)
    settings.DEBUG = debug

    assert with_token("head").get(ACTIONS).status_code == expected


def test_a_session_writes_only_with_its_csrf_token(world: World) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(world.people["head"])
    url = f"{ACTIONS}{world.actions['kirklees'].ref}/updates/"
    request = RequestFactory().get("/")
    token = get_token(request)
    client.cookies["csrftoken"] = token

    without = client.post(url, {})
    with_it = client.post(url, {}, HTTP_X_CSRFTOKEN=token)

    assert (without.status_code, without.json()["code"]) == (403, "permission_denied")
    assert with_it.status_code == 400


def test_too_many_requests_are_told_to_wait(api: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PersonThrottle, "rate", "2/min", raising=False)
    client = api("head")

    answers = [client.get(ACTIONS) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "throttled"
    assert 0 < int(answers[2].headers["Retry-After"]) <= 61

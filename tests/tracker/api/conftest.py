"""Clients of the API: signed in by session or by token, and requests counted in a cache of the test's own."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests.factories.world import World


@pytest.fixture(autouse=True)
def own_cache(settings: Any, request: pytest.FixtureRequest) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": request.node.nodeid,
        }
    }


@pytest.fixture
def api(world: World) -> Callable[[str], APIClient]:
    """`api("head")` is a client of that person of the cast, signed in by session."""

    def client_of(key: str) -> APIClient:
        client = APIClient()
        client.force_login(world.people[key])
        return client

    return client_of


@pytest.fixture
def with_token(world: World) -> Callable[[str], APIClient]:
    """`with_token("head")` is a client with that person's token."""

    def client_of(key: str) -> APIClient:
        token = Token.objects.create(user=world.people[key])
        return APIClient(HTTP_AUTHORIZATION=f"Token {token.key}")

    return client_of

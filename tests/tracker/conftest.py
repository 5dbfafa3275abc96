"""The cast for the tracker's tests: `world` has everybody and everything, `signed_in(key)` a client per person."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def signed_in(world: World) -> Callable[[str], Client]:
    """`signed_in("head")` is a client of that person of the cast."""

    def client_of(key: str) -> Client:
        client = Client()
        client.force_login(world.people[key])
        return client

    return client_of

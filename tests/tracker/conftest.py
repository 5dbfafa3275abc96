"""The cast for the tracker's tests: `world` has everybody and everything, `signed_in(key)` a client per person."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.post_office import PostOffice, open_post_office
from tests.factories.world import NOW, World, make_world
from tracker.choices import ActionStatus
from tracker.models import Action, Person


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


@pytest.fixture
def cast(world: World) -> World:
    """Everybody has signed in, and nothing is due for anybody."""
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    Action.objects.update(status=ActionStatus.WITHDRAWN)
    return world


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """A mail server of the test's own, to which everything goes."""
    with open_post_office(settings) as office:
        yield office

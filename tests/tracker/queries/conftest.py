"""What the tests of queries share: `acting("head")` is that person of the cast as the gate sees them today."""

from collections.abc import Callable

import pytest

from tests.factories.world import TODAY, World
from tracker.models import actor_of
from tracker.rules.access import Actor


@pytest.fixture
def acting(world: World) -> Callable[[str], Actor]:
    return lambda key: actor_of(world.people[key], on=TODAY)

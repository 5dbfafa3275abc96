"""What the tests of these queries share: `staff` is the cast, all of whom have signed in, so that they can be told."""

from datetime import timedelta

import pytest

from tests.factories.world import NOW, World
from tracker.models import Person


@pytest.fixture
def staff(world: World) -> World:
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    return world

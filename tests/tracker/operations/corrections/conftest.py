"""Everybody of the cast has signed in, so that they can be told."""

from datetime import timedelta

import pytest

from tests.factories.world import NOW, World
from tracker.models import Person


@pytest.fixture(autouse=True)
def everybody_can_be_told(world: World) -> None:
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))

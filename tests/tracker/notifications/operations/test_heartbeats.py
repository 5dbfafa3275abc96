"""Signs of life: one row for each component, written over, that say nothing about anybody."""

from typing import Any

import pytest

from tests.factories.mail_days import MINUTE
from tests.factories.world import NOW, TODAY, World
from tracker.errors import NotAllowed
from tracker.models import Event, actor_of
from tracker.notifications.models import Heartbeat
from tracker.notifications.operations.heartbeats import beat
from tracker.notifications.rules.heartbeats import Component


def test_one_row_for_each_component(db: None) -> None:
    for minutes in range(3):
        beat(component="relay", at=NOW + minutes * MINUTE, detail=f"beat {minutes}")
    beat(component=Component.WEB, at=NOW)

    assert set(Heartbeat.objects.values_list("component", "beat_at", "detail")) == {
        ("relay", NOW + 2 * MINUTE, "beat 2"),
        ("web", NOW, ""),
    }


def test_it_costs_one_query_and_leaves_no_event(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        beat(component="worker", at=NOW, detail="x" * 300)

    assert (len(Heartbeat.objects.get().detail), Event.objects.count()) == (200, 0)


def test_a_component_that_there_is_not_is_no_sign_of_life(db: None) -> None:
    with pytest.raises(ValueError, match="printer"):
        beat(component="printer", at=NOW)


def test_a_person_is_no_component(world: World) -> None:
    with pytest.raises(NotAllowed):
        beat(component="web", at=NOW, by=actor_of(world.people["administrator"], on=TODAY))

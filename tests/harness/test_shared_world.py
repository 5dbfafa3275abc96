"""A world that several tests share is as it was made for each of them, and only those share it that may."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from tests.factories.world import World
from tests.harness import kept_world
from tests.harness.shared_world import takes_the_world
from tracker.models import Action


@pytest.fixture
def world(db: None) -> World:
    from tests.factories.world import make_world

    return make_world()


def test_the_first_one_makes_it(world: World) -> None:
    """From here on its rows may be there already."""
    assert Action.objects.count() == 4


@pytest.mark.parametrize("time", [1, 2, 3])
def test_nothing_that_another_did_is_there(world: World, time: int) -> None:
    assert kept_world.shared, "the rows are there for several tests"
    assert set(Action.objects.values_list("status", flat=True)) == {"not-started"}
    assert world.actions["kirklees"].title == "Brief the managers on second checks (kirklees)"

    Action.objects.update(status="in-progress")
    world.actions["kirklees"].title = f"Something else, {time}"


@pytest.mark.parametrize("time", [1, 2])
def test_a_connection_that_a_test_closed_is_opened_for_the_next(world: World, time: int) -> None:
    """A streamed answer does so at its end (django.db.close_old_connections)."""
    assert Action.objects.count() == 4

    connection.close()


@pytest.mark.django_db
def test_without_the_world_there_are_no_rows() -> None:
    assert not kept_world.shared
    assert not Action.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_stands_in_no_transaction() -> None:
    assert not connection.in_atomic_block
    assert not Action.objects.exists()


def item(*names: str, scope: str = "function", module: str = "tests.conftest", **mark: Any) -> Any:
    """A test with these fixtures, all of one scope."""
    fixture = SimpleNamespace(scope=scope, func=SimpleNamespace(__module__=module))
    return SimpleNamespace(
        fixturenames=names,
        iter_markers=lambda name: [SimpleNamespace(kwargs=mark)],
        _fixtureinfo=SimpleNamespace(name2fixturedefs={name: [fixture] for name in names}),
    )


@pytest.mark.parametrize(
    ("asked", "takes"),
    [
        (item("world"), True),
        (item("signed_in", "world", "db"), True),
        (item("db"), False),
        (item("world", "transactional_db"), False),
        (item("world", "live_server"), False),
        (item("world", "django_db_reset_sequences"), False),
        (item("world", transaction=True), False),
        (item("world", scope="module"), False),
        (item("world", scope="class"), False),
        (item("world", scope="class", module="pytest_django.plugin"), True),
        (item("world", scope="session"), True),
    ],
)
def test_who_takes_it(asked: Any, takes: bool) -> None:
    assert takes_the_world(asked) is takes

"""Holds the stairs of the house: modules look down, never up, and doors never open into each other."""

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.house import APPS, DOORS, app_of, floor_of, is_pure, modules, room_of, storey_of, tree

# Words of Django's that read no database: fine for the pure floors and below.
PURE_MAY_IMPORT = ("django.db.models.TextChoices",)


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Return the dotted names a module imports, each `from a import b` as a.b."""
    seen: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            seen += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name"
            seen += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(seen)


def offences(offends: Callable[[str, str], bool]) -> list[str]:
    """Return 'importer -> imported' for each import between our modules, or to Django, that offends."""
    return [f"{name} -> {seen}" for name, path in modules() for seen in imports_of(path) if offends(name, seen)]


def test_every_module_stands_on_a_floor():
    lost = [name for name, _ in modules() if app_of(name) != "config" and "." in name and floor_of(name) is None]

    assert lost == []


def test_every_module_of_notifications_stands_on_a_storey():
    inside = [name for name, _ in modules() if name.startswith("tracker.notifications.")]

    assert [name for name in inside if storey_of(name) is None] == []


def test_apps_look_down():
    upwards = offences(lambda name, seen: app_of(seen) in APPS and APPS.index(app_of(seen)) < APPS.index(app_of(name)))

    assert upwards == []


def test_floors_look_down():
    def climbs(name, seen):
        floors = floor_of(name), floor_of(seen)
        return app_of(name) == app_of(seen) and None not in floors and floors[0] < floors[1]

    assert offences(climbs) == []


def test_storeys_look_down():
    def climbs(name, seen):
        storeys = storey_of(name), storey_of(seen)
        return None not in storeys and storeys[0] < storeys[1]

    assert offences(climbs) == []


def test_a_lower_app_is_entered_below_its_doors():
    assert offences(lambda name, seen: app_of(name) != app_of(seen) == "inspections" and room_of(seen) in DOORS) == []


def test_doors_do_not_open_into_each_other():
    def crosses(name, seen):
        both = {room_of(name), room_of(seen)} <= DOORS and app_of(seen) in APPS
        return both and room_of(name) != room_of(seen)

    assert offences(crosses) == []


def test_rules_and_reader_are_pure():
    def reaches_out(name, seen):
        of_django = seen.startswith(("django.", "rest_framework", "celery")) and seen not in PURE_MAY_IMPORT
        return is_pure(name) and of_django

    assert offences(reaches_out) == []


def test_no_model_is_fetched_by_its_name():
    """It would hide a circle; migrations, which must do so, stand apart."""
    hidden = [
        f"{name}:{node.lineno}"
        for name, path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_model"
    ]

    assert hidden == []


@pytest.mark.parametrize("clock", ["now", "today", "utcnow", "localdate", "localtime"])
def test_only_doors_read_the_clock(clock):
    readers = [
        f"{name}:{node.lineno}"
        for name, path in modules()
        if (floor_of(name) or 0) < 8 and app_of(name) != "config"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == clock
        and not node.args
    ]

    assert readers == []

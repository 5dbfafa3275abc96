"""Holds the stairs of the house: modules look down, never up, and doors never open into each other."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "tracker", "inspections")
# Lower floors first. What is not named here (apps, migrations, data, admin) belongs to no floor.
FLOORS = {
    "choices": 0, "errors": 0, "request_ids": 0,
    "rules": 1, "reader": 1,
    "models": 2,
    "queries": 3, "data": 0,
    "operations": 4, "notifications": 5, "sample_data": 6, "documents": 7,
    "web": 8, "api": 8, "tasks": 8, "management": 8,
}  # fmt: skip
PURE = {"rules", "reader"}
DOORS = {room for room, floor in FLOORS.items() if floor == 8}
# Words of Django's that read no database: fine for the pure floors and below.
PURE_MAY_IMPORT = ("django.db.models.TextChoices",)


@cache
def parsed(path):
    """Return the tree of a file, which most tests here walk through."""
    return ast.parse(path.read_text())


def modules():
    """Every module of the house with its dotted name."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                yield name, path


@cache
def imports_of(path):
    """The dotted names a module imports, each `from a import b` as a.b."""
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def app_of(name):
    return name.split(".")[0]


def room_of(name):
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def offences(offends):
    """'importer -> imported' for each import between our modules, or to Django, that offends."""
    return [f"{name} -> {seen}" for name, path in modules() for seen in imports_of(path) if offends(name, seen)]


def test_apps_look_down():
    upwards = offences(lambda name, seen: app_of(seen) in APPS and APPS.index(app_of(seen)) < APPS.index(app_of(name)))

    assert upwards == []


def test_floors_look_down():
    def climbs(name, seen):
        same_app = app_of(name) == app_of(seen)
        floors = FLOORS.get(room_of(name)), FLOORS.get(room_of(seen))
        return same_app and None not in floors and floors[0] < floors[1]

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
        return room_of(name) in PURE and of_django

    assert offences(reaches_out) == []


@pytest.mark.parametrize("clock", ["now", "today", "utcnow", "localdate", "localtime"])
def test_only_doors_read_the_clock(clock):
    readers = [
        f"{name}:{node.lineno}"
        for name, path in modules()
        if FLOORS.get(room_of(name), 8) < 8
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == clock
        and not node.args
    ]

    assert readers == []

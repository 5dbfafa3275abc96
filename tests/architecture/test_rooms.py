"""Holds the rooms of the house: their names, their size, a page at the door of each, and no name twice on a floor."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests.architecture.house import APPS, ROOT, app_of, classes, modules, tree

MOST_MODULES = 35
# Page names are the address book: these rooms stay flat, however long.
FLAT = ("tracker/web/views", "tracker/web/forms")
# Words that the glossary has retired: no room is named so any more.
RETIRED = frozenset({"claims", "assurance", "portfolio", "passing_on", "outbox", "kept_answers", "chains", "emails"})
# Django asks for these names in many places.
MAY_REPEAT = frozenset({"Command", "Meta"})


def packages() -> list[Path]:
    """Return the folder of every package of the house; commands, migrations and folders of data apart."""
    folders = {path.parent for _, path in modules() if path.name == "__init__.py"}
    return sorted(folder for folder in folders if not {"commands", "management", "data"} & set(folder.parts))


def modules_in(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.py") if path.name != "__init__.py"]


def name_of(folder: Path) -> str:
    return str(folder.relative_to(ROOT))


def test_no_room_is_crowded():
    crowded = {
        name_of(folder): len(modules_in(folder))
        for folder in packages()
        if name_of(folder) not in FLAT and len(modules_in(folder)) > MOST_MODULES
    }

    assert crowded == {}


@pytest.mark.parametrize("folder", packages(), ids=name_of)
def test_every_package_has_a_page_at_its_door(folder: Path):
    if name_of(folder) in APPS:
        return  # docs/architecture.md is the page of the apps themselves
    page = folder / "README.md"

    assert page.exists(), f"{name_of(folder)}: write what lives here, its way in, and what it never does"
    words = page.read_text()
    assert "never" in words.lower()
    assert 30 <= len(words.split()) <= 400


def test_no_room_has_a_retired_name():
    folders = {part for _, path in modules() for part in path.relative_to(ROOT).with_suffix("").parts}
    templates = {part for path in (ROOT / "templates").rglob("*") for part in path.relative_to(ROOT).parts}

    assert (folders | templates) & RETIRED - {"emails"} == set()


def test_a_class_name_stands_once_on_a_floor():
    homes: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name, path in modules():
        room = next((part for part in reversed(name.split(".")[1:3]) if part in ("rules", "models", "queries")), "")
        for node in classes(path):
            homes[app_of(name), room or ".".join(name.split(".")[1:2]), node.name].append(name)

    twice = {key: places for key, places in homes.items() if len(places) > 1 and key[2] not in MAY_REPEAT}
    assert twice == {}


def test_no_function_is_called_only_of():
    nameless = [
        f"{name}:{node.lineno}"
        for name, path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name == "of"
    ]

    assert nameless == []

"""Holds that tests mirror the code: a module that works something out has a test of its name under the same path."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.house import ROOT, modules, tree

ROOMS = frozenset({"forms", "models", "operations", "queries", "rules"})
# Modules without a test of their name, and why there is nothing to test.
WORKS_NOTHING_OUT = {
    "tracker/models/theme.py": "a table of names",
    "tracker/rules/intake/theme_words.py": "words, which test_themes.py tries",
    "tracker/rules/intake/title_words.py": "words, which test_titles.py tries",
    "tracker/rules/intake/rows.py": "the shapes of rows that review.py fills",
}
OURS = [model for app in ("inspections", "tracker") for model in apps.get_app_config(app).get_models()]


def mirrored() -> list[Path]:
    """Return the modules of those rooms, from the root of the repository; what a package only passes on apart."""
    paths = [path.relative_to(ROOT) for name, path in modules() if ROOMS & set(name.split(".")[1:-1])]
    return [path for path in paths if path.name != "__init__.py"]


def mirror_of(path: Path) -> Path:
    """Return the test of a module: 'tests/tracker/rules/test_access.py' of 'tracker/rules/access.py'."""
    return Path("tests") / path.parent / f"test_{path.name}"


def home_of(model: type) -> Path:
    """Return 'tracker/models/post.py' of the model of posts."""
    return Path(*model.__module__.split(".")).with_suffix(".py")


@pytest.mark.parametrize("path", mirrored(), ids=str)
def test_each_module_has_a_test_of_its_name(path: Path):
    test = mirror_of(path)

    assert (ROOT / test).exists() or str(path) in WORKS_NOTHING_OUT, f"write {test}, or say why it works nothing out"


def test_every_room_of_both_apps_is_looked_at():
    rooms = {str(path.parent) for path in mirrored()}

    assert {"tracker/models", "tracker/rules/intake", "tracker/web/forms", "inspections/models"} <= rooms
    assert {"tracker/notifications/queries", "tracker/queries", "inspections/operations"} <= rooms


def test_whatever_is_let_off_exists_and_has_no_test():
    let_off = [Path(name) for name in WORKS_NOTHING_OUT]

    assert set(let_off) <= set(mirrored())
    assert [str(path) for path in let_off if (ROOT / mirror_of(path)).exists()] == []


def test_a_package_works_nothing_out_itself():
    doors = [path for name, path in modules() if path.name == "__init__.py" and ROOMS & set(name.split(".")[1:])]

    busy = [
        str(path.relative_to(ROOT))
        for path in doors
        if any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree(path).body)
    ]

    assert len(doors) > 5
    assert busy == []


@pytest.mark.parametrize(
    ("model", "constraint"),
    [
        pytest.param(model, constraint.name, id=constraint.name)
        for model in OURS
        for constraint in model._meta.constraints
    ],
)
def test_each_constraint_has_a_row_that_it_refuses(model: type, constraint: str):
    test = ROOT / mirror_of(home_of(model))

    assert f'"{constraint}"' in test.read_text(), f"show in {test.relative_to(ROOT)} what it refuses"

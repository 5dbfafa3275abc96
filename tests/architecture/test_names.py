"""Holds that a variable is named for what it holds: no loop, comprehension, lambda or assignment gives an empty name.

Fields of a class are columns or facts with a name of their own, and a parameter may be a word of English grammar
(`noun(count, one, many)`): neither is held here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import APPS, ROOT

EMPTY = {"each", "found", "item", "one", "thing"}
ROOMS = (*APPS, "scripts", "benchmarks")


def files() -> dict[str, Path]:
    """Return every file that is held, by its name from the root."""
    paths = {path.relative_to(ROOT).as_posix(): path for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    return dict(sorted(paths.items()))


def given(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, name) of each name that a module gives, parameters of functions and fields of classes apart."""
    module = ast.parse(source)
    fields = {
        node
        for owner in ast.walk(module)
        if isinstance(owner, ast.ClassDef)
        for statement in owner.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for node in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in fields:
            yield node.lineno, node.id
        elif isinstance(node, ast.Lambda):
            yield from (
                (node.lineno, argument.arg) for argument in ast.walk(node.args) if isinstance(argument, ast.arg)
            )


def faults_in(source: str) -> list[tuple[int, str]]:
    """Return (line, name) of each name that says nothing."""
    return sorted((line, name) for line, name in given(source) if name in EMPTY)


def test_names_say_what_they_hold():
    assert [
        f"{name}:{line} {fault}"
        for name, path in files().items()
        for line, fault in faults_in(path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        "for each in rows: pass",
        "for place, one in enumerate(rows): pass",
        "[each for each in rows]",
        "{each.pk: each for each in rows}",
        "sorted(rows, key=lambda each: each.pk)",
        "found = rows.first()",
        "found: list[int] = []",
        "first, *thing = rows",
        "if (found := rows.first()): pass",
        "with open(path) as item: pass",
        "class Door:\n    def find(self):\n        found = self.rows\n        return found",
    ],
)
def test_an_empty_name_is_found(source):
    assert faults_in(source)


@pytest.mark.parametrize(
    "source",
    [
        "for action in actions: pass",
        "class Check(Model):\n    found = TextField()\n    item: Item | None = None",
        "def noun(count, one, many): return one if count == 1 else many",
        "self.found = rows.found",
        "record(found=words)",
    ],
)
def test_fields_parameters_and_names_that_say_something_pass(source):
    assert not faults_in(source)

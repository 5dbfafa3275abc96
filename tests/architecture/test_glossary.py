"""The names in code that docs/glossary.md gives are names in code."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "inspections", "tracker")
ROW = re.compile(r"^\|([^|]*)\|([^|]*)\|([^|]*)\|$", re.M)
IN_TICKS = re.compile(r"`([^`]+)`")


@cache
def names_in_code():
    """Every name that the code defines: modules, classes, functions, columns, members and constants."""
    names = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            names |= {path.stem, path.parent.name}
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                    names.add(node.name)
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    names.add(node.id)
    return names


def unknown(text):
    """The names of a glossary's third column of which some part is no name in code."""
    given = [name for _, _, names in ROW.findall(text) for name in IN_TICKS.findall(names)]
    return [name for name in given if not set(re.split(r"[./]", name)) <= names_in_code()]


def test_names_of_the_glossary_are_names_in_code():
    missing = unknown((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))

    assert missing == [], "docs/glossary.md gives names that the code does not have"


def test_each_word_has_one_meaning():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

    words = [word.strip() for words, _, _ in ROW.findall(text) for word in words.split(",")]
    twice = {word for word in words if words.count(word) > 1} - {"Word", "---"}

    assert twice == set()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| action | A step | `Action` |", []),
        ("| digest | An email | `MessageKind.DIGEST`, `rules/ladder` |", []),
        ("| gone | Nothing | `NoSuchName` |", ["NoSuchName"]),
        ("| gone | Nothing | `Action.NO_SUCH_MEMBER` |", ["Action.NO_SUCH_MEMBER"]),
        ("| old | new |", []),
    ],
)
def test_names_that_are_missing_are_found(row, expected):
    assert unknown(row) == expected

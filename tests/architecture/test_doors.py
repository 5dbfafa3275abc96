"""Holds the doors to their three things: translate the request, make one call, translate the answer or refusal."""

import ast
import inspect
from pathlib import Path

import tracker.errors

ROOT = Path(__file__).resolve().parents[2]
VIEWS = sorted((ROOT / "tracker" / "web" / "views").glob("*.py"))
# What may be caught in a view: troubles of the machine, which are no refusals.
TROUBLES = {"OSError", "DatabaseError"}


def caught_in(path):
    """(place, name) of each kind of exception that a module catches; a bare `except` is 'everything'."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            yield from ((f"{path.stem}:{node.lineno}", ast.unparse(kind) if kind else "everything") for kind in kinds)


def test_no_view_catches_a_refusal():
    caught = [f"{place} {name}" for path in VIEWS for place, name in caught_in(path) if name not in TROUBLES]

    assert caught == []


def test_troubles_are_no_refusals():
    refusals = {name for name, _ in inspect.getmembers(tracker.errors, inspect.isclass)}

    assert TROUBLES & refusals == set()

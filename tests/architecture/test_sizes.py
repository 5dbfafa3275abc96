"""Holds the size and the front line of files and functions."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("config", "inspections", "tracker", "scripts", "benchmarks", "tests")
CODE = [
    path
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts and path.read_text().strip()
]
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50
MOST_LINES_OF_A_VIEW = 20
MOST_LINES_OF_AN_OPERATION = 40
FORBIDDEN_NAMES = {"utils", "helpers", "services", "managers"}


@cache
def parsed(path):
    """Return the tree of a file, which most tests here walk through."""
    return ast.parse(path.read_text())


def name(path):
    return str(path.relative_to(ROOT))


def functions(paths):
    """(place, lines of the body without its docstring) of each function; decorators and signature do not count."""
    for path in paths:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = body[-1].end_lineno - body[0].lineno + 1 if body else 0
                yield f"{name(path)}:{node.lineno} {node.name}", length


def longer_than(limit, paths):
    return [place for place, length in functions(paths) if length > limit]


def within(*parts):
    return [path for path in CODE if ROOT.joinpath(*parts) in path.parents]


def test_no_file_is_over_the_limit():
    long = [name(path) for path in CODE if len(path.read_text().splitlines()) > MOST_LINES_OF_A_FILE]

    assert long == []


def test_no_function_is_over_the_limit():
    assert longer_than(MOST_LINES_OF_A_FUNCTION, CODE) == []


def test_views_are_short():
    assert longer_than(MOST_LINES_OF_A_VIEW, within("tracker", "web", "views")) == []


def test_operations_are_short():
    operations = [path for path in CODE if "operations" in path.parts and "tests" not in path.parts]

    assert longer_than(MOST_LINES_OF_AN_OPERATION, operations) == []


def test_every_module_says_what_it_is():
    silent = [name(path) for path in CODE if not ast.get_docstring(parsed(path))]

    assert silent == []


def test_no_module_is_named_for_nothing():
    assert [name(path) for path in CODE if path.stem in FORBIDDEN_NAMES] == []

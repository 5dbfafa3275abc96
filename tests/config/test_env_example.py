"""`.env.example` names every setting that the code reads from its environment, and no other."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / ".env.example"
NAME = re.compile(r"^# ([A-Z][A-Z0-9_]*)=(.*)$", re.M)
VARIABLE_OF_COMPOSE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)")
# What a process sets for itself or a tool sets for it; nobody writes these into .env.
SET_BY_PROGRAMS = {"DJANGO_SETTINGS_MODULE", "PYTEST_VERSION"}
READERS = {"str", "bool", "int", "list", "dict", "db", "email_url", "float", "url", "json", "get", "setdefault"}


def names_in(source):
    """The names that a module asks `env` or `os.environ` for."""
    for node in ast.walk(ast.parse(source)):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS
        if is_call and ast.unparse(node.func.value) in ("env", "os.environ") and node.args:
            yield ast.literal_eval(node.args[0])


def names_read():
    """The names that the settings, the servers and compose.yaml read."""
    modules = sorted((ROOT / "config").rglob("*.py"))
    read = {name for path in modules for name in names_in(path.read_text(encoding="utf-8"))}
    composed = set(VARIABLE_OF_COMPOSE.findall((ROOT / "compose.yaml").read_text(encoding="utf-8")))
    return (read | composed) - SET_BY_PROGRAMS


def names_shown():
    return [name for name, _ in NAME.findall(EXAMPLE.read_text(encoding="utf-8"))]


def test_every_setting_is_shown():
    missing = names_read() - set(names_shown())

    assert missing == set(), "add these to .env.example, with a sentence each"


def test_no_other_is_shown():
    unknown = set(names_shown()) - names_read()

    assert unknown == set(), "nothing reads these: take them out of .env.example"


def test_each_is_shown_once():
    names = names_shown()

    assert len(names) == len(set(names))


def test_the_example_changes_nothing():
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == []


def test_each_has_a_sentence_above():
    blocks = EXAMPLE.read_text(encoding="utf-8").split("\n\n")

    without = [block for block in blocks if NAME.search(block) and not block.splitlines()[0].rstrip(".").count(" ") > 1]

    assert without == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('A = env.str("ONE", default="")', ["ONE"]),
        ("B = f\"{env.int('TWO', default=1)}s\"", ["TWO"]),
        ('os.environ.setdefault("THREE", "1")', ["THREE"]),
        ('other.str("FOUR")', []),
    ],
)
def test_what_a_module_reads(source, expected):
    assert list(names_in(source)) == expected

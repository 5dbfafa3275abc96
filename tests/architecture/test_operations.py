"""Holds the one shape of an operation, on every level: keyword-only, with who (`by`) and when (`at`)."""

import ast
from collections.abc import Iterator

from tests.architecture.house import modules, tree

# What ships with a release has no person and no moment: `make run` brings it up to date each time.
WITHOUT_BY_AND_AT = {
    "establish": "a body, with its own dates",
    "record_succession": "the law's date, given as `on`",
    "load_frameworks": "data of the release",
    "load_organisations": "data of the release",
    "load_themes": "data of the release",
    "rename": "the law's date, given as `on`",
    "take_back_name": "part of undoing a reorganisation",
    "names_of_the_day": "dated names, by the day given as `on`",
    "close": "the law's date, given as `on`",
    "reopen": "part of undoing a reorganisation",
}


def operations() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield every public function of every operations module; a `check_...` only refuses, and writes nothing."""
    for name, path in modules():
        if "operations" in name.split(".")[1:3]:
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_", "check_")):
                    yield f"{name}.{node.name}", node


def test_the_inner_rooms_are_looked_at():
    rooms = {place.rpartition(".operations.")[2].count(".") for place, _ in operations()}
    packages = {place.split(".operations.")[0] for place, _ in operations()}

    assert (rooms, packages) == ({1, 2}, {"inspections", "tracker", "tracker.notifications"})


def test_operations_take_keywords_only():
    positional = [place for place, node in operations() if node.args.args or node.args.posonlyargs]

    assert positional == []


def test_operations_take_by_and_at():
    nameless = [
        place
        for place, node in operations()
        if node.name not in WITHOUT_BY_AND_AT
        if not {"by", "at"} <= {argument.arg for argument in node.args.kwonlyargs}
    ]

    assert nameless == []


def test_no_exception_is_out_of_date():
    assert WITHOUT_BY_AND_AT.keys() <= {node.name for _, node in operations()}

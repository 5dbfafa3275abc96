"""Holds the one shape of an operation: keyword-only, with who (`by`) and when (`at`)."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
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


def operations():
    """Every public function of every operations module; a `check_...` only refuses, and writes nothing."""
    for app in ("inspections", "tracker"):
        for path in sorted((ROOT / app / "operations").glob("*.py")):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_", "check_")):
                    yield f"{app}.{path.stem}.{node.name}", node


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

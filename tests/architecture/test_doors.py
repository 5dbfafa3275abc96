"""Holds the doors to their three things: translate the request, make one call, translate the answer or refusal."""

import ast
import inspect
from pathlib import Path

import tracker.errors

ROOT = Path(__file__).resolve().parents[2]
VIEWS = sorted((ROOT / "tracker" / "web" / "views").glob("*.py"))
FORMS = sorted((ROOT / "tracker" / "web" / "forms").glob("*.py"))
SERIALIZERS = sorted((ROOT / "tracker" / "api").glob("*.py"))
OPERATIONS = sorted((ROOT / "tracker").glob("**/operations/**/*.py"))
# What a form hands over is called so.
HANDS_OVER = {"answers", "answer", "given", "edit", "change", "chosen"}
UNTYPED = ("dict[str, Any]", "Mapping[str, Any]", "Any")
# JSON as it is kept: an event's facts, and a draft's answers (rules/intake/answers.py makes them of dataclasses).
KEPT_AS_JSON = ["history record(before)", "history record(after)", "drafts save_answers(answers)"]
# What may be caught in a view: troubles of the machine, which are no refusals.
TROUBLES = {"OSError", "DatabaseError"}


def caught_in(path):
    """(place, name) of each kind of exception that a module catches; a bare `except` is 'everything'."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            yield from ((f"{path.stem}:{node.lineno}", ast.unparse(kind) if kind else "everything") for kind in kinds)


def functions(paths):
    """(place, node) of each function and method of these modules."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.stem} {node.name}", node


def test_no_view_catches_a_refusal():
    caught = [f"{place} {name}" for path in VIEWS for place, name in caught_in(path) if name not in TROUBLES]

    assert caught == []


def test_troubles_are_no_refusals():
    refusals = {name for name, _ in inspect.getmembers(tracker.errors, inspect.isclass)}

    assert TROUBLES & refusals == set()


def test_what_a_form_hands_over_has_a_type_of_its_own():
    untyped = [
        place
        for place, node in functions([*FORMS, *SERIALIZERS])
        if node.name in HANDS_OVER and not place.startswith("filters")
        if node.returns is None or ast.unparse(node.returns) in UNTYPED
    ]

    assert untyped == []


def test_no_view_spreads_what_a_form_hands_over():
    spread = [
        place
        for place, node in functions(VIEWS)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg is None and "form." in ast.unparse(keyword.value)
    ]

    assert spread == []


def test_no_public_operation_takes_an_untyped_dict():
    untyped = [
        f"{place}({argument.arg})"
        for place, node in functions(OPERATIONS)
        if not node.name.startswith("_")
        for argument in node.args.kwonlyargs
        if argument.annotation and ast.unparse(argument.annotation).removesuffix(" | None") in UNTYPED
    ]

    assert sorted(untyped) == sorted(KEPT_AS_JSON)


def test_no_public_operation_takes_whatever_it_is_given():
    spread = [
        place
        for place, node in functions(OPERATIONS)
        if node.args.kwarg and ast.unparse(node.args.kwarg.annotation) == "Any" and not node.name.startswith("_")
    ]

    assert spread == []

"""Holds that what lists ask for follows every change: operations keep what they touch, and events say what that is.

The other half is in tests/harness/keeping.py: no operation of any test changes a fact that its events do not touch.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.house import ROOT, modules, tree

# They open no transaction that keeps: what they write is no fact of a list, or a part of an operation that keeps.
OPENS_NONE = {
    "tracker.operations.history.record": "a part of every operation: it says what that one touches",
    "tracker.operations.action_changes.move_date": "a part of planning and updating, which hold and save the action",
    "tracker.operations.action_changes.set_blocked": "changes an action that its caller saves",
    "tracker.operations.people.locked_to_manage": "holds a person for the operation that changes them",
}


def operations() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield every public function of tracker/operations; a `check_...` only refuses, and writes nothing."""
    for name, path in modules():
        if name.startswith("tracker.operations"):
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_", "check_")):
                    yield f"{name}.{node.name}", node


def keeps(function: ast.FunctionDef) -> bool:
    """Return whether it is decorated with `atomic` of projections/keeping, or opens it itself."""
    opened = [item.context_expr for node in ast.walk(function) if isinstance(node, ast.With) for item in node.items]
    return any(ast.unparse(node) in ("atomic", "atomic()") for node in [*function.decorator_list, *opened])


def plain_transactions(source: ast.AST) -> list[int]:
    """Return the lines that open a transaction which keeps nothing."""
    return [node.lineno for node in ast.walk(source) if isinstance(node, ast.Attribute) and _is_plain(node)]


def _is_plain(node: ast.Attribute) -> bool:
    return node.attr == "atomic" and isinstance(node.value, ast.Name) and node.value.id == "transaction"


def rooms() -> Iterator[tuple[str, ast.Module]]:
    """Yield the modules that change facts: the operations of the tracker."""
    yield from ((name, tree(path)) for name, path in modules() if name.startswith("tracker.operations"))


def test_each_operation_keeps_what_it_touches():
    forgetful = [place for place, function in operations() if not keeps(function) and place not in OPENS_NONE]

    assert forgetful == [], "open it with projections.keeping.atomic"


def test_none_opens_a_transaction_that_keeps_nothing():
    assert [f"{name}:{line}" for name, source in rooms() for line in plain_transactions(source)] == []


def test_no_exception_is_out_of_date():
    held = dict(operations())

    assert OPENS_NONE.keys() <= held.keys()
    assert [place for place in OPENS_NONE if keeps(held[place])] == []
    assert len(held) > 60


@pytest.mark.parametrize(
    ("source", "is_kept", "lines"),
    [
        ("@atomic\ndef save(): ...", True, []),
        ("def save():\n    with atomic():\n        pass", True, []),
        ("@transaction.atomic\ndef save(): ...", False, [1]),
        ("def save():\n    with transaction.atomic():\n        pass", False, [2]),
        ("def save(): ...", False, []),
    ],
)
def test_one_that_forgets_is_found(source, is_kept, lines):
    module = ast.parse(source)

    assert (keeps(module.body[0]), plain_transactions(module)) == (is_kept, lines)


def test_only_projections_write_kept_rows():
    """Everybody else asks."""
    names = {"KeptAnswer", "KeptRecommendation", "RecommendationPlace", "ActionPlace", "OpenActions"}
    writing = {"create", "update", "delete", "bulk_create", "save", "get_or_create", "update_or_create"}

    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for name, path in modules()
        if not name.startswith("tracker.projections")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writing
        if names & {part.id for part in ast.walk(node.func) if isinstance(part, ast.Name)}
    ]

    assert wrong == []

"""Holds that what is fetched together to be shown has an order: the database gives a set in any order it likes."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps

from tests.architecture.house import ROOT, modules, tree

TEMPLATES = ROOT / "templates"
MODELS = [model for app in ("inspections", "tracker") for model in apps.get_app_config(app).get_models()]
RELATIONS = [relation for model in MODELS for relation in model._meta.get_fields() if relation.is_relation]
TO_ONE = {relation.name for relation in RELATIONS if relation.many_to_one or relation.one_to_one}
# Methods of querysets that put rows in an order.
ORDERING = {"order_by"} | {
    node.name
    for name, path in modules()
    if "models" in name.split(".")
    for node in ast.walk(tree(path))
    if isinstance(node, ast.FunctionDef) and ".order_by(" in ast.unparse(node)
}


def orders_of(name: str) -> list[bool]:
    """Whether the model to which a relation to many leads has an order of its own, for each relation of this name."""
    many = [relation for relation in RELATIONS if relation.one_to_many or relation.many_to_many]
    named = [each for each in many if name == (each.get_accessor_name() if each.auto_created else each.name)]
    return [bool(each.related_model._meta.ordering) for each in named]


def calls(of: str) -> Iterator[tuple[str, ast.Call, ast.FunctionDef]]:
    """Yield (place, call, function around it) of each call of this name."""
    for name, path in modules():
        functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == of:
                    yield f"{name}:{function.lineno} {function.name}", node, function


def fetched_by_name() -> set[tuple[str, str]]:
    """(place, relation) of everything that is fetched together by its name alone, each part of its path to many."""
    return {
        (place, part)
        for place, call, _ in calls("prefetch_related")
        for argument in call.args
        if isinstance(argument, ast.Constant)
        for part in str(argument.value).split("__")
        if part not in TO_ONE
    }


def in_words(queryset: ast.expr, function: ast.FunctionDef) -> str:
    """A queryset as it is written, with what stands in variables of the function written out."""
    words = ast.unparse(queryset)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            words = re.sub(rf"\b{node.targets[0].id}\b", lambda _, node=node: ast.unparse(node.value), words)
    return words


def is_in_order(words: str) -> bool:
    return any(f".{method}(" in words for method in ORDERING)


@cache
def fetched() -> list[tuple[str, str, str]]:
    """(place, relation, queryset in words) of everything that is fetched together by a queryset of its own."""
    return [
        (place, str(ast.literal_eval(call.args[0])), in_words(call.keywords[0].value, function))
        for place, call, function in calls("Prefetch")
    ]


def shown() -> list[str]:
    """The relations over which templates and the API go, each once."""
    files = [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt"), *(ROOT / "tracker" / "api").glob("*.py")]
    return sorted({found for path in files for found in re.findall(r"\.(?!objects)(\w+)\.all\b", path.read_text())})


def test_relations_are_found():
    assert {"bodies", "concerns", "taken_up_in"} <= set(shown())
    assert (orders_of("concerns"), orders_of("taken_up_in")) == ([True], [False])
    assert len(fetched()) > 10


def test_what_is_fetched_by_name_has_an_order_in_its_model():
    shuffled = {(place, relation) for place, relation in fetched_by_name() if not all(orders_of(relation))}
    put_in_order = {(place, relation) for place, relation, _ in fetched()}

    assert shuffled - put_in_order == set()


def test_what_is_fetched_by_a_queryset_is_put_in_order():
    assert [(place, relation) for place, relation, words in fetched() if not is_in_order(words)] == []


@pytest.mark.parametrize("relation", shown())
def test_what_is_shown_is_put_in_order(relation: str):
    put_in_order = {name for _, name, _ in fetched()}

    assert relation in put_in_order or all(orders_of(relation))

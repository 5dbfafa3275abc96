"""The house as its guard rails see it: every module with its name, its floor and its syntax tree, read once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "tracker", "inspections")
# Lower floors first (docs/architecture.md). Every room of an app stands here.
FLOORS = {
    "choices": 0, "errors": 0, "paging": 0, "request_ids": 0, "data": 0,
    "rules": 1, "reader": 1,
    "models": 2,
    "projections": 2.5,
    "queries": 3,
    "operations": 4,
    "notifications": 5,
    "sample_data": 6,
    "documents": 7,
    "web": 8, "api": 8, "tasks": 8, "management": 8, "checks": 8, "apps": 8,
}  # fmt: skip
# The same inside tracker/notifications.
STOREYS = {
    "links": 0,
    "rules": 1,
    "models": 2,
    "projections": 2.5,
    "backends": 3, "queries": 3,
    "kinds": 3, "signed_links": 3,
    "operations": 5,
    "rendering": 6,
    "sending": 7,
}  # fmt: skip
PURE = frozenset({"rules", "reader"})
DOORS = frozenset({"web", "api", "tasks", "management"})


@cache
def modules() -> tuple[tuple[str, Path], ...]:
    """Return every module of the house with its dotted name; migrations apart."""
    return tuple(
        (".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path)
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text())


def app_of(name: str) -> str:
    """Return 'tracker' of 'tracker.rules.access'."""
    return name.split(".", maxsplit=1)[0]


def room_of(name: str) -> str:
    """Return 'rules' of 'tracker.rules.access'; empty for the app itself."""
    return name.split(".")[1] if "." in name else ""


def floor_of(name: str) -> int | None:
    """Return the number of a module's floor; None in config, which stands above all, and for an app itself."""
    return None if app_of(name) not in ("tracker", "inspections") else FLOORS.get(room_of(name))


def storey_of(name: str) -> int | None:
    """Return the number of a module's storey inside tracker/notifications; None outside."""
    parts = name.split(".")
    return STOREYS.get(parts[2]) if parts[:2] == ["tracker", "notifications"] and len(parts) > 2 else None


def is_pure(name: str) -> bool:
    """Return whether a module is a rule or part of the reader, wherever its room stands."""
    return bool(PURE & set(name.split(".")[1:3]))


def classes(path: Path) -> Iterator[ast.ClassDef]:
    """Yield the classes of a module that stand on their own, not inside another one."""
    yield from (node for node in tree(path).body if isinstance(node, ast.ClassDef))

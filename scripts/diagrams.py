"""Writes docs/diagrams from the code: every table and column, and which state may follow which; `make diagrams`.

The pages hold only what the code says, sorted, and no time of making: the same code gives the same bytes.
tests/scripts/test_diagrams.py fails when they are not current.
"""

import ast
import importlib
import inspect
import os
import pkgutil
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "diagrams"
APPS = ("inspections", "tracker")
MADE = "Made by `make diagrams` from the code. Do not edit this page: change the code and make it again.\n"
MOST_CHOICES_SHOWN = 8
COLLECTIONS = (set, frozenset, tuple, list)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415

    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/diagrams/{name}")


def pages() -> dict[str, str]:
    """Return the text of each page by its file name. Django must be set up."""
    return {"data-model.md": data_model_page(models_of_apps()), "states.md": states_page(tables_of_rules())}


# The data model


def models_of_apps() -> list[Any]:
    """Return every model that is a table of its own, by module and name."""
    from django.apps import apps  # noqa: PLC0415

    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    tables = [model for model in models if model._meta.managed and not model._meta.proxy]
    return sorted(tables, key=lambda model: (model.__module__, model.__name__))


def data_model_page(models: Iterable[Any]) -> str:
    """Return the page of tables: one diagram for each module that defines any."""
    by_module = [(module, list(group)) for module, group in groupby(models, key=lambda model: model.__module__)]
    parts = ["# The tables\n", MADE]
    parts.append(
        "Each diagram shows the tables of one module with their columns, and the tables that they point to as boxes "
        "without any. [The records](../model.md) says what they are for.\n"
    )
    parts.append("| Module | Tables |\n|---|---|")
    parts += [
        f"| [{path_of(module)}](#{anchor_of(path_of(module))}) | {', '.join(model.__name__ for model in group)} |"
        for module, group in by_module
    ]
    for module, group in by_module:
        parts += ["", f"## {path_of(module)}\n", first_line(sys.modules[module]), "", er_diagram(group)]
        parts += held_by_the_database(group)
    return "\n".join(parts).rstrip() + "\n"


def er_diagram(models: Iterable[Any]) -> str:
    """Return a Mermaid diagram of these tables with columns; tables that they point to are boxes without any."""
    boxes: list[str] = []
    relations: list[str] = []
    for model in models:
        boxes.append(f"    {model.__name__} {{")
        boxes += [f"        {column_of(field)}" for field in model._meta.local_fields]
        boxes.append("    }")
        fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
        relations += [f"    {relation_of(model, field)}" for field in fields if field.is_relation]
    return "\n".join(["```mermaid", "erDiagram", *boxes, *relations, "```"])


def column_of(field: Any) -> str:
    """Return a column as Mermaid writes it: type, name, keys and a comment."""
    keys = [
        key
        for key, is_key in (
            ("PK", field.primary_key),
            ("FK", field.is_relation),
            ("UK", field.unique and not field.primary_key),
        )
        if is_key
    ]
    comment = plain("; ".join(comments_of(field)))
    kind = field.related_model.__name__ if field.is_relation else field.get_internal_type().removesuffix("Field")
    parts = [kind, field.column, ", ".join(keys), f'"{comment}"' if comment else ""]
    return " ".join(part for part in parts if part)


def comments_of(field: Any) -> Iterator[str]:
    """Yield what a reader of a column wants to know beside its type: whether it may be empty, its choices, its help."""
    if field.null:
        yield "may be empty"
    values = [str(value) for value, _ in field.flatchoices]
    if values:
        yield ", ".join(values) if len(values) <= MOST_CHOICES_SHOWN else f"one of {len(values)}"
    if field.help_text:
        yield str(field.help_text)


def relation_of(model: Any, field: Any) -> str:
    """Return a relation as Mermaid draws it, from the table that is pointed to."""
    target = field.related_model.__name__
    to_one = f"{'|o' if field.null else '||'}--{'o|' if field.unique else 'o{'}"
    ends = "}o--o{" if field.many_to_many else to_one
    return f'{target} {ends} {model.__name__} : "{field.name}"'


def held_by_the_database(models: Iterable[Any]) -> list[str]:
    """Return a list of the constraints of these tables by name; empty where there are none."""
    rows = [f"- {model.__name__}: {words_of(rule)}" for model in models for rule in model._meta.constraints]
    return ["", "Held by the database:\n", *rows] if rows else []


def words_of(constraint: Any) -> str:
    """Return a constraint's name and, for one of uniqueness, what is unique and whether always."""
    fields = getattr(constraint, "fields", ())
    if not fields:
        return f"`{constraint.name}`"
    some = " among some rows" if getattr(constraint, "condition", None) is not None else ""
    return f"`{constraint.name}` (unique: {', '.join(fields)}{some})"


# States


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the rules: a mapping whose values are collections of members of an enum, or of None."""

    module: str
    name: str
    comment: str
    rows: Mapping[Any, Collection[Any]]

    @property
    def is_of_transitions(self) -> bool:
        """Return whether it says which members of an enum may follow which of the same."""
        keys = {type(key) for key in self.rows}
        values = {type(value) for row in self.rows.values() for value in row}
        return len(keys) == 1 and values <= keys


def tables_of_rules() -> list[Table]:
    """Return the public tables of every package of rules, by module and name."""
    return sorted(
        (table for module in modules_of_rules() for table in tables_of(module)),
        key=lambda table: (not table.is_of_transitions, table.module, table.name),
    )


def modules_of_rules() -> Iterator[Any]:
    """Import and yield every module that stands in a package called rules."""
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if "rules" in module.name.split(".")[1:-1]:
                yield importlib.import_module(module.name)


def tables_of(module: Any) -> Iterator[Table]:
    """Yield the tables that a module itself assigns, with the comment above each."""
    source = Path(module.__file__).read_text(encoding="utf-8")
    for name, line in assigned_names(source):
        value = getattr(module, name, None)
        if not name.startswith("_") and is_a_table(value):
            yield Table(module.__name__, name, comment_above(source.splitlines(), line), value)


def assigned_names(source: str) -> Iterator[tuple[str, int]]:
    """Yield each name that a module assigns at its top, with the number of its line."""
    for node in ast.parse(source).body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        yield from ((target.id, node.lineno) for target in targets if isinstance(target, ast.Name))


def comment_above(lines: list[str], number: int) -> str:
    """Return the comment that stands right above a line, as one text."""
    comment: list[str] = []
    for line in reversed(lines[: number - 1]):
        if not line.startswith("#"):
            break
        comment.insert(0, line.lstrip("# ").rstrip())
    return " ".join(comment)


def is_a_table(value: Any) -> bool:
    """Return whether a value maps members of enums to collections of such; a key may be a tuple with some."""
    if not isinstance(value, Mapping) or not all(isinstance(row, COLLECTIONS) for row in value.values()):
        return False
    parts = [part for key in value for part in parts_of(key)]
    members = [member for row in value.values() for member in row]
    return are_members(parts, besides=(bool, type(None))) and are_members(members, besides=(type(None),))


def are_members(values: Collection[Any], *, besides: tuple[type, ...]) -> bool:
    """Return whether some of these are members of enums, and the others nothing but of these types."""
    some = any(isinstance(value, Enum) for value in values)
    return some and all(isinstance(value, (Enum, *besides)) for value in values)


def parts_of(key: Any) -> tuple[Any, ...]:
    """Return the parts of a key of a table; most have one."""
    return key if isinstance(key, tuple) else (key,)


def states_page(tables: Iterable[Table]) -> str:
    """Return the page of tables of the rules: transitions as diagrams, the others as they stand."""
    parts = ["# States, and what the rules allow\n", MADE]
    parts.append("Each part is one table of the rules. A dot at the start is what a new record has.\n")
    for table in tables:
        parts.append(f"## {table.name} in {path_of(table.module)}\n")
        parts.append(f"{table.comment}\n" if table.comment else f"{first_line(sys.modules[table.module])}\n")
        parts.append(state_diagram(table) if table.is_of_transitions else markdown_table(table))
    return "\n".join(parts).rstrip() + "\n"


def state_diagram(table: Table) -> str:
    """Return a Mermaid diagram of a table of transitions; those from a state to itself are said below it."""
    states = list(type(next(iter(table.rows))))
    lines = [f'    state "{label_of(state)}" as {id_of(state)}' for state in states]
    lines += [f"    [*] --> {id_of(state)}" for state in states if state.value in defaults_of(type(state))]
    for state in states:
        allowed = table.rows.get(state, ())
        lines += [f"    {id_of(state)} --> {id_of(to)}" for to in states if to in allowed and to is not state]
    lines += [f"    {id_of(state)} --> [*]" for state in states if not table.rows.get(state, ())]
    again = [label_of(state) for state in states if state in table.rows.get(state, ())]
    said = f"\nMay be said again: {', '.join(again)}.\n" if again else ""
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```", said])


def defaults_of(enum: type[Enum]) -> set[Any]:
    """Return what a new record of any model has where it chooses among the members of an enum."""
    values = {member.value for member in enum}
    fields = [field for model in models_of_apps() for field in model._meta.local_fields]
    chosen = [field for field in fields if {value for value, _ in field.flatchoices if value != ""} == values]
    return {getattr(field.default, "value", field.default) for field in chosen if field.has_default()}


def markdown_table(table: Table) -> str:
    """Return a table of the rules as a table of two columns, in the order of the enums."""
    rows = ["| For | Any of |", "|---|---|"]
    for key, members in table.rows.items():
        kinds = {type(member) for member in members if isinstance(member, Enum)}
        order = [member for kind in sorted(kinds, key=lambda kind: kind.__name__) for member in kind]
        named = [label_of(member) for member in order if member in members]
        named = ["all"] if len(named) == len(order) > 1 else named
        named += ["none"] if None in members else []
        rows.append(f"| {', '.join(label_of(part) for part in parts_of(key))} | {', '.join(named) or 'nothing'} |")
    return "\n".join([*rows, ""])


def label_of(part: Any) -> str:
    """Return the words of a key or a member: its label on screen, its value, or yes, no and none."""
    if isinstance(part, Enum):
        return plain(str(getattr(part, "label", part.value)))
    return {True: "yes", False: "no", None: "none"}.get(part, plain(str(part)))


def id_of(member: Enum) -> str:
    """Return a name for a state that Mermaid takes."""
    return member.name.lower()


# Words


def plain(text: str) -> str:
    """Return a text on one line, without what ends a text of Mermaid or a cell."""
    return " ".join(text.replace('"', "'").replace("|", "/").split())


def path_of(module: str) -> str:
    """Return where a module stands: tracker/models/action.py."""
    return f"{module.replace('.', '/')}.py"


def anchor_of(heading: str) -> str:
    """Return the anchor that a heading gets where Markdown is shown."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def first_line(module: Any) -> str:
    """Return the sentence with which a module opens."""
    return (inspect.getdoc(module) or "").partition("\n")[0]


if __name__ == "__main__":
    main()

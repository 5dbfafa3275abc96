"""Holds that headings and cells of a list stay together: one tuple of columns in Excel, as many of both on a page."""

import ast

import pytest
from jinja2 import Environment, nodes
from jinja2.visitor import NodeVisitor

from tests.architecture.house import ROOT, modules, tree

ROOM = "tracker.documents"
WRITER = f"{ROOM}.workbook"
# Has no columns of its own: it writes the lists of lists.py for the worker.
WORKER = f"{ROOM}.list_files"
# What writes tables beside the writer; only the writer itself may.
OTHER_WRITERS = {"csv", "openpyxl", "xlsxwriter"}
TEMPLATES = ROOT / "templates"


def is_call_of(name, node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def is_sequence(node):
    return isinstance(node, ast.Tuple | ast.List) and node.elts != []


def sequences(module):
    """(name, tuple or list) of each one that stands on its own in a module."""
    for node in module.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_sequence(node.value):
            yield from ((target.id, node.value) for target in targets if isinstance(target, ast.Name))


def columns_of(module):
    """The names of a module's tuples that hold columns and nothing else."""
    return {
        name
        for name, held in sequences(module)
        if isinstance(held, ast.Tuple) and all(is_call_of("Column", element) for element in held.elts)
    }


def is_by_place(cell):
    """Whether a cell is taken by its place in the row: then the cells of the row are listed somewhere else."""
    places = [node for node in ast.walk(cell) if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)]
    return any(isinstance(place.slice, ast.Constant) for place in places) or is_call_of("itemgetter", cell)


def given_in(module):
    """The names that a module gives the writer as columns."""
    calls = [node for node in ast.walk(module) if is_call_of("write_workbook", node)]
    given = [keyword.value for call in calls for keyword in call.keywords if keyword.arg == "columns"]
    return {value.id for value in given if isinstance(value, ast.Name)}


def faults_of_call(call, columns):
    """What is wrong with one call of the writer."""
    given = given_in(call)
    if not given or not given <= columns:
        yield "is not given a tuple of Column of this module"


def faults_of_column(column):
    """What is wrong with one column."""
    if len(column.args) != 3 or column.keywords:
        yield "is not Column(heading, width, cell)"
    elif is_by_place(column.args[2]):
        yield "takes a cell from a list of cells"


def faults_in(source):
    """(line, fault) of a module that writes lists."""
    module = source if isinstance(source, ast.Module) else ast.parse(source)
    columns = columns_of(module)
    for name, held in sequences(module):
        if all(isinstance(element, ast.Constant) and isinstance(element.value, str) for element in held.elts):
            yield held.lineno, f"{name} holds headings without cells"
    for node in ast.walk(module):
        found = []
        if is_call_of("write_workbook", node):
            found = faults_of_call(node, columns)
        elif is_call_of("Column", node):
            found = faults_of_column(node)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            found = [f"writes with {name}" for name in names if name.split(".")[0] in OTHER_WRITERS]
        yield from ((node.lineno, fault) for fault in found)


def writers():
    """Every module of the room but the writer itself and the worker's, with its syntax tree."""
    return [
        (name, tree(path)) for name, path in modules() if name.startswith(f"{ROOM}.") and name not in (WRITER, WORKER)
    ]


def test_a_list_is_one_tuple_of_columns():
    wrong = [f"{name}:{line} {fault}" for name, module in writers() for line, fault in faults_in(module)]

    assert wrong == [], "write Column(heading, width, cell) in one tuple, and give it to write_workbook"


def test_every_module_of_the_room_writes_its_columns():
    silent = [name for name, module in writers() if not columns_of(module)]

    assert silent == []


def test_every_tuple_of_columns_is_written():
    unwritten = [f"{name} {columns}" for name, module in writers() for columns in columns_of(module) - given_in(module)]

    assert unwritten == []


COLUMNS = 'COLUMNS: tuple[Column[Row], ...] = (Column("Name", 9, lambda row: row.name), Column("Body", 9, body))\n'


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('write_workbook(columns=[Column("Name", 9, name)], rows=rows)', "not given a tuple"),
        ("write_workbook(columns=HEADINGS, rows=rows)", "not given a tuple"),
        ("write_workbook(columns=COLUMNS if wide else FEW, rows=rows)", "not given a tuple"),
        (
            'COLUMNS = ("Name", Column("Body", 9, body))\nwrite_workbook(columns=COLUMNS, rows=rows)',
            "not given a tuple",
        ),
        ('HEADINGS = ("Name", "Body")', "headings without cells"),
        ('HEADINGS: list[str] = ["Name", "Body"]', "headings without cells"),
        ('COLUMNS = (Column("Name", 9),)', "not Column(heading, width, cell)"),
        ('COLUMNS = (Column("Name", 9, lambda row: row[0]),)', "from a list of cells"),
        ('COLUMNS = (Column("Name", 9, itemgetter(0)),)', "from a list of cells"),
        ("from xlsxwriter import Workbook", "writes with xlsxwriter"),
        ("def rows():\n    import openpyxl.writer", "writes with openpyxl.writer"),
    ],
)
def test_what_can_come_apart_is_found(source, fault):
    assert [words for _, words in faults_in(source) if fault in words] != []


@pytest.mark.parametrize(
    "source",
    [
        COLUMNS + "write_workbook(name='Rows', columns=COLUMNS, rows=rows, about=about)",
        'COLUMNS = (Column("Said", 9, lambda row: row.views[Judge.OWNER]),)',
    ],
)
def test_one_tuple_of_columns_is_let_through(source):
    assert list(faults_in(source)) == []


class Tables(NodeVisitor):
    """Follows the lists of a template as they are written: how long each may be, and the rows that are put into it.

    `found` has (line, how many headings, how many cells) of each table; several numbers where a column is for some.
    """

    def __init__(self):
        self.depth = 0  # of conditions
        self.lengths, self.depths, self.rows = {}, {}, {}
        self.found = []

    def visit_If(self, node):  # noqa: N802 (so Jinja calls it)
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    def visit_Assign(self, node):  # noqa: N802 (so Jinja calls it)
        self.generic_visit(node)
        name, lengths = getattr(node.target, "name", "_"), self.lengths_of(node.node)
        if lengths:
            self.lengths[name], self.depths[name], self.rows[name] = lengths, self.depth, set()

    def visit_Call(self, node):  # noqa: N802 (so Jinja calls it)
        self.generic_visit(node)
        if getattr(node.node, "attr", "") == "append" and getattr(node.node.node, "name", "") in self.lengths:
            self.append(node.node.node.name, node.args[0])
        elif getattr(node.node, "name", "") == "table" and len(node.args) > 2:
            rows = self.rows.get(getattr(node.args[2], "name", ""), set())
            self.found.append((node.lineno, self.lengths_of(node.args[1]), rows))

    def append(self, name, item):
        """Put an item into a list; under a condition that the list does not stand under, perhaps."""
        self.rows[name] |= self.lengths_of(item)
        longer = {length + 1 for length in self.lengths[name]}
        self.lengths[name] = longer | self.lengths[name] if self.depth > self.depths[name] else longer

    def lengths_of(self, node):
        """How long a list may be: `[a, b] + ([c] if wide else [])` is 2 or 3; nothing for what is no list here."""
        if isinstance(node, nodes.List):
            return {len(node.items)}
        if isinstance(node, nodes.Name):
            return self.lengths.get(node.name, set())
        if isinstance(node, nodes.Add):
            return {left + right for left in self.lengths_of(node.left) for right in self.lengths_of(node.right)}
        if isinstance(node, nodes.CondExpr):
            return self.lengths_of(node.expr1) | self.lengths_of(node.expr2)
        return set()


def tables_in(source):
    """(line, how many headings, how many cells) of each table of a template."""
    reader = Tables()
    reader.visit(Environment().parse(source))
    return reader.found


def tables():
    """The same of every template, with its name."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        for line, headings, cells in tables_in(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(ROOT)}:{line}", headings, cells


def test_rows_of_a_page_have_as_many_cells_as_headings():
    wrong = [f"{place} {headings} headings, {cells} cells" for place, headings, cells in tables() if headings != cells]

    assert wrong == [], "give each heading of a table its cell, at the same place"


def test_every_table_can_be_counted():
    uncounted = [place for place, headings, cells in tables() if not (headings and cells)]

    assert len(list(tables())) > 50
    assert uncounted == [], "write the headings and the rows of a table as lists beside it"


@pytest.mark.parametrize(
    ("headings", "row", "is_right"),
    [
        ('["Name", "Body"]', "[a, b]", True),
        ('["Name", {"text": "Body", "numeric": true}]', "[a, b]", True),
        ('["Name"] + (["Body"] if wide else [])', "[a] + ([b] if wide else [])", True),
        ("columns", "cells", True),
        ("columns + ['Change']", "cells", False),
        ('["Name", "Body"]', "[a]", False),
        ('["Name"]', "[a, b]", False),
        ('["Name"] + (["Body"] if wide else [])', "[a]", False),
    ],
)
def test_a_cell_without_a_heading_is_found(headings, row, is_right):
    source = (
        "{% set rows = [] %}{% set _ = rows.append([a, b, c]) %}\n"
        "{% set columns = ['Name'] %}{% if wide %}{% set _ = columns.append('Body') %}{% endif %}\n"
        "{% set cells = [a] %}{% if wide %}{% set _ = cells.append(b) %}{% endif %}\n"
        "{% set rows = [] %}\n{% for a in all %}{% set _ = rows.append(" + row + ") %}{% endfor %}\n"
        '{{ table("Bodies", ' + headings + ", rows) }}"
    )

    assert [headings == cells for _, headings, cells in tables_in(source)] == [is_right]

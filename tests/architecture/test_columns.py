"""Holds that an Excel list is one tuple of columns: headings, widths and cells cannot come apart."""

import ast

import pytest

from tests.architecture.house import modules, tree

ROOM = "tracker.documents"
WRITER = f"{ROOM}.workbook"
# What writes tables beside the writer; only the writer itself may.
OTHER_WRITERS = {"csv", "openpyxl", "xlsxwriter"}


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


def faults_of_call(call, columns):
    """What is wrong with one call of the writer."""
    given = {keyword.arg: keyword.value for keyword in call.keywords}.get("columns")
    if not isinstance(given, ast.Name) or given.id not in columns:
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
    """Every module of the room but the writer itself, with its syntax tree."""
    return [(name, tree(path)) for name, path in modules() if name.startswith(f"{ROOM}.") and name != WRITER]


def test_a_list_is_one_tuple_of_columns():
    wrong = [f"{name}:{line} {fault}" for name, module in writers() for line, fault in faults_in(module)]

    assert wrong == [], "write Column(heading, width, cell) in one tuple, and give it to write_workbook"


def test_every_module_of_the_room_writes_its_columns():
    silent = [name for name, module in writers() if not columns_of(module)]

    assert silent == []


def test_every_tuple_of_columns_is_written():
    for name, module in writers():
        given = {node.id for node in ast.walk(module) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}

        assert columns_of(module) <= given, name


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

"""The floor of workbooks: what xlsxwriter alone writes, and that the benchmark counts its rows."""

import tempfile

from openpyxl import load_workbook

from benchmarks import workbook
from benchmarks.floor.workbook import COLUMNS, rows, write


def test_rows_have_twenty_columns() -> None:
    assert {len(row) for row in rows(3)} == {COLUMNS}


def test_the_file_opens_and_holds_what_was_written() -> None:
    with tempfile.TemporaryFile() as file:
        write(file, 30)

        sheet = load_workbook(file, read_only=True).worksheets[0]
        written = list(sheet.iter_rows(values_only=True))

    assert len(written) == 30
    assert written[1][0] == "REC-00000001"


def test_the_benchmark_counts_the_rows() -> None:
    with tempfile.TemporaryFile() as file:
        write(file, 30)

        assert workbook._rows_in(file) == 30

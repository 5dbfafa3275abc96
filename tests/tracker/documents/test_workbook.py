"""Workbooks as Excel's reader sees them: text stays text, dates are dates, and every row is there."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from tracker.documents.workbook import LONGEST_CELL, Cell, Column, write_workbook

HOSTILE = [
    "=cmd|'/C calc'!A0",
    "=1+1",
    "+44 20",
    "-2",
    "@SUM(A1)",
    "\tleading tab",
    "\rleading return",
    "https://example.org/",
    '=HYPERLINK("http://example.org","x")',
    "<b>&amp;</b>",
    "Überprüfung 🏛",
]
# What this reader does not take back: Excel does.
ESCAPED = [
    "_x000D_ and _x005F_",
    "\x00\x01\x0b\x1f\x7f\ufffe",
    "two\nlines\r\nand three",
    " led and followed by blanks ",
    "\xa0a blank that does not break",
    "]]> & \"quoted\" &amp; 'so'",
    "<r>no markup</r",
]


def opened(rows: list[tuple[Cell, Cell]]) -> Any:
    columns = [Column("One", 10, lambda row: row[0]), Column("Two", 30, lambda row: row[1])]
    with write_workbook(name="Rows", columns=columns, rows=rows, about=[("Made", "today")]) as file:
        return load_workbook(io.BytesIO(file.read()))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    cell = opened([(text, None)])["Rows"]["A2"]

    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == text
    assert cell.hyperlink is None


def test_dates_and_numbers_keep_their_kind() -> None:
    sheet = opened([(date(2027, 3, 31), 7)])["Rows"]

    assert sheet["A2"].is_date
    assert (sheet["A2"].value.date(), sheet["B2"].value) == (date(2027, 3, 31), 7)


def test_nothing_is_an_empty_cell() -> None:
    sheet = opened([(None, "")])["Rows"]

    assert (sheet["A2"].value, sheet["B2"].value) == (None, None)


def test_a_text_too_long_for_excel_says_that_it_is_cut() -> None:
    value = opened([("x" * (LONGEST_CELL + 1), None)])["Rows"]["A2"].value

    assert len(value) == LONGEST_CELL
    assert value.endswith("(cut: Excel holds no more)")


def test_the_headings_stay_in_sight_and_filter() -> None:
    sheet = opened([("a", "b"), ("c", "d")])["Rows"]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"


def test_each_column_has_its_heading_its_width_and_its_cells() -> None:
    sheet = opened([("a", "b"), ("c", "d")])["Rows"]

    assert list(sheet.values) == [("One", "Two"), ("a", "b"), ("c", "d")]
    assert [round(sheet.column_dimensions[letter].width) for letter in "AB"] == [11, 31]  # Excel adds the padding


def test_rows_are_asked_for_one_at_a_time() -> None:
    told: list[str] = []

    def rows() -> Iterator[str]:
        for row in ("a", "b"):
            told.append(f"row {row}")
            yield row

    def cell(row: str) -> str:
        told.append(f"cell {row}")
        return row

    write_workbook(name="Rows", columns=[Column("One", 10, cell)], rows=rows(), about=[]).close()

    assert told == ["row a", "cell a", "row b", "cell b"]


def test_an_empty_list_has_its_headings_and_says_what_it_is() -> None:
    book = opened([])

    assert [cell.value for cell in book["Rows"][1]] == ["One", "Two"]
    assert book["About"]["B1"].value == "today"


def sheet_of(file: Any) -> bytes:
    """The first sheet as it stands in the file."""
    return zipfile.ZipFile(io.BytesIO(file.read())).read("xl/worksheets/sheet1.xml")


def written_by_the_library(rows: list[Cell]) -> bytes:
    """What xlsxwriter itself writes, cell by cell, in a sheet of one column like ours."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "d mmmm yyyy", "valign": "top", "align": "left"})
        sheet = book.add_worksheet("Rows")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 10)
        sheet.write_string(0, 0, "One", bold)
        for number, value in enumerate(rows, start=1):
            if isinstance(value, str):
                sheet.write_string(number, 0, value, wrapped)
            elif isinstance(value, date):
                sheet.write_datetime(number, 0, value, day)
            elif value is not None:
                sheet.write_number(number, 0, value, wrapped)
        sheet.autofilter(0, 0, len(rows), 0)
        book.add_worksheet("About")
    file.seek(0)
    return sheet_of(file)


DAYS = [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2026, 11, 20), date(9999, 12, 31)]


@pytest.mark.parametrize("value", [*HOSTILE, *ESCAPED, *DAYS, 0, 7, -2, 2**31])
def test_a_row_is_written_as_the_library_writes_it(value: Cell) -> None:
    rows = ["plain", value, value]

    with write_workbook(name="Rows", columns=[Column("One", 10, lambda row: row)], rows=rows, about=[]) as file:
        ours = sheet_of(file)

    assert ours == written_by_the_library(rows)

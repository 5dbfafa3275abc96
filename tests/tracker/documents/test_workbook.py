"""Workbooks as Excel's reader sees them: text stays text, dates are dates, and every row is there."""

import io
from datetime import date
from typing import Any

import pytest
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


def opened(rows: list[list[Cell]]) -> Any:
    columns = [Column("One", 10), Column("Two", 10)]
    with write_workbook(name="Rows", columns=columns, rows=rows, about=[("Made", "today")]) as file:
        return load_workbook(io.BytesIO(file.read()))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    cell = opened([[text]])["Rows"]["A2"]

    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == text
    assert cell.hyperlink is None


def test_dates_and_numbers_keep_their_kind() -> None:
    sheet = opened([[date(2027, 3, 31), 7]])["Rows"]

    assert sheet["A2"].is_date
    assert (sheet["A2"].value.date(), sheet["B2"].value) == (date(2027, 3, 31), 7)


def test_nothing_is_an_empty_cell() -> None:
    sheet = opened([[None, ""]])["Rows"]

    assert (sheet["A2"].value, sheet["B2"].value) == (None, None)


def test_a_text_too_long_for_excel_says_that_it_is_cut() -> None:
    value = opened([["x" * (LONGEST_CELL + 1)]])["Rows"]["A2"].value

    assert len(value) == LONGEST_CELL
    assert value.endswith("(cut: Excel holds no more)")


def test_the_headings_stay_in_sight_and_filter() -> None:
    sheet = opened([["a", "b"], ["c", "d"]])["Rows"]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"


def test_an_empty_list_has_its_headings_and_says_what_it_is() -> None:
    book = opened([])

    assert [cell.value for cell in book["Rows"][1]] == ["One", "Two"]
    assert book["About"]["B1"].value == "today"

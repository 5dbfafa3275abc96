"""Writes a list of columns as an Excel workbook, row by row, so that its length costs no memory."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Generic, TypeVar

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # Excel's limit, in characters
CUT = " … (cut: Excel holds no more)"

Cell = str | int | date | None
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column of a list: its heading, its width in characters, and its cell of a row.

    What a list knows beside its records, such as its day, stands in its rows.
    """

    heading: str
    width: int
    cell: Callable[[Row], Cell]


def write_workbook(
    *, name: str, columns: Sequence[Column[Row]], rows: Iterable[Row], about: Sequence[tuple[str, str]]
) -> IO[bytes]:
    """Return a workbook, open at its start: sheet `name` with a filter on each column, and a sheet 'About'.

    Text stays text whatever it begins with ('=', '+', a web address): nothing typed becomes a formula or a link.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when it is sent)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "d mmmm yyyy", "valign": "top", "align": "left"})
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, column.heading, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            _write_row(sheet, last, [column.cell(row) for column in columns], wrapped=wrapped, day=day)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        _write_about(book.add_worksheet("About"), about, bold=bold, wrapped=wrapped)
    file.seek(0)
    return file


def _write_row(sheet: Worksheet, number: int, cells: Sequence[Cell], *, wrapped: Format, day: Format) -> None:
    for index, value in enumerate(cells):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            sheet.write_string(number, index, _fitting(value), wrapped)
        elif isinstance(value, date):
            sheet.write_datetime(number, index, value, day)
        else:
            sheet.write_number(number, index, value, wrapped)


def _write_about(sheet: Worksheet, about: Sequence[tuple[str, str]], *, bold: Format, wrapped: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    for number, (label, words) in enumerate(about):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, _fitting(words), wrapped)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT

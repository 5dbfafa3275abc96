"""Writes a list of columns as an Excel workbook, row by row, so that its length costs no memory."""

import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import IO, Any, Generic, TypeVar

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575  # Excel's limit, below the headings
LONGEST_CELL = 32_767  # Excel's limit, in characters
CUT = " … (cut: Excel holds no more)"
DAY_ZERO = date(1899, 12, 30).toordinal()
LEAP_DAY = 60  # Excel counts 29 February 1900, which never was
# What cannot stand in XML as it is: markup, characters without a sign, and text that reads like one of these escaped.
TO_ESCAPE = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\s|\s$")
WITHOUT_A_SIGN = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
LIKE_ESCAPED = re.compile(r"_(x[0-9a-fA-F]{4}_)")

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


class ListSheet(Worksheet):
    """A sheet that writes a whole row as one text: a third of the time that the library takes cell by cell.

    What is the same in each row of a column is made once. It stands on how the library keeps rows when its memory is
    constant: tests/tracker/documents/test_workbook.py reads each kind of cell back.
    """

    def write_rows(self, rows: Iterable[Row], columns: Sequence[Column[Row]], *, wrapped: Format, day: Format) -> int:
        """Write the rows below the headings, and return how many there were."""
        self._write_single_row(1)  # the headings
        write, count = self.fh.write, 0
        style, days = f'" s="{wrapped._get_xf_index()}"', f'" s="{day._get_xf_index()}"><v>'
        text, number = f'{style} t="inlineStr"><is><t', f"{style}><v>"
        parts = [(column.cell, f'<c r="{xl_col_to_name(index)}') for index, column in enumerate(columns)]
        for count, row in enumerate(rows, start=1):
            place = str(count + 1)
            cells = [f'<row r="{place}">']
            for cell, start in parts:
                value = cell(row)
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    cells.append(f"{start}{place}{text}{_in_xml(value)}</t></is></c>")
                elif isinstance(value, date):
                    cells.append(f"{start}{place}{days}{_day_number(value)}</v></c>")
                else:
                    cells.append(f"{start}{place}{number}{value}</v></c>")
            cells.append("</row>")
            write("".join(cells))
        self._check_dimensions(count, len(columns) - 1)
        return count


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
        sheet: Any = book.add_worksheet(name, worksheet_class=ListSheet)
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, column.heading, bold)
        last = sheet.write_rows(rows, columns, wrapped=wrapped, day=day)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        _write_about(book.add_worksheet("About"), about, bold=bold, wrapped=wrapped)
    file.seek(0)
    return file


def _write_about(sheet: Worksheet, about: Sequence[tuple[str, str]], *, bold: Format, wrapped: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    for number, (label, words) in enumerate(about):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, _fitting(words), wrapped)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def _in_xml(text: str) -> str:
    """Return the rest of the tag and the text of a cell, as Excel reads it: no character is lost or means anything."""
    fitting = _fitting(text)
    if TO_ESCAPE.search(fitting) is None:
        return f">{fitting}"
    plain = LIKE_ESCAPED.sub(r"_x005F_\1", fitting)
    plain = WITHOUT_A_SIGN.sub(lambda sign: f"_x{ord(sign.group()):04X}_", plain)
    kept = ' xml:space="preserve"' if plain[:1].isspace() or plain[-1:].isspace() else ""
    return f"{kept}>{escape(plain, quote=False)}"


def _day_number(day: date) -> int:
    number = day.toordinal() - DAY_ZERO
    return number if number > LEAP_DAY else number - 1

"""Reads a workbook that was just written, as Excel would: each row by its headings, and the sheet 'About'."""

import io
from dataclasses import dataclass
from typing import IO, Any

from openpyxl import load_workbook


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """The rows as (heading, value) pairs in the order of the sheet, and what 'About' says by label."""

    name: str
    rows: list[list[tuple[str, Any]]]
    about: dict[str, str]

    def column(self, heading: str) -> list[Any]:
        """Return the values below one heading."""
        return [dict(row)[heading] for row in self.rows]


def read(file: IO[bytes]) -> ReadWorkbook:
    """Return what the file holds, and close it."""
    with file:
        book = load_workbook(io.BytesIO(file.read()))
    sheet, about = book.worksheets
    headings, *rows = sheet.iter_rows(values_only=True)
    return ReadWorkbook(
        name=sheet.title,
        rows=[list(zip(headings, row, strict=True)) for row in rows],
        about=dict(about.iter_rows(values_only=True)),
    )

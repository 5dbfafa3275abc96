"""The floor of Excel files: xlsxwriter alone in constant memory, 20 columns from memory, and nothing else."""

import datetime
from collections.abc import Iterator
from typing import IO

from xlsxwriter import Workbook

COLUMNS = 20
STATUSES = ("not_yet_started", "in_progress", "blocked", "completed", "withdrawn", "lapsed")
LONG_TEXT = "The office should agree, fund and report on the steps named below. " * 2
START = datetime.date(2026, 1, 1)


def rows(count: int) -> Iterator[tuple[str | int | float | datetime.date, ...]]:
    """Yield rows of 9 texts, 5 numbers, 4 dates and 2 longer texts."""
    for number in range(count):
        due = START + datetime.timedelta(days=number % 900)
        yield (
            f"REC-{number:08}",
            f"Strengthen the follow-up, part {number}",
            f"Region {number % 12}",
            f"PDU {number % 150}",
            f"Owner Name {number % 2000}",
            STATUSES[number % 6],
            "High",
            "Finance & risk",
            "Open",
            *(number, number % 4, number % 100, number / 7, 3),
            *(due, due, due, due),
            LONG_TEXT,
            f"Comment <{number}>",
        )


def write(file: IO[bytes], count: int) -> None:
    """Write so many rows as a workbook."""
    with Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Recommendations")
        for number, row in enumerate(rows(count)):
            sheet.write_row(number, 0, row)

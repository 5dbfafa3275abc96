"""Prints a text report as a PDF, with tables, page breaks and a footer, to read it back."""

import re

from fpdf import FPDF
from fpdf.enums import XPos, YPos

_SIGNS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "•": "*", "…": "..."})
_MARKUP = re.compile(r"\*\*|</?b>|\[([^\]]*)\]\([^)]*\)")


def latin(text: str) -> str:
    """The text in the letters that the PDF's own fonts have."""
    return text.translate(_SIGNS).encode("latin-1", "ignore").decode("latin-1")


class _Pages(FPDF):
    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 10, f"Inspection of probation services: a place   {self.page_no()}", align="R")


def printed(text: str) -> bytes:
    """The report as a PDF of A4 pages."""
    pages = _Pages()
    pages.set_auto_page_break(True, margin=22)
    pages.add_page()
    rows: list[list[str]] = []
    for line in re.sub(r"<sup>(\d+)</sup>", r"\1", text).split("\n"):
        if re.match(r"^\|[\s:|-]+\|$|^---+$", line) or not line.strip():
            continue
        bare = latin(_MARKUP.sub(lambda found: found.group(1) or "", line).rstrip())
        if "\t" in line or (line.startswith("|") and "....." not in line):
            rows.append([cell.strip(" *") for cell in re.split(r"\t|\|", bare.strip("| "))])
            continue
        _print_table(pages, rows)
        _print_line(pages, bare)
    _print_table(pages, rows)
    return bytes(pages.output())


def _print_line(pages: FPDF, line: str) -> None:
    heading = re.match(r"^#+ +(.*)$", line)
    pages.set_font("Helvetica", "B" if heading else "", 14 if heading else 10)
    words = heading.group(1) if heading else line
    pages.multi_cell(0, 7 if heading else 5.5, words, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.ln(2.5)


def _print_table(pages: FPDF, rows: list[list[str]]) -> None:
    if not rows:
        return
    pages.set_font("Helvetica", size=10)
    width = max(len(row) for row in rows)
    with pages.table(first_row_as_headings=False) as table:
        for cells in rows:
            row = table.row()
            for cell in (*cells, *[""] * (width - len(cells))):
                row.cell(cell)
    pages.ln(3)
    rows.clear()

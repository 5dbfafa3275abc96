"""Reads PDF reports: lines with their pages, tables as rows, without what is printed on every page."""

import io
import logging
from collections.abc import Sequence
from itertools import islice

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from inspections.errors import ReportRefused
from inspections.reader.source import pages, pictures, tables
from inspections.reader.source.layout import reading_order, runs_of
from inspections.reader.source.lines import LineWriter, Source

MAX_PAGES = 150
_TAIL = 4096
# Fewer letters than this on an average page of pictures: what is printed on a scan, not its text.
_LETTERS_PER_PAGE = 50

_REFUSALS: dict[str, str] = {
    "password": "The selected file is password protected. Save a copy without the password and choose that.",
    "truncated-pdf": "The selected PDF is incomplete. Download the report again and choose the new copy.",
    "damaged-pdf": "The selected PDF is damaged. Download the report again and choose the new copy.",
    "too-many-pages": f"The selected PDF has more than {MAX_PAGES} pages. "
    "Choose one inspection report, or type in the report's recommendations.",
    "no-text": "The selected PDF has no text, only pictures of pages. "
    "Choose the published report, or type in the report's recommendations.",
}


def read_pdf(data: bytes) -> Source:
    """Return the lines of a PDF of at most 150 pages; raises ReportRefused."""
    # The libraries report every oddity of a file; the person hears of it only when reading fails.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    logging.getLogger("pdfplumber").setLevel(logging.CRITICAL)
    tail = data[-_TAIL:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        # The libraries would piece together what there is, and the recommendations could be in the rest.
        raise _refusal("truncated-pdf")
    try:
        return _read(data)
    except (ReportRefused, MemoryError):
        raise
    except PdfminerException as error:
        locked = any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in error.args)
        raise _refusal("password" if locked else "damaged-pdf") from error
    except Exception as error:
        # A damaged file makes the libraries fail in any place with any error: one refusal for all.
        raise _refusal("damaged-pdf") from error


def _refusal(code: str) -> ReportRefused:
    return ReportRefused(code, _REFUSALS[code])


def _read(data: bytes) -> Source:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        if pdf.doc.encryption is not None:
            raise _refusal("password")
        if len(list(islice(PDFPage.create_pages(pdf.doc), MAX_PAGES + 1))) > MAX_PAGES:
            raise _refusal("too-many-pages")
        if not pdf.pages:
            raise _refusal("damaged-pdf")
        scanned, printed = True, []
        for page in pdf.pages:
            printed.append(_printed(page))
            scanned = scanned and (bool(page.images) or not page.chars)
            page.close()
    _check_text(printed, scanned=scanned)
    writer = LineWriter()
    pages.write(printed, writer)
    return Source(tuple(writer.lines), "pdf", len(printed))


def _printed(page: Page) -> pages.Printed:
    chars = page.chars
    printed_tables, loose = tables.find(page, chars)
    runs = runs_of(loose) + pictures.ratings(page)
    rows = reading_order(runs, float(page.width))
    return pages.Printed(page.page_number, float(page.height), pages.in_order(rows, printed_tables))


def _check_text(printed: Sequence[pages.Printed], *, scanned: bool) -> None:
    letters = sum(page.letters for page in printed)
    if not letters or (scanned and letters < _LETTERS_PER_PAGE * len(printed)):
        raise _refusal("no-text")

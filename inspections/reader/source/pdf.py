"""Reads PDF reports: lines with their pages, tables as rows, without what is printed on every page."""

import io
import logging
from collections.abc import Sequence
from itertools import islice

import pdfplumber
from pdfminer.encodingdb import EncodingDB
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.utils.exceptions import PdfminerException

from inspections.errors import ReportRefused
from inspections.reader.source import pages
from inspections.reader.source.lines import LineWriter, Source, SourceDoubt, Trouble
from inspections.reader.source.sheets import sheets_of

# The hyphen at a broken line's end in most fonts; the library takes it for a space.
EncodingDB.win2unicode[0xAD] = "\u00ad"

MAX_PAGES = 150
_TAIL = 4096
# Fewer letters than this on an average page of pictures: what is printed on a scan, not its text.
_LETTERS_PER_PAGE = 50
# With more of its pages unreadable than this a report is not worth checking line by line.
_MOST_UNREADABLE = 0.8

_REFUSALS: dict[str, str] = {
    "password": "The selected file is password protected. Save a copy without the password and choose that.",
    "truncated-pdf": "The selected PDF is incomplete. Download the report again and choose the new copy.",
    "damaged-pdf": "The selected PDF is damaged. Download the report again and choose the new copy.",
    "too-many-pages": f"The selected PDF has more than {MAX_PAGES} pages. "
    "Choose one inspection report, or type in the report's recommendations.",
    "unreadable-text": "The letters of the selected PDF cannot be read: they have shapes, but no meaning. "
    "Choose another copy, or type in the report's recommendations.",
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
        count, scanned = len(pdf.pages), True
        printed: list[pages.Printed] = []
        doubts: list[SourceDoubt] = []
        for page in pdf.pages:
            sheets, missed = sheets_of(page)
            printed += sheets
            doubts += missed
            scanned = scanned and (bool(page.images) or not page.chars)
            page.close()
    _check_text(printed, count, doubts, scanned=scanned)
    writer = LineWriter()
    doubts += pages.write(printed, writer)
    return Source(tuple(writer.lines), "pdf", count, tuple(doubts))


def _check_text(printed: Sequence[pages.Printed], count: int, doubts: Sequence[SourceDoubt], *, scanned: bool) -> None:
    if sum(1 for doubt in doubts if doubt.trouble is Trouble.UNREADABLE) > _MOST_UNREADABLE * count:
        raise _refusal("unreadable-text")
    letters = sum(page.letters for page in printed)
    if not letters or (scanned and letters < _LETTERS_PER_PAGE * count):
        raise _refusal("no-text")

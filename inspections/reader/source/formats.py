"""Tells by its content what a file is, and refuses what no report is published as."""

import re
from enum import StrEnum

from inspections.errors import ReportRefused
from inspections.reader.patterns import lazy
from inspections.reader.source.plain import NotText, decode

MAX_BYTES = 30 * 1024 * 1024
_HEAD = 4096
_TYPE_IT_IN = "or type in the report's recommendations"


class Form(StrEnum):
    """What a readable file is."""

    TEXT = "text"
    PDF = "pdf"
    HTML = "html"


_REFUSALS: dict[str, str] = {
    "empty": "The selected file is empty. Download the report again and choose the new copy.",
    "too-large": "The selected file must be smaller than 30 MB. Choose the report itself, "
    "without other documents, or a copy saved with smaller pictures.",
    "archive": "The selected file is a zip or other archive. Open it and choose the report inside.",
    "word-document": "The selected file is a Word document. Save it as a PDF and choose the PDF.",
    "office-document": "The selected file is a spreadsheet or presentation. "
    "Choose the published report as a PDF, web page or text file.",
    "image": f"The selected file is a picture. Choose the published report as a PDF or web page, {_TYPE_IT_IN}.",
    "web-archive": "The selected file is a web page saved as an archive. "
    "Save the page again as 'Web page, HTML only' and choose the new copy.",
    "damaged-pdf": "The selected PDF is damaged. Download the report again and choose the new copy.",
    "not-text": "The selected file is not a report that can be read. "
    "Choose the published report as a PDF, web page or text file.",
}

# First bytes -> refusal. Office documents are told apart below, because they share their first bytes.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"\x00\x00\x01\x00", "image"),
    (b"8BPS", "image"),
    (b"{\\rtf", "word-document"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\x7fELF", "not-text"),
    (b"%!PS", "not-text"),
)
_PDF = re.compile(rb"%PDF-\d\.\d")
_WEB_ARCHIVE = re.compile(rb"^(?:From|MIME-Version|Subject|Date):.*?^Content-Type:\s*multipart/", re.S | re.M | re.I)
_PICTURE_MARKUP = lazy(r"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]", re.I | re.S)
_PAGE_MARKUP = lazy(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_FRAGMENT = lazy(
    r"(?:<!--.*?-->\s*)*<(?:article|main|section|div|header|nav|h[1-6]|p|ol|ul|table|title|meta)[\s>]", re.I | re.S
)


def refusal(code: str) -> ReportRefused:
    """Return the refusal with this code, worded for the person who chose the file."""
    return ReportRefused(code, _REFUSALS[code])


def check_size(length: int) -> None:
    """Refuse no bytes at all, and more than a report has. `length` in bytes."""
    if not length:
        raise refusal("empty")
    if length > MAX_BYTES:
        raise refusal("too-large")


def recognise(data: bytes, name: str = "") -> Form:
    """Return what the bytes are; raises ReportRefused for what is not text, PDF or a web page."""
    check_size(len(data))
    if not data.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf\xff\xfe"):
        raise refusal("empty")
    _refuse_other_formats(data)
    if _PDF.search(data[:1024]):
        return Form.PDF
    try:
        head = decode(data[:_HEAD]).lstrip("\ufeff \t\r\n")
    except NotText:
        raise refusal("damaged-pdf" if name.lower().endswith(".pdf") else "not-text") from None
    if _PICTURE_MARKUP.match(head):
        raise refusal("image")
    if _WEB_ARCHIVE.match(data[:_HEAD]):
        raise refusal("web-archive")
    if _is_page(head):
        return Form.HTML
    if head.startswith("<?xml"):
        raise refusal("not-text")
    return Form.TEXT


def _is_page(head: str) -> bool:
    """Return whether marked-up text is a web page.

    Converted Markdown can hold tags too, but does not begin with them.
    """
    if not head.startswith("<"):
        return False
    return bool(_PAGE_MARKUP.search(head) or _FRAGMENT.match(head))


def _refuse_other_formats(data: bytes) -> None:
    for signature, code in _SIGNATURES:
        if data.startswith(signature) and not (signature == b"BM" and data[6:10] != b"\x00" * 4):
            raise refusal(code)
    if data.startswith(b"PK\x03\x04") or data.startswith((b"PK\x05\x06", b"PK\x07\x08")):
        raise refusal(_kind_of_zip(data))
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        word = "WordDocument".encode("utf-16-le") in data
        raise refusal("word-document" if word else "office-document")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise refusal("image")
    if data[4:8] == b"ftyp":
        raise refusal("image" if data[8:12] in {b"heic", b"heix", b"mif1", b"avif"} else "not-text")


def _kind_of_zip(data: bytes) -> str:
    """Return the kind of a zip file, such as an office document.

    The names of its parts stand uncompressed, so nothing is unpacked.
    """
    if b"word/document" in data or b"opendocument.text" in data[:200]:
        return "word-document"
    if b"xl/workbook" in data or b"ppt/presentation" in data or b"opendocument." in data[:200]:
        return "office-document"
    return "archive"

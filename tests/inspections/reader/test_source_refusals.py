"""What is no readable report is refused with a code and a message that says what to do."""

import io
import zipfile

import pytest
from PIL import Image

from inspections.errors import ReportRefused
from inspections.reader.source import read_source
from tests.inspections.reader import report_pdfs


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "text")
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(out, kind)
    return out.getvalue()


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le")
REFUSED = {
    "nothing": (b"", "empty"),
    "only space": (b" \r\n\t\n\x0c", "empty"),
    "only a mark": (b"\xef\xbb\xbf", "empty"),
    "over 30 MB": (b"a" * (30 * 1024 * 1024 + 1), "too-large"),
    "a zip": (zipped("report.pdf"), "archive"),
    "an empty zip": (zipped(), "archive"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(40), "archive"),
    "Word": (zipped("[Content_Types].xml", "word/document.xml"), "word-document"),
    "old Word": (OLD_WORD, "word-document"),
    "rich text": (b"{\\rtf1\\ansi Recommendations}", "word-document"),
    "Excel": (zipped("[Content_Types].xml", "xl/workbook.xml"), "office-document"),
    "old Excel": (OLD_EXCEL, "office-document"),
    "png": (picture("PNG"), "image"),
    "jpeg": (picture("JPEG"), "image"),
    "gif": (picture("GIF"), "image"),
    "tiff": (picture("TIFF"), "image"),
    "bmp": (picture("BMP"), "image"),
    "webp": (picture("WEBP"), "image"),
    "svg": (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'><text>Good</text></svg>", "image"),
    "a program": (b"\x7fELF" + bytes(200), "not-text"),
    "bytes of no kind": (bytes(range(256)) * 50, "not-text"),
    "other mark-up": (b"<?xml version='1.0'?><feed><title>News</title></feed>", "not-text"),
    "a web archive": (b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "web-archive"),
    "a page without text": (b"<!DOCTYPE html><html><body><script>x</script></body></html>", "no-text"),
    "a scan": (report_pdfs.scanned_pdf(), "no-text"),
    "151 pages": (report_pdfs.plain_pdf(151), "too-many-pages"),
    "half a PDF": (report_pdfs.plain_pdf(9)[:6000], "truncated-pdf"),
    "a PDF's first line": (b"%PDF-1.7\n", "truncated-pdf"),
    "only the ends of a PDF": (b"%PDF-1.7\nstartxref\n9\n%%EOF\n", "damaged-pdf"),
    "a PDF to open with a password": (report_pdfs.encrypted_pdf("secret", "owner"), "password"),
    "a PDF to change with a password": (report_pdfs.encrypted_pdf("", "owner"), "password"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_report_is_refused_by_what_it_is(what: str) -> None:
    data, code = REFUSED[what]

    with pytest.raises(ReportRefused) as refused:
        read_source(data, "report.pdf" if what == "a scan" else "")

    assert refused.value.code == code


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_says_what_to_do_in_plain_words(what: str) -> None:
    data, _ = REFUSED[what]

    with pytest.raises(ReportRefused) as refused:
        read_source(data)
    message = str(refused.value)

    assert message.startswith("The selected ")
    assert any(verb in message for verb in ("Choose", "choose", "Save", "Download", "Open"))
    assert not {"please", "invalid", "error"} & set(message.lower().split())


def test_a_password_is_named_first() -> None:
    with pytest.raises(ReportRefused, match=r"^The selected file is password protected"):
        read_source(report_pdfs.encrypted_pdf("secret", "owner"))


def test_a_scan_offers_typing_in() -> None:
    with pytest.raises(ReportRefused, match="type in"):
        read_source(report_pdfs.scanned_pdf())


def test_a_damaged_file_that_is_named_as_a_pdf_is_refused_as_one() -> None:
    with pytest.raises(ReportRefused) as refused:
        read_source(bytes(range(256)) * 50, "Kirklees.PDF")

    assert refused.value.code == "damaged-pdf"

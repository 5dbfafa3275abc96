"""Files of evidence in a few hundred bytes: good ones of each kind, and hostile ones that must be refused."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tracker.rules.evidence_files import (
    DAMAGED,
    EMPTY,
    MACROS,
    MAX_BYTES,
    PROTECTED,
    TOO_BIG,
    TOO_MUCH_INSIDE,
    WRONG_TYPE,
)

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = f"{OFFICE}wordprocessingml.document.main+xml"
SLIDES = f"{OFFICE}presentationml.presentation.main+xml"
VBA = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
EXCEL = f"{OFFICE}spreadsheetml.sheet.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"


def pdf(trailer: bytes = b"<< /Root 1 0 R >>", body: bytes = b"1 0 obj << /Type /Catalog >> endobj") -> bytes:
    return b"%PDF-1.7\n" + body + b"\ntrailer " + trailer + b"\nstartxref\n9\n%%EOF\n"


def png(more: bytes = b"") -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"") + more


def jpeg(more: bytes = b"") -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 20 + b"\xff\xd9" + more


def archive(parts: Mapping[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packed) as made:
        made.comment = comment
        for name, data in parts.items():
            made.writestr(zipfile.ZipInfo(name), data, packed)
    return file.getvalue()


def types(main: str, *, more: str = "", part: str = "/word/document.xml") -> bytes:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="{part}" ContentType="{main}"/>{more}</Types>'
    ).encode()


def docx(parts: Mapping[str, bytes] | None = None, *, main: str = WORD, more: str = "") -> bytes:
    whole = {"[Content_Types].xml": types(main, more=more), "word/document.xml": b"<w:document/>"}
    return archive(whole | dict(parts or {}))


def xlsx(parts: Mapping[str, bytes] | None = None, *, main: str = EXCEL) -> bytes:
    whole = {"[Content_Types].xml": types(main, part="/xl/workbook.xml"), "xl/workbook.xml": b"<workbook/>"}
    return archive(whole | dict(parts or {}))


def encrypted_parts() -> bytes:
    """A document whose parts say that they are encrypted."""
    data = bytearray(docx())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


def lying_sizes() -> bytes:
    """A small document whose list says that each part is 200 MB."""
    data = bytearray(docx())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 24 : at + 28] = (200 * 1024**2).to_bytes(4, "little")
        at += 4
    return bytes(data)


def twins() -> bytes:
    """The same part twice: programs disagree about which counts. Written with another name, then renamed."""
    return docx({"word/documenu.xml": b"<evil/>"}).replace(b"word/documenu.xml", b"word/document.xml")


def many_parts() -> bytes:
    return archive({f"word/{number}": b"" for number in range(2_100)} | {"[Content_Types].xml": types(WORD)})


def swollen(main: str, part: str, megabytes: int) -> bytes:
    """A document with one part of so many megabytes of zeros, packed without ever being whole in memory."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", types(main))
        with made.open(part, "w") as written:
            for _ in range(megabytes):
                written.write(b"0" * 1024**2)
    return file.getvalue()


def old_office(*streams: str, text: str = "") -> bytes:
    """An envelope of Office's old formats with these streams in its directory, and text in the first of them."""
    entries = b""
    for name in streams:
        said = name.encode("utf-16-le") + b"\0\0"
        entries += said.ljust(64, b"\0") + len(said).to_bytes(2, "little") + b"\x02" + b"\0" * 61
    return OLE + b"\0" * (1024 - len(OLE)) + entries + b"\0" * 512 + text.encode("utf-16-le") + b"\0" * 600


def mail(more: bytes = b"") -> bytes:
    return (
        b"Received: from relay.example by mail.example\r\nFrom: Head of PDU <head@example.org>\r\n"
        b"To: lead@example.org\r\nSubject: Minutes\r\nDate: Mon, 2 Nov 2026 09:00:00 +0000\r\n"
        + more
        + b"\r\n\r\nAttached.\r\n"
    )


def pptx(parts: Mapping[str, bytes] | None = None) -> bytes:
    whole = {"[Content_Types].xml": types(SLIDES, part="/ppt/presentation.xml"), "ppt/presentation.xml": b"<p/>"}
    return archive(whole | dict(parts or {}))


CSV = b"Month,Cases read,Good enough\r\nOctober,12,9\r\nNovember,10,8\r\n"


def odd_packing() -> bytes:
    """A way of packing that nobody knows."""
    data = bytearray(docx())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 10 : at + 12] = b"\x63\x00"
        at += 4
    return bytes(data)


def broken_types() -> bytes:
    """The list of types does not have the checksum that it should."""
    return archive({"[Content_Types].xml": types(WORD), "word/document.xml": b"x"}, packed=zipfile.ZIP_STORED).replace(
        b"<Override", b"<0verride"
    )


ZIP_OF_NOTHING = archive({"readme.txt": b"hello"})

# What it is, and the words it is refused with. Names do not matter: the content decides.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "no bytes": (b"", EMPTY),
    "white space": (b" \r\n\t ", EMPTY),
    "nulls": (b"\x00" * 4096, EMPTY),
    "15 MB": (b"%PDF-1.7\n" + b"0" * MAX_BYTES, TOO_BIG),
    "HTML": (HTML, WRONG_TYPE),
    "HTML behind a byte order mark": (b"\xef\xbb\xbf" + HTML, WRONG_TYPE),
    "SVG": (SVG, WRONG_TYPE),
    "XML": (b"<?xml version='1.0'?><a/>", WRONG_TYPE),
    "XML that asks for a file": (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", WRONG_TYPE),
    "plain text": (b"An ordinary note", WRONG_TYPE),
    "CSV with a formula": (b"=cmd|'/C calc'!A0,1", WRONG_TYPE),
    "EICAR": (EICAR, WRONG_TYPE),
    "EICAR in an archive": (archive({"eicar.com": EICAR}), WRONG_TYPE),
    "Windows program": (b"MZ\x90\x00" + b"\x00" * 200, WRONG_TYPE),
    "Linux program": (b"\x7fELF" + b"\x00" * 200, WRONG_TYPE),
    "Java class": (b"\xca\xfe\xba\xbe" + b"\x00" * 200, WRONG_TYPE),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", WRONG_TYPE),
    "PowerShell": (b"Invoke-WebRequest http://127.0.0.1/", WRONG_TYPE),
    "JavaScript": (b"alert(1)", WRONG_TYPE),
    "shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00" + b"\x00" * 60, WRONG_TYPE),
    "GIF": (b"GIF89a\x01\x00\x01\x00", WRONG_TYPE),
    "BMP": (b"BM" + b"\x01" * 60, WRONG_TYPE),
    "TIFF": (b"II*\x00" + b"\x01" * 60, WRONG_TYPE),
    "WebP": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", WRONG_TYPE),
    "HEIC": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 20, WRONG_TYPE),
    "MP4": (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 20, WRONG_TYPE),
    "RTF": (b"{\\rtf1 hello}", WRONG_TYPE),
    "PostScript": (b"%!PS-Adobe-3.0\n", WRONG_TYPE),
    "mail": (b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n<b>", WRONG_TYPE),
    "gzip": (b"\x1f\x8b\x08\x00" + b"\x00" * 60, WRONG_TYPE),
    "RAR": (b"Rar!\x1a\x07\x00" + b"\x01" * 60, WRONG_TYPE),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"\x01" * 60, WRONG_TYPE),
    "ordinary archive": (ZIP_OF_NOTHING, WRONG_TYPE),
    "empty archive": (b"PK\x05\x06" + b"\x00" * 18, WRONG_TYPE),
    "Java archive": (archive({"META-INF/MANIFEST.MF": b"Main-Class: a"}), WRONG_TYPE),
    "OpenDocument": (archive({"mimetype": b"application/vnd.oasis.opendocument.text"}), WRONG_TYPE),
    "PowerPoint": (archive({"[Content_Types].xml": types(SLIDES)}), WRONG_TYPE),
    "Word template": (docx(main=WORD.replace("document.main", "template.main")), WRONG_TYPE),
    "Word without its main part": (archive({"[Content_Types].xml": types(WORD)}), WRONG_TYPE),
    "Word and Excel at once": (
        archive({"[Content_Types].xml": types(WORD) + types(EXCEL), "word/a": b"a", "xl/a": b"a"}),
        WRONG_TYPE,
    ),
    "types that hold entities": (
        archive({"[Content_Types].xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + types(WORD), "word/a": b"a"}),
        WRONG_TYPE,
    ),
    "types of 2 MB": (
        archive({"[Content_Types].xml": types(WORD) + bytes(range(256)) * 8192, "word/a": bytes(range(256)) * 99}),
        TOO_MUCH_INSIDE,
    ),
    "path out of the folder": (docx({"../../evil.xml": b"x"}), WRONG_TYPE),
    "path from the root": (docx({"/etc/passwd": b"x"}), WRONG_TYPE),
    "path with a drive": (docx({"C:/evil.xml": b"x"}), WRONG_TYPE),
    "path with back slashes": (docx({"word\\..\\..\\evil.xml": b"x"}), WRONG_TYPE),
    "the same part twice": (twins(), WRONG_TYPE),
    "macros in Word": (docx({"word/vbaProject.bin": b"x"}), MACROS),
    "macros in Excel": (xlsx({"xl/vbaProject.bin": b"x"}), MACROS),
    "macros in capitals": (docx({"word/VBAPROJECT.BIN": b"x"}), MACROS),
    "macros by another name": (docx({"word/notes.bin": b"x"}, more=VBA), MACROS),
    "macro sheets": (xlsx({"xl/macrosheets/sheet1.xml": b"x"}), MACROS),
    "DOCM named DOCX": (docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"), MACROS),
    "XLSM named XLSX": (xlsx(main="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), MACROS),
    "Word with a password": (old_office("EncryptedPackage"), PROTECTED),
    "parts with a password": (encrypted_parts(), PROTECTED),
    "macros in old Word": (old_office("WordDocument", "Macros", "VBA"), MACROS),
    "macros in old Excel": (old_office("Workbook", "_VBA_PROJECT_CUR"), MACROS),
    "macros in a document within a message": (old_office("__properties_version1.0", "_VBA_PROJECT"), MACROS),
    "macros in PowerPoint": (pptx({"ppt/vbaProject.bin": b"x"}), MACROS),
    "an old envelope of something else": (old_office("__nameid_version1.0"), WRONG_TYPE),
    "an old envelope with text that names a stream": (old_office("Other", text="Workbook WordDocument"), WRONG_TYPE),
    "an old envelope of nothing": (OLE, WRONG_TYPE),
    "a message without a date": (mail().replace(b"Date:", b"Day:"), WRONG_TYPE),
    "a message with nulls": (mail(b"X-More: a\0b"), WRONG_TYPE),
    "a program in front of a message": (b"MZ\x90\x00" + mail(), WRONG_TYPE),
    "a table of one column": (b"Cases\r\n12\r\n10\r\n", WRONG_TYPE),
    "a table whose rows differ": (b"a,b\r\n1,2,3\r\n1,2\r\n1,2\r\n", WRONG_TYPE),
    "a table with control characters": (CSV + b"\x07,1,2\r\n", WRONG_TYPE),
    "a table that begins as a page": (b"<html>,b,c\r\n1,2,3\r\n", WRONG_TYPE),
    "a table that begins as a script": (b"#!/bin/sh,a\nb,c\nd,e\n", WRONG_TYPE),
    "200 MB in 200 kB": (swollen(WORD, "word/media/image1.bmp", 200), TOO_MUCH_INSIDE),
    "20 MB in 20 kB": (swollen(EXCEL, "xl/worksheets/sheet1.xml", 20), TOO_MUCH_INSIDE),
    "sizes that lie": (lying_sizes(), TOO_MUCH_INSIDE),
    "2,100 parts": (many_parts(), TOO_MUCH_INSIDE),
    "half a document": (docx()[: len(docx()) // 2], DAMAGED),
    "a document without its list": (docx()[:-22], DAMAGED),
    "an unknown way of packing": (odd_packing(), DAMAGED),
    "types with a wrong checksum": (broken_types(), DAMAGED),
    "PDF with a password": (pdf(b"<< /Root 1 0 R /Encrypt 5 0 R >>"), PROTECTED),
    "PDF with a password, in line": (pdf(b"<< /Encrypt << /Filter /Standard >> >>"), PROTECTED),
    "PDF with a password, in numbers": (pdf(b"<< /#45ncr#79pt 5 0 R >>"), PROTECTED),
    "half a PDF": (pdf()[:30], DAMAGED),
    "only the first line of a PDF": (b"%PDF-1.7\n" + HTML, DAMAGED),
    "PDF behind other words": (b"MZ" + pdf(), WRONG_TYPE),
    "PDF of no version": (b"%PDF-x\n%%EOF", WRONG_TYPE),
    "PDF and archive in one": (pdf() + ZIP_OF_NOTHING, WRONG_TYPE),
    "PDF and archive in one, with a comment": (pdf() + archive({"a": b"b"}, comment=b"the end"), WRONG_TYPE),
    "PNG and archive in one": (png(ZIP_OF_NOTHING), WRONG_TYPE),
    "JPG and Java archive in one": (jpeg(archive({"META-INF/MANIFEST.MF": b""})), WRONG_TYPE),
    "archive and PDF in one": (ZIP_OF_NOTHING + pdf(), WRONG_TYPE),
    "half a PNG": (png()[:40], DAMAGED),
    "PNG of one line": (b"\x89PNG\r\n\x1a\n" + HTML, WRONG_TYPE),
    "half a JPG": (jpeg()[:20], DAMAGED),
    "JPG of one line": (b"\xff\xd8" + HTML, WRONG_TYPE),
}  # fmt: skip

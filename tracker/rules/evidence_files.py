"""Tells by its content what a file of evidence is, and refuses what may not be kept; nothing is ever unpacked whole."""

import csv
import io
import re
import zipfile
from email import policy
from email.parser import BytesParser
from enum import StrEnum

from tracker.errors import InvalidInput

MEGABYTE = 1024 * 1024
MAX_BYTES = 15 * MEGABYTE
MAX_UNPACKED_BYTES = 150 * MEGABYTE
MAX_PARTS = 2_000
MAX_RATIO = 100  # unpacked to packed
MAX_TYPES_BYTES = MEGABYTE  # of the list of types in an Office document; real ones have a few kilobytes

WRONG_TYPE = "The selected file must be a PDF, Word, Excel, PowerPoint, email, CSV, JPG or PNG"
TOO_BIG = "The selected file must be smaller than 15MB"
EMPTY = "The selected file is empty"
PROTECTED = "The selected file is password protected"
MACROS = "The selected file must not have macros in it"
TOO_MUCH_INSIDE = "The selected file must be smaller than 150MB when it is unpacked"
DAMAGED = "The selected file is damaged. Save it again and select the new copy"


class FileKind(StrEnum):
    """What a piece of evidence may be; the value is the ending of its name."""

    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"
    SLIDES = "pptx"
    OLD_WORD = "doc"
    OLD_EXCEL = "xls"
    OLD_SLIDES = "ppt"
    OUTLOOK = "msg"
    EMAIL = "eml"
    CSV = "csv"
    PNG = "png"
    JPEG = "jpg"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def label(self) -> str:
        """Return what people call it: 'Word'."""
        return _LABELS[self]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.WORD: f"{_OFFICE}wordprocessingml.document",
    FileKind.EXCEL: f"{_OFFICE}spreadsheetml.sheet",
    FileKind.SLIDES: f"{_OFFICE}presentationml.presentation",
    FileKind.OLD_WORD: "application/msword",
    FileKind.OLD_EXCEL: "application/vnd.ms-excel",
    FileKind.OLD_SLIDES: "application/vnd.ms-powerpoint",
    FileKind.OUTLOOK: "application/vnd.ms-outlook",
    FileKind.EMAIL: "message/rfc822",
    FileKind.CSV: "text/csv",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
_LABELS = {
    FileKind.PDF: "PDF",
    FileKind.WORD: "Word",
    FileKind.EXCEL: "Excel",
    FileKind.SLIDES: "PowerPoint",
    FileKind.OLD_WORD: "Word",
    FileKind.OLD_EXCEL: "Excel",
    FileKind.OLD_SLIDES: "PowerPoint",
    FileKind.OUTLOOK: "email",
    FileKind.EMAIL: "email",
    FileKind.CSV: "CSV",
    FileKind.PNG: "PNG picture",
    FileKind.JPEG: "JPG picture",
}
# The main part of a document without macros, and where it stands; templates and add-ins have other types.
_MAIN_PARTS = {
    FileKind.WORD: (b'"' + _CONTENT_TYPES[FileKind.WORD].encode() + b'.main+xml"', "word/"),
    FileKind.EXCEL: (b'"' + _CONTENT_TYPES[FileKind.EXCEL].encode() + b'.main+xml"', "xl/"),
    FileKind.SLIDES: (b'"' + _CONTENT_TYPES[FileKind.SLIDES].encode() + b'.main+xml"', "ppt/"),
}
# The stream in Office's old envelope that tells what it is. Outlook's may hold documents, so it is asked first.
_STREAMS = {
    "__properties_version1.0": FileKind.OUTLOOK,
    "WordDocument": FileKind.OLD_WORD,
    "Workbook": FileKind.OLD_EXCEL,
    "Book": FileKind.OLD_EXCEL,
    "PowerPoint Document": FileKind.OLD_SLIDES,
}
_OLE_MACROS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros")
_OLE_ENTRY_BYTES = 128  # each name of a stream stands at a multiple of it, with its length behind 64 bytes
_MAIL_HEAD_BYTES = 256 * 1024
_CSV_LINES = 100
_MACRO_PARTS = ("vbaproject", "vbadata", "macrosheets/")
_TYPES_PART = "[Content_Types].xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP, _ZIP_ENTRY, _ZIP_END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_ZIP_END_LENGTH = 22


def _hidden_name(name: str) -> bytes:
    """Return a pattern for a PDF name, of which any letter may be written as its number: /Encrypt is /#45ncrypt too."""
    return b"/" + b"".join(b"(?:%c|#%02x)" % (letter, letter) for letter in name.encode())


_PDF_HEAD = re.compile(rb"%PDF-[12]\.\d")
_PDF_ENCRYPTED = re.compile(_hidden_name("Encrypt") + rb"\s*(?:\d+\s+\d+\s+R|<<)", re.I)


def check_size(size: int) -> None:
    """Refuse no bytes at all and more than 15 MB, before the file is read. `size` in bytes."""
    if not size:
        raise _refusal(EMPTY)
    if size >= MAX_BYTES:
        raise _refusal(TOO_BIG)


def recognise(data: bytes) -> FileKind:
    """Return what the bytes are, whatever the file's name says; raises InvalidInput with the words of GOV.UK."""
    check_size(len(data))
    if not data.strip(b" \t\r\n\x00"):
        raise _refusal(EMPTY)
    if data.startswith(_OLE):
        return _old_office(data)
    if data.startswith(_ZIP):
        return _office(data)
    if _ends_as_zip(data):  # two files in one
        raise _refusal(WRONG_TYPE)
    if _PDF_HEAD.match(data):
        return _pdf(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return _whole(FileKind.PNG, data, b"IEND")
    if data.startswith(b"\xff\xd8\xff"):
        return _whole(FileKind.JPEG, data, b"\xff\xd9")
    return _text(data)


def _text(data: bytes) -> FileKind:
    if _is_mail(data):
        return FileKind.EMAIL
    if _is_table(data):
        return FileKind.CSV
    raise _refusal(WRONG_TYPE)


def _old_office(data: bytes) -> FileKind:
    """Return what is in the envelope of Office's old formats, by the names of its streams."""
    if _has_stream(data, "EncryptedPackage"):  # a new document that is encrypted has the old envelope
        raise _refusal(PROTECTED)
    if any(_has_stream(data, name) for name in _OLE_MACROS):
        raise _refusal(MACROS)
    for name, kind in _STREAMS.items():
        if _has_stream(data, name):
            return kind
    raise _refusal(WRONG_TYPE)


def _has_stream(data: bytes, name: str) -> bool:
    """Return whether the directory of an OLE file names this stream; text that says the same is no name."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0:
        length = int.from_bytes(data[at + 64 : at + 66], "little")
        if at % _OLE_ENTRY_BYTES == 0 and length == len(wanted):
            return True
        at = data.find(wanted, at + 1)
    return False


def _is_mail(data: bytes) -> bool:
    """Return whether this is a message as mail programs save it: headers, with who wrote it, when and to whom."""
    if b"\0" in data[:_MAIL_HEAD_BYTES] or not re.match(rb"[A-Za-z][A-Za-z0-9-]*: ?\S", data):
        return False
    head = BytesParser(policy=policy.compat32).parsebytes(data[:_MAIL_HEAD_BYTES], headersonly=True)
    return bool(head["From"] and head["Date"] and (head["To"] or head["Subject"] or head["Message-ID"]))


def _is_table(data: bytes) -> bool:
    """Return whether this is text in rows of as many values each, parted by commas, semicolons or tabs."""
    text = _decoded(data)
    if text is None or text.lstrip().startswith(("<", "#!", "{", "%")):
        return False
    lines = text.splitlines()[:_CSV_LINES]
    for mark in (",", ";", "\t"):
        try:
            rows = [row for row in csv.reader(lines, delimiter=mark, strict=True) if row]
        except csv.Error:
            continue
        if len(rows) > 1 and len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows[:-1]):
            return True
    return False


def _decoded(data: bytes) -> str | None:
    """Return the text of a file as Excel saves it; None for what is no text."""
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if re.search("[\x00-\x08\x0e-\x1f]", text) else text
    return None


def _pdf(data: bytes) -> FileKind:
    if _PDF_ENCRYPTED.search(data):
        raise _refusal(PROTECTED)
    return _whole(FileKind.PDF, data, b"%%EOF")


def _whole(kind: FileKind, data: bytes, ending: bytes) -> FileKind:
    """Return the kind of a file that has the end of its kind somewhere; cameras and printers write more behind it."""
    if ending not in data:
        raise _refusal(DAMAGED)
    return kind


def _ends_as_zip(data: bytes) -> bool:
    """Return whether an archive ends where the file ends: its comment, of a stated length, is the last thing in it."""
    start = data.rfind(_ZIP_END, max(0, len(data) - _ZIP_END_LENGTH - 0xFFFF))
    if start < 0 or start + _ZIP_END_LENGTH > len(data):
        return False
    return start + _ZIP_END_LENGTH + int.from_bytes(data[start + 20 : start + 22], "little") == len(data)


def _office(data: bytes) -> FileKind:
    # Counted before the list is read: a list of a million parts would fill the memory.
    if data.count(_ZIP_ENTRY) > MAX_PARTS:
        raise _refusal(TOO_MUCH_INSIDE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts(parts, packed=len(data))
            return _kind_of_document(parts, _types_of(archive))
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, EOFError, OSError) as error:
        raise _refusal(DAMAGED) from error


def _check_parts(parts: list[zipfile.ZipInfo], *, packed: int) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise _refusal(PROTECTED)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * packed or len(parts) > MAX_PARTS:
        raise _refusal(TOO_MUCH_INSIDE)
    names = [part.filename.lower() for part in parts]
    strays = any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names)
    if strays or len(set(names)) < len(names):
        raise _refusal(WRONG_TYPE)
    if any(word in name for name in names for word in _MACRO_PARTS):
        raise _refusal(MACROS)


def _types_of(archive: zipfile.ZipFile) -> bytes:
    """Return the document's list of types; the only part that is read, and only up to a limit."""
    if _TYPES_PART not in archive.namelist():
        raise _refusal(WRONG_TYPE)
    try:
        with archive.open(_TYPES_PART) as part:
            types = part.read(MAX_TYPES_BYTES + 1)
    except Exception as error:  # each way of packing fails in its own way
        raise _refusal(DAMAGED) from error
    if len(types) > MAX_TYPES_BYTES or b"<!DOCTYPE" in types or b"<!ENTITY" in types:
        raise _refusal(WRONG_TYPE)
    return types


def _kind_of_document(parts: list[zipfile.ZipInfo], types: bytes) -> FileKind:
    if b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
        raise _refusal(MACROS)
    kinds = [
        kind
        for kind, (main, folder) in _MAIN_PARTS.items()
        if main in types.replace(b"'", b'"') and any(part.filename.startswith(folder) for part in parts)
    ]
    if len(kinds) != 1:
        raise _refusal(WRONG_TYPE)
    return kinds[0]


def _refusal(words: str) -> InvalidInput:
    return InvalidInput(words, field="upload")

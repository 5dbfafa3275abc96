"""Reads text and Markdown reports in the encodings that people save them in."""

import codecs

from inspections.reader.patterns import lazy
from inspections.reader.source.hyphens import with_whole_words
from inspections.reader.source.lines import Line, LineWriter, Source

# Byte order marks. UTF-32 first: its mark begins with that of UTF-16.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 8192
_CONTROL = lazy("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffd]")
# Markdown and mail set quoted text apart so.
_QUOTED = lazy(r"^(?:> ?)+(?=[^\d\s]|\d{1,2}[.)]|$)")
_LINE_END = lazy("\r\n|\r|\n")


class NotText(ValueError):
    """The bytes are no text in an encoding that reports come in."""


def read_text(data: bytes) -> Source:
    """Return the lines of a text; Markdown is left in, form feeds count as nothing."""
    writer = LineWriter()
    text = decode(data).replace("\x0c", "").replace("\x0b", " ")
    for line in with_whole_words([_QUOTED.sub("", line) for line in _LINE_END.split(text)]):
        writer.add(line)
    return Source(tuple(_without_last_empty(writer.lines)), "text", None)


def decode(data: bytes) -> str:
    """Return the text of UTF-8, UTF-16, UTF-32 or Windows-1252 bytes, without a byte order mark.

    Raises NotText for what is binary. May be given the beginning of a file, cut anywhere.
    """
    text = _decode_by_mark(data) or _decode_utf_16(data) or _decode_bytes(data)
    if _looks_binary(text):
        raise NotText
    return text


def _without_last_empty(lines: list[Line]) -> list[Line]:
    """Return the lines without an empty last one: the end of the last line is not a line of its own."""
    return lines[:-1] if len(lines) > 1 and not lines[-1].text else lines


def _decode_by_mark(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if encoding == "utf-8":
                return _decode_bytes(data[len(mark) :])
            return data[len(mark) :].decode(encoding, "replace").removesuffix("\ufffd")
    return None


def _decode_utf_16(data: bytes) -> str | None:
    """Decode UTF-16 without a mark: in English text every second byte is zero."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.7 and even < half * 0.05:
        return data.decode("utf-16-le", "replace").removesuffix("\ufffd")
    if even > half * 0.7 and odd < half * 0.05:
        return data.decode("utf-16-be", "replace").removesuffix("\ufffd")
    return None


def _decode_bytes(data: bytes) -> str:
    """Decode UTF-8 or, byte by byte where that fails, Windows-1252: files pasted together hold both."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "windows-1252-where-broken")


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return broken.decode("windows-1252", "replace"), error.end


codecs.register_error("windows-1252-where-broken", _as_windows_1252)


def _looks_binary(text: str) -> bool:
    """Return whether these are no words: control characters, or too few characters of English."""
    sample = text[:_SAMPLE]
    if not sample.strip():
        return False
    if len(_CONTROL.findall(sample)) > max(1, len(sample) // 200):
        return True
    solid = "".join(sample.split())
    return len(solid) > 40 and sum(map(str.isascii, solid)) < len(solid) * 0.6

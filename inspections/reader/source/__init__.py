"""Turns the bytes of a published report, whatever its format, into numbered lines."""

from inspections.reader.source.formats import MAX_BYTES, Form, check_size, recognise
from inspections.reader.source.lines import Line, Source

__all__ = ["MAX_BYTES", "Form", "Line", "Source", "check_size", "read_source"]


def read_source(data: bytes, name: str = "") -> Source:
    """Return the lines of a text, PDF or web page report.

    The format is told by the content; `name`, the file's name, only helps to word a refusal.
    Raises ReportRefused. Takes about 0.1 seconds a page of a PDF. Hostile files can use much
    time and memory, so call it through inspections.reader.sandbox.
    """
    # Each reader is imported when it is needed: a text report waits for neither PDF nor HTML libraries.
    match recognise(data, name):
        case Form.PDF:
            from inspections.reader.source.pdf import read_pdf  # noqa: PLC0415

            return read_pdf(data)
        case Form.HTML:
            from inspections.reader.source.web import read_web_page  # noqa: PLC0415

            return read_web_page(data)
        case _:
            from inspections.reader.source.plain import read_text  # noqa: PLC0415

            return read_text(data)

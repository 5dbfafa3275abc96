"""Makes files that would take a reader's time or memory, or that damage has changed."""

import random
import zlib

from tests.inspections.reader.report_pdfs import pdf_of, stream

_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
)
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def one_page(content: bytes, extra: bytes = b"") -> bytes:
    return pdf_of([_CATALOGUE, _ONE_PAGE, _PAGE, stream(content, extra), _FONT])


def giant_stream() -> bytes:
    """2 GB of spaces, packed twice into a few kilobytes."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(2048)) + packer.flush()
    return one_page(zlib.compress(packed, 9), b"/Filter [/FlateDecode /FlateDecode]")


def endless_text() -> bytes:
    """A page that draws letters without end."""
    return one_page(
        zlib.compress(b"BT /F1 9 Tf " + b"(aaaaaaaaaaaaaaaa) Tj " * 3_000_000 + b"ET", 9), b"/Filter /FlateDecode"
    )


def looping_cross_references() -> bytes:
    """The table of objects names itself as the one before it."""
    whole = one_page(b"BT /F1 12 Tf 72 700 Td (Text) Tj ET")
    start = int(whole.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def looping_pages() -> bytes:
    """The tree of pages holds itself."""
    return pdf_of([_CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def deep_objects() -> bytes:
    """A list in a list, 200,000 deep."""
    return pdf_of([_CATALOGUE, _ONE_PAGE, _PAGE, b"[" * 200_000 + b"]" * 200_000, _FONT])


def many_pages() -> bytes:
    """5,000 pages that are one page."""
    kids = b"3 0 R " * 5000
    return pdf_of([_CATALOGUE, b"<< /Type /Pages /Kids [%s] /Count 5000 >>" % kids, _PAGE, stream(b""), _FONT])


def form_in_itself() -> bytes:
    """A drawing that draws itself."""
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>"
    )
    page = _PAGE.replace(b"/Font << /F1 5 0 R >>", b"/Font << /F1 5 0 R >> /XObject << /X 4 0 R >>")
    return pdf_of([_CATALOGUE, _ONE_PAGE, page, form, _FONT])


def many_lines() -> bytes:
    """A drawing of 20,000 lines."""
    return one_page(
        b"".join(b"%d 0 m %d 800 l S 0 %d m 500 %d l S\n" % (n % 595, n % 595, n % 842, n % 842) for n in range(20_000))
    )


def deep_page() -> bytes:
    """A web page nested 100,000 deep."""
    return b"<!DOCTYPE html><html><body>" + b"<div>" * 100_000 + b"text" + b"</div>" * 100_000


def deep_lists() -> bytes:
    """A web page of lists in lists."""
    return b"<!DOCTYPE html><html><body>" + b"<ol><li>one" * 50_000


def long_line() -> bytes:
    """20 MB without a line's end."""
    return b"HM Inspectorate of Probation recommendations " * 450_000


def many_short_lines() -> bytes:
    """Three million lines."""
    return b"1. a\n" * 3_000_000


HOSTILE = (
    giant_stream,
    endless_text,
    looping_cross_references,
    looping_pages,
    deep_objects,
    many_pages,
    form_in_itself,
    many_lines,
    deep_page,
    deep_lists,
    long_line,
    many_short_lines,
)


def flipped(data: bytes, seed: int) -> bytes:
    """The file with one to twenty of its bytes changed."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] ^= chance.randint(1, 255)
    return bytes(changed)

"""The child process of `drawing`: limits itself, reads a PDF from standard input, gives each picture when drawn."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Sequence

import pypdfium2

from inspections.reader.drawing import HEADER
from inspections.reader.sandbox_child import limit

# Dots for each point of the page, and the most of them: enough to read small print, whatever size a page says it has.
_SCALE, _WIDEST, _HIGHEST = 1.5, 1300, 1900
# Print has few colours, and a picture of few colours is a third of the size.
_COLOURS = 32


def drawn(data: bytes, pages: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Yield each page and its picture; a page that cannot be drawn is left out."""
    document = pypdfium2.PdfDocument(data)
    for page in pages:
        with contextlib.suppress(pypdfium2.PdfiumError, ValueError, IndexError, OSError):
            yield page, _picture(document[page - 1])


def _picture(page: pypdfium2.PdfPage) -> bytes:
    width, height = page.get_size()
    scale = min(_SCALE, _WIDEST / width, _HIGHEST / height) if width > 0 and height > 0 else _SCALE
    picture = io.BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").quantize(_COLOURS).save(picture, "PNG")
    return picture.getvalue()


def main() -> int:
    seconds, megabytes, pages = int(sys.argv[1]), int(sys.argv[2]), [int(page) for page in sys.argv[3:]]
    limit(seconds, megabytes)
    # Nothing that a library prints may get into the answer.
    with os.fdopen(os.dup(1), "wb") as replies, contextlib.suppress(pypdfium2.PdfiumError, MemoryError):
        os.dup2(2, 1)
        for page, picture in drawn(sys.stdin.buffer.read(), pages):
            replies.write(HEADER.pack(page, len(picture)) + picture)
            replies.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())

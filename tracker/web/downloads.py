"""Files that people brought in, given back so that no browser runs anything in them."""

from django.core.files import File
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from tracker.rules.evidence import content_disposition


def safe_download(file: File, *, content_type: str, name: str, original: str) -> FileResponse:
    """Return a download; `name` is our own name for it, `original` that of the file."""
    answer = FileResponse(file, content_type=content_type)
    answer.headers["Content-Disposition"] = content_disposition(name, original)
    _make_safe(answer)
    return answer


def safe_picture(picture: bytes) -> HttpResponse:
    """Return a PNG that a page shows; no browser or proxy keeps it, since who may see it can change."""
    answer = HttpResponse(picture, content_type="image/png")
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cache-Control"] = "private, no-store"
    _make_safe(answer)
    return answer


def _make_safe(answer: HttpResponseBase) -> None:
    # A browser that opens it all the same may not run anything in it.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"

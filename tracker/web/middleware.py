"""What happens to every request: an id and a log line, a size limit, and sessions that end."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tracker import request_ids

log = logging.getLogger("tracker.requests")

# How often a session's last use is written down. Writing it on each request would cost each page a query.
SEEN_EVERY_SECONDS = 60
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class ServiceRequest(HttpRequest):
    """A request as the views meet it: with what the middleware adds."""

    id: str
    # Why the session that came with this request ended: 'idle' (30 minutes), 'limit' (8 hours) or ''.
    session_ended: str
    # Whose session the limit of 8 hours has just ended (web/form_drafts.py).
    ended_session_of: str


Inner = Callable[[HttpRequest], HttpResponseBase]
Answer = Callable[[ServiceRequest], HttpResponseBase]


def request_record(get_response: Inner) -> Answer:
    """Give each request an id and log one line for it, without its query string (it may hold names)."""

    def answer(request: ServiceRequest) -> HttpResponseBase:
        began = time.perf_counter()
        request.id = request_ids.begin_request()
        try:
            response = get_response(request)
            response.headers["X-Request-Id"] = request.id
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
            _log(request, response, milliseconds=round((time.perf_counter() - began) * 1000))
        finally:
            request_ids.end_request()
        return response

    return answer


def _log(request: HttpRequest, response: HttpResponseBase, *, milliseconds: int) -> None:
    if request.path.startswith(("/health/", settings.STATIC_URL)):
        return
    # Only a person the view has looked up already: a log line must not cost a query.
    person = getattr(getattr(request, "_cached_user", None), "pk", None)
    log.info(
        "%s %s %s %s ms",
        request.method,
        request.path,
        response.status_code,
        milliseconds,
        extra={"status": response.status_code, "milliseconds": milliseconds, "person": person},
    )


def body_limit(get_response: Inner) -> Answer:
    """Refuse a body over MAX_BODY_BYTES before a byte of it is read."""

    def answer(request: ServiceRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.MAX_BODY_BYTES:
            megabytes = settings.MAX_BODY_BYTES // 1024**2
            return HttpResponse(
                f"The file must be smaller than {megabytes} MB. Go back and choose a smaller one.",
                status=413,
                content_type="text/plain; charset=utf-8",
            )
        return get_response(request)

    return answer


def session_limits(get_response: Inner) -> Answer:
    """End a session 30 minutes after its last use and 8 hours after sign-in, and forbid storing its pages."""

    def answer(request: ServiceRequest) -> HttpResponseBase:
        request.session_ended = _end_or_renew(request, now=int(time.time()))
        response = get_response(request)
        if request.session.get("seen_at"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def _end_or_renew(request: ServiceRequest, *, now: int) -> str:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    session = request.session
    if SESSION_KEY not in session:
        # The cookie outlives the row until the browser closes: it was a session, and it has run out.
        return "idle" if session.is_empty() else ""
    if now - session.setdefault("began_at", now) >= settings.SESSION_ABSOLUTE_AGE:
        request.ended_session_of = session[SESSION_KEY]
        logout(request)
        return "limit"
    if now - session.get("seen_at", 0) >= SEEN_EVERY_SECONDS:
        session["seen_at"] = now
    return ""

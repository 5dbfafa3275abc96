"""The pages for what went wrong: not found, no access, a problem, an out-of-date form."""

import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, also for what a person may not know exists, so it says which account is signed in."""
    return render(request, "errors/404.html", status=HTTPStatus.NOT_FOUND)


def no_access(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=HTTPStatus.FORBIDDEN)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _without_account(request, "errors/400.html", HTTPStatus.BAD_REQUEST)


def form_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 where the token that proves a form came from our page is missing or old."""
    log.warning("A form was refused: %s", reason)
    return _without_account(request, "errors/csrf.html", HTTPStatus.FORBIDDEN)


def problem(request: HttpRequest) -> HttpResponse:
    """Answer 500 and ask nothing of the database, the session or the cache: one of them may be what failed."""
    return _without_account(request, "errors/500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def _without_account(request: HttpRequest, template: str, status: HTTPStatus) -> HttpResponse:
    """Return a page that never looks up who is signed in; the reference is the request's id in the logs."""
    facts = {"without_account": True, "reference": getattr(request, "id", "")[:12]}
    return HttpResponse(render_to_string(template, facts, request=request), status=status)

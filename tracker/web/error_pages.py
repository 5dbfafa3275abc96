"""In the demo, the service's own error pages. DEBUG is on there, and Django would show its pages for developers."""

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tracker.web.views import errors

log = logging.getLogger(__name__)


class OwnErrorPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # No view was found for the address: Django answered before any view could.
        if response.status_code == 404 and request.resolver_match is None:
            return errors.not_found(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PermissionDenied):
            return None
        if isinstance(exception, Http404):
            return errors.not_found(request, exception)
        log.error("%s failed", request.path, exc_info=exception)
        if isinstance(exception, SuspiciousOperation):
            return errors.bad_request(request, exception)
        return errors.problem(request)

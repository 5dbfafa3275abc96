"""Addresses that fail on purpose, for the tests of the error pages."""

from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


def miss(request: HttpRequest) -> HttpResponse:
    raise Http404


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


urlpatterns: list[Any] = [
    path("broken/", break_down),
    path("missing/", miss),
    path("refused/", refuse),
    path("suspect/", suspect),
    path("", include("config.urls")),
]
handler400 = "tracker.web.views.errors.bad_request"
handler403 = "tracker.web.views.errors.no_access"
handler404 = "tracker.web.views.errors.not_found"
handler500 = "tracker.web.views.errors.problem"

"""What the API says when something is not done: one shape for every refusal, {code, message, fields}."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from tracker.errors import InvalidInput, NotAllowed, Refusal, TokenReused, WrongState

log = logging.getLogger(__name__)

# The first row that fits counts. `EditConflict` also carries a record, so its room answers it.
REFUSALS: tuple[tuple[type[Refusal], HTTPStatus, str], ...] = (
    (NotAllowed, HTTPStatus.FORBIDDEN, "not_allowed"),
    (TokenReused, HTTPStatus.UNPROCESSABLE_ENTITY, "key_used"),
    (WrongState, HTTPStatus.CONFLICT, "not_now"),
    (InvalidInput, HTTPStatus.BAD_REQUEST, "unacceptable"),
)

# Our words for what the framework refuses, by its code; others keep the framework's.
MESSAGES = {
    "not_authenticated": "Sign in, or send a token in the header Authorization: Token …",
    "authentication_failed": "The token is not known, or its account is closed",
    "not_found": "There is nothing here that you can see",
    "method_not_allowed": "This address does not answer to that method",
    "not_acceptable": "This address answers in JSON only",
    "unsupported_media_type": "Send JSON, with the header Content-Type: application/json",
    "parse_error": "Send JSON that can be read",
    "permission_denied": "Send the CSRF token with your session, or use an API token",
    "throttled": "You have sent too many requests. Wait, then try again",
    "invalid": "Change the fields that are named",
}
# What the framework says of one field, by its code.
FIELD_MESSAGES = {
    "required": "Send this field",
    "null": "Send a value, not null",
    "blank": "Send a value that is not empty",
    "not_a_dict": "Send an object with fields",
}


class Error(serializers.Serializer[Any]):
    """Why nothing was done. `fields` says what to change in each field; it is empty for other refusals."""

    code = serializers.CharField(help_text="Stable, for programs")
    message = serializers.CharField(help_text="For people: what to do")
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), help_text="Messages by the name of the field"
    )


class TooLarge(exceptions.APIException):
    """A body that no operation here needs (413)."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "Send less than 64 kB"
    default_code = "too_large"


def refusal(
    status: int, code: str, message: str, *, fields: Mapping[str, list[str]] | None = None, **more: Any
) -> Response:
    """Return an answer of the one shape; `more` adds what a single refusal needs, such as the record as it stands."""
    return Response({"code": code, "message": message, "fields": dict(fields or {}), **more}, status=status)


def answer(error: Exception, context: dict[str, Any]) -> Response:
    """Turn whatever was raised behind a door into an answer (REST framework's EXCEPTION_HANDLER)."""
    for kind, status, code in REFUSALS:
        if isinstance(error, kind):
            field = getattr(error, "field", "")
            return refusal(status, code, str(error), fields={field: [str(error)]} if field else None)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.APIException):
        return _of_the_framework(error)
    return _problem(error, context["request"])


def _of_the_framework(error: exceptions.APIException) -> Response:
    set_rollback()
    code = error.default_code
    message = MESSAGES.get(code) or str(error.detail)
    if isinstance(error, exceptions.ValidationError):
        code = "unacceptable"
    response = refusal(error.status_code, code, message, fields=_fields(error.detail))
    if wait := getattr(error, "wait", None):
        response.headers["Retry-After"] = str(int(wait) + 1)
    if header := getattr(error, "auth_header", None):
        response.headers["WWW-Authenticate"] = header
    return response


def _fields(detail: Any) -> dict[str, list[str]]:
    if not isinstance(detail, Mapping):
        return {}
    return {
        "" if name == "non_field_errors" else name: [_words(error) for error in _all(errors)]
        for name, errors in detail.items()
    }


def _words(error: exceptions.ErrorDetail) -> str:
    return FIELD_MESSAGES.get(str(error.code), str(error))


def _all(errors: Any) -> list[exceptions.ErrorDetail]:
    """Return the mistakes of one field, those within it included."""
    if isinstance(errors, Mapping):
        return [error for within in errors.values() for error in _all(within)]
    if isinstance(errors, list):
        return [error for within in errors for error in _all(within)]
    return [errors]


def _problem(error: Exception, request: Request) -> Response:
    """Answer a fault of ours with 500, and tell the logs and whoever listens for faults, as Django does for pages."""
    set_rollback()
    log.error("A fault in the API at %s", request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request._request)
    reference = getattr(request._request, "id", "")[:12]
    message = f"Something has gone wrong here. Try again later, and quote the reference {reference}"
    return refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "problem", message)

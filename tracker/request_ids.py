"""The id of the request being answered: in its log lines, its history events and its X-Request-Id header."""

import uuid
from contextvars import ContextVar

_NONE = "-"
_current: ContextVar[str] = ContextVar("request_id", default=_NONE)


def current_request_id() -> str:
    """Return the id of the request this thread is answering, '-' outside a request."""
    return _current.get()


def begin_request() -> str:
    """Give the request that starts now an id of 32 hexadecimal digits, and return it.

    Always our own: one taken from the caller's header could be forged to look like another request.
    """
    request_id = uuid.uuid4().hex
    _current.set(request_id)
    return request_id


def end_request() -> None:
    """Forget the id, so that later lines of the same thread do not carry it."""
    _current.set(_NONE)

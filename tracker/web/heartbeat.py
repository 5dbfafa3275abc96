"""The sign of life of the pages: whoever asks for one, the service notes once a minute that it answers."""

import threading
import time
from collections.abc import Callable

from django.db import Error, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from tracker.notifications.operations import heartbeats
from tracker.notifications.rules.heartbeats import Component

EVERY_SECONDS = 60
WITHOUT_DATABASE = "/health/live"  # it answers whatever the state of the database

Answer = Callable[[HttpRequest], HttpResponseBase]


class Beats:
    """When this process beats next; kept here, so that all other requests ask the database nothing."""

    def __init__(self) -> None:
        self.next_at = float("-inf")
        self._lock = threading.Lock()

    def is_due(self) -> bool:
        """Return whether it is time: once a minute, for one of the threads that ask.

        What could not be noted is tried a minute later.
        """
        with self._lock:
            now = time.monotonic()
            if now < self.next_at:
                return False
            self.next_at = now + EVERY_SECONDS
            return True


beats = Beats()


def web_heartbeat(get_response: Answer) -> Answer:
    """Note a sign of life before the page is made, so that the page of jobs shows its own; a page never fails by it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path != WITHOUT_DATABASE and beats.is_due():
            _beat()
        return get_response(request)

    return answer


def _beat() -> None:
    """Note a sign of life, or nothing: a database that cannot be written to may still serve pages to read."""
    try:
        with transaction.atomic():
            heartbeats.beat(component=Component.WEB, at=timezone.now())
    except Error:
        return

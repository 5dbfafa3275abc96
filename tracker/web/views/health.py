"""Two answers for machines, without data: is the process alive, and can it serve."""

from datetime import datetime
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.notifications.queries import jobs


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process answers, whatever the state of the database."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, has every migration and mail goes, otherwise 503 with why."""
    reason = _why_not_ready(at=timezone.now())
    if reason:
        return JsonResponse({"status": "not ready", "reason": reason}, status=503)
    return JsonResponse({"status": "ready"})


def _why_not_ready(*, at: datetime) -> str:
    """Return why the process cannot serve, in words without data: no count, no name."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
        if not applied.issuperset(_migrations_of_this_release()):
            return "migrations are not applied"
        is_late = jobs.mail_is_late(at=at)
    except DatabaseError:
        return "the database does not answer"
    return "mail is delayed" if is_late else ""


@cache
def _migrations_of_this_release() -> frozenset[tuple[str, str]]:
    """Return the newest migration of each app; read from disk once in a process."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())

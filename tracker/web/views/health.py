"""Two answers for machines, without data: is the process alive, and can it serve."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers, whatever the state of the database."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and holds every migration of this release, otherwise 503 with why."""
    reason = _why_not_ready()
    if reason:
        return JsonResponse({"status": "not ready", "reason": reason}, status=503)
    return JsonResponse({"status": "ready"})


def _why_not_ready() -> str:
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return "the database does not answer"
    return "" if applied.issuperset(_migrations_of_this_release()) else "migrations are not applied"


@cache
def _migrations_of_this_release() -> frozenset[tuple[str, str]]:
    """The newest migration of each app; read from disk once in a process."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())

"""The service for benchmarks/pages.py, with the queries of each answer counted in its headers."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from benchmarks.processor import Meter
from config.wsgi import application as service


class Counter:
    """Counts the queries of one request, the milliseconds and characters of SQL that they take, and processor time."""

    def __init__(self) -> None:
        self.queries, self.seconds, self.characters = 0, 0.0, 0
        self.meter = Meter()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.meter.is_served_by(context["connection"].connection.info.backend_pid)
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - began
            self.characters += len(sql)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    counter = Counter()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        told = {
            "Queries": counter.queries,
            "Sql-Ms": round(counter.seconds * 1000, 2),
            "Sql": counter.characters,
            "Cpu-Ms": round(counter.meter.milliseconds, 2),
        }
        return start_response(status, [*headers, *((f"X-{name}", str(value)) for name, value in told.items())], *rest)

    with connection.execute_wrapper(counter):
        return service(environ, start)

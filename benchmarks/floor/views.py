"""The answers of the floor: a ready one, and hand-written SQL as JSON and as a Jinja page.

Nothing is asked of the reader, there is no session and no model; psycopg prepares each statement once. What a page of
ours takes above this is what sessions, permissions, models and our templates cost.
"""

import datetime
import os
import threading
from typing import Any

import jinja2
import psycopg
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from benchmarks.floor.tables import Row, fetch_page
from benchmarks.processor import Meter

TODAY = datetime.date(2026, 1, 1)
BARE = ("<!doctype html><html><body>" + "<p>line of text</p>\n" * 1050)[:20_480]
PAGE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<table><thead><tr><th>Ref</th><th>Title</th><th>Region</th><th>Owner</th><th>Due</th><th>Status</th><th>Actions</th>
<th>Late</th></tr></thead><tbody>{% for r in rows %}<tr class="row row-{{ r.status }}">
<td><a href="/recommendations/{{ r.id }}/">{{ r.ref }}</a></td>
<td>{{ r.title }}</td>
<td>{{ r.region }}</td>
<td>{{ r.owner }}</td>
<td>{{ r.due.isoformat() }}</td>
<td><span class="badge">{{ r.status_label }}</span></td>
<td>{% for a in r.actions %}<li>{{ a.title }} ({{ a.status }}, {{ a.due.isoformat() }})</li>{% endfor %}</td>
<td>{% if r.late %}<strong>late</strong>{% else %}-{% endif %}</td></tr>
{% endfor %}</tbody></table></body></html>"""

template = jinja2.Environment(autoescape=True).from_string(PAGE)
held = threading.local()


def bare(request: HttpRequest) -> HttpResponse:
    return _told(HttpResponse(BARE), Meter())


def sql_json(request: HttpRequest) -> HttpResponse:
    meter = Meter()
    return _told(JsonResponse({"results": _rows(meter)}), meter)


def sql_page(request: HttpRequest) -> HttpResponse:
    meter = Meter()
    return _told(HttpResponse(template.render(rows=_rows(meter), title="Portfolio")), meter)


urlpatterns = [path("bare/", bare), path("json/", sql_json), path("page/", sql_page)]


def _told(answer: HttpResponse, meter: Meter) -> HttpResponse:
    """Return the answer with its processor time, and with its length, without which a server sends it in chunks."""
    answer["Content-Length"] = len(answer.content)
    answer["X-Cpu-Ms"] = round(meter.milliseconds, 2)
    return answer


def _connection() -> psycopg.Connection:
    """Return the thread's own connection, which is opened once."""
    if not hasattr(held, "connection"):
        held.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=1)
    connection: psycopg.Connection = held.connection
    return connection


def _rows(meter: Meter) -> list[dict[str, Any]]:
    connection = _connection()
    meter.is_served_by(connection.info.backend_pid)
    rows, actions = fetch_page(connection.cursor())
    return [_row(row, actions.get(row[0], [])) for row in rows]


def _row(row: Row, actions: list[Row]) -> dict[str, Any]:
    return {
        "id": row[0],
        "ref": row[1],
        "title": row[2],
        "region": row[3],
        "owner": row[4],
        "status": row[5],
        "status_label": row[5].replace("_", " ").title(),
        "due": row[7],
        "late": row[7] < TODAY,
        "actions": [{"title": action[2], "status": action[4], "due": action[5]} for action in actions],
    }

"""Prints how long the main pages take on a database of national size: benchmarks/pages.py DATABASE_URL.

Make the database first (`manage.py make_national`). Production settings, gunicorn with two workers, one client on
this machine; the pages take turns, so that other work on the machine meets them all. The bare answer (20 kB, ready)
comes from the same server in the same run: compare ratios, not milliseconds. Goals: 8 queries and 20 kB of SQL.
"""

import argparse
import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
ROUNDS, WARM_UP = 60, 5
MOST_QUERIES, MOST_SQL = 8, 20_000
START_SECONDS = 30
READERS = {
    "head": "head.kirklees@demo.example",
    "region": "director.yorkshire-and-the-humber@demo.example",
    "national": "chief.hmpps@demo.example",
}
# Address, with {action} and {recommendation} of the reader's own, and who reads it.
PAGES = (
    ("Your work", "/", ("head", "region", "national")),
    ("Recommendations", "/recommendations/", ("head", "region", "national")),
    ("Recommendations by date", "/recommendations/?sort=due", ("head", "region", "national")),
    ("Overdue recommendations", "/recommendations/?state=overdue", ("head", "national")),
    ("Words in recommendations", "/recommendations/?q=appointments", ("head", "national")),
    ("Recommendation", "/recommendations/{recommendation}/", ("head", "region")),
    ("Actions", "/actions/", ("head", "region", "national")),
    ("Action", "/actions/{action}/", ("head",)),
    ("Update an action", "/actions/{action}/update/", ("head", "region", "national")),
    ("Inspections", "/inspections/", ("head",)),
    ("PDU", "/areas/yorkshire-and-the-humber/kirklees/", ("head", "region")),
    ("Region", "/areas/yorkshire-and-the-humber/", ("head", "region", "national")),
    ("HMPPS", "/areas/hmpps/", ("national",)),
    ("Reviews", "/reviews/", ("region", "national")),
    ("Help", "/help/", ("head",)),
)


@dataclass(slots=True)
class Timed:
    """One page for one reader, and what was measured of it."""

    name: str
    path: str
    cookie: str
    milliseconds: list[float] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    size: int = 0
    status: int = 200

    @property
    def has_missed(self) -> bool:
        return (
            self.status != 200
            or int(self.headers.get("X-Queries", 0)) > MOST_QUERIES
            or int(self.headers.get("X-Sql", 0)) > MOST_SQL
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database_url")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    _set_up(asked.database_url)
    with _sessions() as sessions, _server() as port:
        pages = list(_pages(sessions))
        _measure(port, pages, rounds=min(asked.rounds, 500))
    _print(pages)
    return 1 if any(page.has_missed for page in pages) else 0


def _set_up(database_url: str) -> None:
    """Production settings, in this process and in the server's."""
    os.environ.update(
        DATABASE_URL=database_url,
        DEBUG="0",
        DEMO="0",
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="127.0.0.1",
        BEHIND_PROXY="1",
        LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="benchmarks.pages_settings",
    )
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415

    django.setup()


@contextmanager
def _sessions() -> Iterator[dict[str, tuple[str, int]]]:
    """For each reader a cookie of a session that is signed in, and their primary key; deleted afterwards."""
    from importlib import import_module  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415

    from tracker.models import Person  # noqa: PLC0415

    made, stores = {}, []
    for key, email in READERS.items():
        person = Person.objects.get(email=email)
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store["_auth_user_id"] = str(person.pk)
        store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        store["_auth_user_hash"] = person.get_session_auth_hash()
        store["began_at"] = store["seen_at"] = int(time.time())
        store.save()
        stores.append(store)
        made[key] = (f"{settings.SESSION_COOKIE_NAME}={store.session_key}", person.pk)
    try:
        yield made
    finally:
        for store in stores:
            store.delete()


@contextmanager
def _server() -> Iterator[int]:
    """Gunicorn with two workers on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "config/gunicorn.py",
        "benchmarks.pages_server:application",
    ]
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "WEB_WORKERS": "2"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server did not start.")


def _pages(sessions: dict[str, tuple[str, int]]) -> Iterator[Timed]:
    from django.urls import Resolver404, resolve  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from tracker.models import Action, Person, Recommendation, actor_of  # noqa: PLC0415

    yield Timed("Bare answer", "/bare/", "")
    on = timezone.localdate()
    own = {}
    for key, (_, person) in sessions.items():
        actor = actor_of(Person.objects.get(pk=person), on=on)
        action = Action.objects.visible_to(actor).mine(actor).open().most_urgent_first().first()
        own[key] = {
            "action": action.ref,
            "recommendation": Recommendation.objects.filter(answerables__answers__action=action).first().ref,
        }
    for name, path, readers in PAGES:
        for key in readers:
            address = path.format(**own[key])
            try:
                resolve(address.split("?")[0])
            except Resolver404:
                continue  # a page that is not built yet
            yield Timed(f"{name}, {key}", address, sessions[key][0])


def _measure(port: int, pages: list[Timed], *, rounds: int) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for turn in range(rounds + WARM_UP):
        for page in (timed for timed in pages if timed.status == 200):
            began = time.perf_counter()
            client.request("GET", page.path, headers={"Cookie": page.cookie, "X-Forwarded-Proto": "https"})
            answer = client.getresponse()
            body = answer.read()
            took = (time.perf_counter() - began) * 1000
            if answer.status != 200:
                page.status = answer.status
            if turn >= WARM_UP:
                page.milliseconds.append(took)
                page.headers, page.size = dict(answer.getheaders()), len(body)
    client.close()


def _print(pages: list[Timed]) -> None:
    bare = median(pages[0].milliseconds)
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"{len(pages[0].milliseconds)} requests a page, one client, 2 workers. The machine was shared ({load}).")
    print(f"{'page':<36}{'median ms':>10}{'p95':>8}{'x bare':>8}{'queries':>9}{'SQL ms':>8}{'SQL kB':>8}{'page kB':>9}")
    for page in pages:
        if page.status != 200:
            print(f"{page.name:<36}answered {page.status}: not measured")
            continue
        middle, late = median(page.milliseconds), quantiles(page.milliseconds, n=20)[-1]
        told = page.headers
        print(
            f"{page.name:<36}{middle:>10.1f}{late:>8.1f}{middle / bare:>8.0f}{told.get('X-Queries', '0'):>9}"
            f"{told.get('X-Sql-Ms', '0'):>8}{int(told.get('X-Sql', 0)) / 1000:>8.1f}{page.size / 1000:>9.1f}"
            f"{'  over a goal' if page.has_missed else ''}"
        )


if __name__ == "__main__":
    sys.exit(main())

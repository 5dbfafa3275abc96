"""Serves the service and the floor of one database for benchmarks/pages.py: two gunicorns of the same kind."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.floor.tables import make_tables, settle

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
SERVICE, FLOOR = "benchmarks.pages_server:application", "benchmarks.floor.server:application"


@dataclass(frozen=True, slots=True)
class Site:
    """One database as it is served: how many recommendations it has, the two ports, and the addresses to ask."""

    count: int
    port: int
    floor_port: int
    addresses: list[dict[str, Any]]


@contextmanager
def served(database_url: str) -> Iterator[Site]:
    """Serve a database and its floor, signed in; all of it ends with the block."""
    environment = environment_of(database_url)
    told = json.loads(_readers(environment, "begin"))
    with ExitStack() as stack:
        stack.callback(_readers, environment, "end", *told["keys"])
        make_tables(database_url, told["count"])
        settle(database_url)
        port = stack.enter_context(_gunicorn(SERVICE, environment))
        floor_port = stack.enter_context(_gunicorn(FLOOR, environment))
        yield Site(told["count"], port, floor_port, told["addresses"])


def environment_of(database_url: str) -> dict[str, str]:
    """Return an environment with production settings for one database; of a test that runs this nothing is left."""
    own = {
        "DATABASE_URL": database_url,
        "DEBUG": "0",
        "DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_PROXY": "1",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "benchmarks.pages_settings",
    }
    return {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"} | own


def _readers(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.pages_readers", *arguments]
    # A reader's most urgent action may take its time to be found; it is not what is measured.
    own = environment | {"STATEMENT_TIMEOUT_SECONDS": "0"}
    return subprocess.run(command, cwd=ROOT, env=own, stdout=subprocess.PIPE, text=True, check=True).stdout


@contextmanager
def _gunicorn(application: str, environment: dict[str, str]) -> Iterator[int]:
    """Serve with two workers on a free port; connections stay open while other pages have their turn."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "--keep-alive", "600", application]
    own = environment | {"HOST": "127.0.0.1", "PORT": str(port), "WEB_WORKERS": "2"}
    server = subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


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

"""The battery's run of benchmarks/pages.py: no page asks or takes more than half above what is recorded."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
DATABASE_URL, REDIS_URL = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
RECOMMENDATIONS, UPDATES = 10_000, 2


def run(*command: str, database_url: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of ours on a database, in a process that knows nothing of the tests."""
    own = {"DATABASE_URL": database_url, "DEBUG": "1", "LOG_LEVEL": "ERROR"}
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"} | own
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def national() -> Iterator[str]:
    """The address of a database of its own with the national world as it stands today."""
    server, _, name = DATABASE_URL.rpartition("/")
    own = sql.Identifier(f"{name}_pages_{os.getpid()}")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(own))
        try:
            yield f"{server}/{name}_pages_{os.getpid()}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(own))


@pytest.mark.battery
@pytest.mark.skipif(not (DATABASE_URL.startswith("postgres") and REDIS_URL), reason="runs on PostgreSQL and Redis")
def test_no_page_rose_by_more_than_half(national: str, capsys: pytest.CaptureFixture[str]) -> None:
    world = ("--recommendations", str(RECOMMENDATIONS), "--updates", str(UPDATES))
    for command in (("migrate", "-v0"), ("make_national", *world)):
        made = run("manage.py", *command, database_url=national)
        assert made.returncode == 0, made.stderr

    measured = run("benchmarks/pages.py", "--quick", national, database_url=national)

    with capsys.disabled():
        print(f"\n{measured.stdout}")
    assert measured.returncode == 0, measured.stdout[-2_000:] + measured.stderr

"""`make run` over a demo database that was made before release 0.1.0: kept aside, and a new one made."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database that has had a migration which is no longer there."""
    path = tmp_path / "demo.sqlite3"
    with sqlite3.connect(path) as held:
        held.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)")
        rows = [("tracker", "0001_initial"), ("tracker", "0024_kinds_of_early_notices")]
        held.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-01-01')", rows)
    held.close()
    return path


def prepare(path: Path, code: str) -> str:
    """What a new process prints that runs some lines of the script on this database."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{path}", "DEBUG": "1", "DEMO": "1"}
    environment.pop("PYTEST_VERSION", None)
    lines = f"import django, scripts.prepare as prepare; django.setup(); {code}"
    done = subprocess.run(
        [sys.executable, "-c", lines], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def test_an_older_database_is_kept_aside(database: Path) -> None:
    said = prepare(database, "prepare.set_older_database_aside()")

    aside = database.with_name("demo-before-0.1.0.sqlite3")
    assert (database.exists(), aside.exists(), str(aside) in said) == (False, True, True)


def test_a_database_of_this_release_stays(database: Path) -> None:
    with sqlite3.connect(database) as held:
        held.execute("DELETE FROM django_migrations WHERE name LIKE '0024%'")
    held.close()

    said = prepare(database, "prepare.set_older_database_aside()")

    assert (database.exists(), said) == (True, "")

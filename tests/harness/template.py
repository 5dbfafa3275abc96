"""What one process of a run makes for all: the migrated test database, which the others copy, and compiled templates.

The run is named by TESTS_RUN, which its controller sets and its workers inherit. The copy belongs to the run and goes
with it, so that none can be older than the migrations.
"""

import fcntl
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.backends.postgresql.creation import DatabaseCreation as PostgreSQLCreation
from django.db.backends.sqlite3.creation import DatabaseCreation as SQLiteCreation
from django.template import engines
from jinja2 import FileSystemBytecodeCache
from pytest_django.plugin import blocking_manager_key

NAMES_THE_RUN = "TESTS_RUN"
RUN = re.compile("[0-9a-f]{12}")


class Template:
    """The copy that one run's processes begin with, under the run's name."""

    def __init__(self, run: str) -> None:
        assert RUN.fullmatch(run), f"{NAMES_THE_RUN} must be twelve digits, not {run!r}"
        self.name = f"tests_template_{run}"
        self.path = Path(tempfile.gettempdir()) / f"{self.name}.sqlite3"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process after the other: the first migrates, the others wait for its copy."""
        with self.path.with_suffix(".lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

    def is_there(self) -> bool:
        if connection.vendor == "sqlite":
            return self.path.exists()
        with _server() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            return cursor.fetchone() is not None

    def take(self) -> None:
        """Copies the database of this process, which was just migrated."""
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with sqlite3.connect(self.path) as copy:
                connection.connection.backup(copy)
            copy.close()
            return
        name = connection.settings_dict["NAME"]
        connection.close()  # PostgreSQL copies only what nobody uses
        with _server() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{name}"')

    @property
    def compiled(self) -> Path:
        """Where the run's processes keep compiled page templates for each other."""
        return self.path.with_suffix(".templates")

    def drop(self) -> None:
        """Leaves nothing of it, on whichever database the run was."""
        shutil.rmtree(self.compiled, ignore_errors=True)
        for suffix in (".sqlite3", ".lock"):
            self.path.with_suffix(suffix).unlink(missing_ok=True)
        if connection.vendor == "postgresql":
            with _server() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}"')


def _server() -> Any:
    """The server, without a database of ours."""
    return connection.creation._nodb_cursor()  # type: ignore[attr-defined]


def begin_run(config: pytest.Config) -> None:
    """In the controller: names the run for its workers, and drops their template at the end."""
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None):
        return
    run = uuid4().hex[:12]
    os.environ[NAMES_THE_RUN] = run
    config.add_cleanup(lambda: _drop(config, Template(run)))


def _drop(config: pytest.Config, template: Template) -> None:
    with config.stash[blocking_manager_key].unblock():
        template.drop()


def template_of_run() -> Template | None:
    """What the processes of this run share; a process on its own shares nothing."""
    run = os.environ.get(NAMES_THE_RUN)
    return Template(run) if run and "PYTEST_XDIST_WORKER" in os.environ else None


@contextmanager
def compiled_once(template: Template | None) -> Iterator[None]:
    """While it lasts, what one process of the run has compiled of Jinja's templates, the others read."""
    if template is None:
        yield
        return
    template.compiled.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines["jinja2"].env, "bytecode_cache", FileSystemBytecodeCache(str(template.compiled)))
        yield


@contextmanager
def migrated_once(template: Template | None) -> Iterator[None]:
    """While it lasts, each database that Django makes for tests begins as the template, or becomes it."""
    if template is None:
        yield
        return
    migrate, make_file = BaseDatabaseCreation.create_test_db, SQLiteCreation._create_test_db
    parameters = PostgreSQLCreation._get_database_create_suffix

    def create_test_db(self: BaseDatabaseCreation, *args: Any, **options: Any) -> str:
        with template.alone():
            was_there = template.is_there()
            # Over a copy, migrating finds nothing to do, which proves the copy complete.
            name = migrate(self, *args, **options)
            if not was_there:
                template.take()
            return name

    def copy_file(self: SQLiteCreation, *args: Any, **options: Any) -> str:
        name = make_file(self, *args, **options)
        if template.path.exists():
            shutil.copyfile(template.path, name)
        return name

    def from_copy(self: PostgreSQLCreation, **usual: Any) -> str:
        return parameters(self, template=template.name) if template.is_there() else parameters(self, **usual)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "create_test_db", create_test_db)
        patch.setattr(SQLiteCreation, "_create_test_db", copy_file)
        patch.setattr(PostgreSQLCreation, "_get_database_create_suffix", from_copy)
        yield

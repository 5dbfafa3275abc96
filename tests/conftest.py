"""What all tests share: no network but loopback, no skipped test where CI forbids it, and any day as today."""

import os
import socket
from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address
from typing import Any

import pytest
import time_machine

from tests.harness.both_databases import is_chosen
from tests.harness.shared_world import SharedWorld
from tests.harness.slowest import Slowest
from tests.harness.template import begin_run, compiled_once, migrated_once, template_of_run

LONGEST = ("tests/tracker/test_life_cycle.py", "tests/tracker/test_reorganisations_and_carry_overs.py")
_connect = socket.socket.connect
_skipped: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    """TEST_NOW=2027-02-27T23:58+00:00 runs all tests as if they began then: they must pass on any day."""
    if now := os.environ.get("TEST_NOW"):
        travel = time_machine.travel(datetime.fromisoformat(now), tick=True)
        travel.start()
        config.add_cleanup(travel.stop)
    config.pluginmanager.register(Slowest())
    config.pluginmanager.register(SharedWorld())
    begin_run(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The part that ONLY names (tests/harness/both_databases.py), and of it the longest first.

    Begun last, it would run for minutes while the other processors idle.
    """
    part = os.environ.get("ONLY", "")
    chosen = [item for item in items if is_chosen(item.nodeid.partition("::")[0], part)]
    if part:
        kept = set(chosen)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = chosen
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What stays for the whole run is not looked through for rubbish again and again: a tenth of the time of tests.

    These are twelve thousand tests and all modules. The worker does the same, for the same reason.
    """
    from config.celery import collect_rarely

    collect_rarely()


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket's path
    try:
        return ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] in {"localhost", ""}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """pytest-django's own, before it makes the test database: one process migrates, the others copy."""
    with migrated_once(template_of_run()):
        yield


@pytest.fixture(autouse=True, scope="session")
def compiled_templates() -> Iterator[None]:
    """Compiling all templates takes each process five seconds."""
    with compiled_once(template_of_run()):
        yield


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuses connections to anything but this machine."""

    def connect(self: socket.socket, address: Any) -> None:
        if not _is_local(address):
            raise RuntimeError(f"A test tried to reach {address}; tests stay on this machine.")
        return _connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(autouse=True, scope="session")
def quiet_heart() -> Iterator[None]:
    """Pages note no sign of life: whichever test asks first in a minute would have more queries and a row more."""
    from tracker.web import heartbeat

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heartbeat.beats, "next_at", float("inf"))
        yield


@pytest.fixture(autouse=True, scope="session")
def kept_rows() -> Iterator[None]:
    """What tests write by themselves is kept for lists, and every operation says what it changed."""
    from tests.harness.keeping import facts_kept

    with facts_kept():
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_flush() -> Iterator[None]:
    """After a test with committed rows PostgreSQL empties the tables that have some.

    Django's TRUNCATE of all tables makes each of their files anew, which takes a second or more. What migrations and
    signals put into Django's own two tables stays, so that it is not made again each time.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    theirs = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: list[str], **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if not tables or cursor.fetchone() != (True,):
                return theirs(self, style, tables, **options)
            wanted = [name for name in tables if name not in {"django_content_type", "auth_permission"}]
            found = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in wanted)
            cursor.execute(found)
            filled = [name for (name,) in cursor.fetchall()]
        # In any order, and the trail too: without the triggers of foreign keys and of tables that only grow.
        return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{name}"' for name in filled)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture(autouse=True)
def demo_inbox_dir(settings: Any, tmp_path: Any) -> Any:
    """Mail written as files stays with its test."""
    settings.DEMO_INBOX_DIR = tmp_path / "demo-inbox"
    return settings.DEMO_INBOX_DIR


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """NO_SKIPS=1 (CI) turns a skipped test into a failed run."""
    if _skipped and os.environ.get("NO_SKIPS") == "1" and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _skipped and os.environ.get("NO_SKIPS") == "1":
        terminalreporter.section("Skipped, which NO_SKIPS=1 forbids")
        for name in _skipped:
            terminalreporter.line(name)

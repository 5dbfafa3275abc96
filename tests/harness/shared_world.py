"""One world for many tests: its rows are put into a transaction around theirs, and each test takes back only its own.

Putting the rows back is an eighth of the time of a small test. It is done once for up to SHARED_BY tests that follow
one another in a process. Every test still runs in transactions of its own within, and gets objects of its own.
"""

from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django.plugin import blocking_manager_key

from tests.harness import kept_world

# Rows that tests took back are cleared away by no vacuum before the transaction around them ends.
SHARED_BY = 40
# With these a test commits, or stands in a database that is emptied after it.
COMMITS = frozenset({"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"})
WIDE = frozenset({"class", "module", "package"})


class SharedWorld:
    """A plugin of pytest that opens the transaction before a test that takes the world, and ends it before others."""

    def __init__(self) -> None:
        self._around: transaction.Atomic | None = None
        self._tests = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if self._around and (self._tests >= SHARED_BY or not self._stands() or not takes_the_world(item)):
            self._end(item.config)
        if not self._around and takes_the_world(item):
            self._begin(item.config)
        self._tests += 1

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._around:
            self._end(session.config)

    def _begin(self, config: pytest.Config) -> None:
        """Put the rows there, once a test has made the database and the world, and outside other transactions."""
        kept = kept_world.made(connection.settings_dict["NAME"])
        if kept is None or connection.in_atomic_block:
            return
        with config.stash[blocking_manager_key].unblock():
            self._around = transaction.atomic()
            self._around.__enter__()
            kept.put_rows_back()
        kept_world.shared.add(kept)
        self._tests = 0

    def _stands(self) -> bool:
        """Whether the transaction is as it was begun: a test may have closed the connection."""
        is_open = connection.connection is not None and not connection.closed_in_transaction
        return is_open and connection.atomic_blocks == [self._around]

    def _end(self, config: pytest.Config) -> None:
        kept_world.shared.clear()
        around, self._around = self._around, None
        with config.stash[blocking_manager_key].unblock():
            if around and connection.atomic_blocks == [around]:
                transaction.set_rollback(True)
                around.__exit__(None, None, None)


def takes_the_world(item: pytest.Item) -> bool:
    """Whether a test takes the world in a transaction of its own, and nothing that is made for several tests."""
    names: set[str] = set(getattr(item, "fixturenames", ()))
    if "world" not in names or names & COMMITS or any(mark.kwargs for mark in item.iter_markers("django_db")):
        return False
    fixtures: dict[str, Any] = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    ours = (found[-1] for name, found in fixtures.items() if name in names)
    return not any(each.scope in WIDE and each.func.__module__.startswith("tests.") for each in ours)

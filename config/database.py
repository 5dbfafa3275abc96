"""The database's options: the embedded SQLite's recipe and PostgreSQL's pool and time limits."""

import os
import tempfile
from pathlib import Path
from typing import Any

import environ

SQLITE_OPTIONS = {
    # A writer takes its lock at the start, so two of them queue instead of failing half way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
}


def database_settings(env: environ.Env, var_dir: Path, *, testing: bool) -> dict[str, Any]:
    """Return the default database from DATABASE_URL; without it, SQLite under `var_dir`."""
    settings: dict[str, Any] = env.db("DATABASE_URL", default=f"sqlite:///{var_dir / 'tracker.sqlite3'}")
    if settings["ENGINE"].endswith("sqlite3"):
        Path(settings["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        settings |= {"OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": 60}
        # A file, not memory: threads of a test then meet at real locks, as processes do in the service.
        name = f"tracker-test-{os.getpid()}.sqlite3"
        settings["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / name)}
        return settings
    limits = {
        "statement_timeout": f"{env.int('STATEMENT_TIMEOUT_SECONDS', default=60)}s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "30s",
        # Compiling a statement takes a second where the planner expects many rows, and our statements return few.
        "jit": "off",
    }
    if testing:  # a commit then waits for no disk; what a killed process committed is there all the same
        limits["synchronous_commit"] = "off"
    settings.setdefault("OPTIONS", {})
    settings["OPTIONS"]["options"] = " ".join(f"-c {name}={value}" for name, value in limits.items())
    settings["CONN_HEALTH_CHECKS"] = True
    # A server set up on a machine without a locale makes databases that are not UTF-8, unless told.
    settings["TEST"] = {"CHARSET": "UTF8", "TEMPLATE": "template0"}
    if not testing:  # the pool keeps a connection open, and then the test database cannot be dropped
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return settings

"""The database's options follow from DATABASE_URL."""

import environ
import pytest

from config.database import database_settings


@pytest.fixture
def settings_for(monkeypatch, tmp_path):
    def settings_for(url, *, testing=False):
        monkeypatch.setenv("DATABASE_URL", url)
        return database_settings(environ.Env(), tmp_path, testing=testing)

    return settings_for


def test_without_an_address_the_database_is_a_file(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    settings = database_settings(environ.Env(), tmp_path, testing=False)

    assert settings["NAME"] == str(tmp_path / "tracker.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_has_a_pool_and_time_limits(settings_for, monkeypatch):
    monkeypatch.setenv("STATEMENT_TIMEOUT_SECONDS", "10")

    options = settings_for("postgres://tracker@db.example/tracker?sslmode=require")["OPTIONS"]

    assert options["sslmode"] == "require"
    assert options["pool"]["max_size"] == 8
    assert "statement_timeout=10s" in options["options"]
    assert "lock_timeout=3s" in options["options"]
    assert "jit=off" in options["options"]


@pytest.mark.parametrize("testing", [True, False])
def test_commits_wait_for_the_disk_but_in_tests(settings_for, testing):
    settings = settings_for("postgres://tracker@db.example/tracker", testing=testing)

    assert ("synchronous_commit=off" in settings["OPTIONS"]["options"]) == testing


def test_the_pool_is_off_in_tests(settings_for):
    settings = settings_for("postgres://tracker@db.example/tracker", testing=True)

    assert "pool" not in settings["OPTIONS"]

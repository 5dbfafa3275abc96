"""The two health answers: alive, and ready to serve."""

import pytest
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder


def test_live_needs_no_database(client):
    response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_is_migrated(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        response = client.get("/health/ready")

    assert (response.status_code, response.json()) == (200, {"status": "ready"})


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="tracker").delete()

    response = client.get("/health/ready")

    assert (response.status_code, response.json()["reason"]) == (503, "migrations are not applied")


def test_not_ready_without_a_database(client, monkeypatch):
    def refuse(_):
        raise DatabaseError("connection to db.example refused")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)

    response = client.get("/health/ready")

    assert (response.status_code, response.json()["reason"]) == (503, "the database does not answer")


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_changes_nothing(client, path):
    assert client.post(path).status_code == 405

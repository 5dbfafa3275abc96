"""The two health answers: alive, and ready to serve."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from tests.factories.mail import FAILED, make_message
from tracker.models import Person


def test_live_needs_no_database(client):
    response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_is_migrated(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        response = client.get("/health/ready")

    assert (response.status_code, response.json()) == (200, {"status": "ready"})


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 503)])
def test_not_ready_while_mail_is_delayed(client, monkeypatch, minutes, status):
    at = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
    person = Person.objects.create_user("somebody@example.org", "Somebody")
    make_message(person, uid=FAILED, not_before_at=at - timedelta(minutes=minutes), day_on=None)

    response = client.get("/health/ready")

    assert response.status_code == status
    assert status == 200 or response.json() == {"status": "not ready", "reason": "mail is delayed"}


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

"""Holds what is true of every record: dated facts in pairs, and a migration for each change."""

import pytest
from django.apps import apps
from django.core.management import call_command

OURS = [model for app in ("inspections", "tracker") for model in apps.get_app_config(app).get_models()]
# `_by` and `_at` belong together; these have one of them, and why.
ALONE = {
    "Standard.judged_by": "how a standard is judged, not who did",
}
# Dates that are not a day on which something happened, and names of Django's.
NOT_A_DAY = {"expire_date", "last_login", "published_month"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_who_and_when_come_in_pairs(model):
    names = {field.name for field in model._meta.get_fields()}

    unpaired = {name for name in names if name.endswith("_by") and name.removesuffix("_by") + "_at" not in names}

    assert {f"{model.__name__}.{name}" for name in unpaired} <= ALONE.keys()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_dates_and_times_are_named_for_what_they_are(model):
    kinds = {"DateField": ("_on", "on"), "DateTimeField": ("_at", "at")}
    fields = [field for field in model._meta.concrete_fields if field.get_internal_type() in kinds]

    misnamed = [field.name for field in fields if not field.name.endswith(kinds[field.get_internal_type()])]

    assert set(misnamed) <= NOT_A_DAY


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", "--check", "--dry-run")

    assert "No changes detected" in capsys.readouterr().out

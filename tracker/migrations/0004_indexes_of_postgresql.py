"""Indexes that the embedded database cannot have: of an order with empty ones last, and of parts of words."""

from django.db import migrations

INDEXES = {
    "place_newest_first": (
        "tracker_recommendationplace (organisation_id, published_on DESC NULLS LAST, recommendation_id) WHERE stands"
    ),
    "kept_recommendation_newest": (
        "tracker_keptrecommendation (published_on DESC NULLS LAST, recommendation_id)"
    ),
    "kept_recommendation_words": "tracker_keptrecommendation USING gin (words gin_trgm_ops)",
}


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for name, what in INDEXES.items():
        schema_editor.execute(f"CREATE INDEX {name} ON {what}")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0003_kept_rows")]
    operations = [migrations.RunPython(create, drop)]

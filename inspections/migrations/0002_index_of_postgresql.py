"""An index that the embedded database cannot have: inspections by date, those without one last."""

from django.db import migrations

NAME = "inspection_newest_first"
WHAT = "inspections_inspection (published_on DESC NULLS LAST, id) WHERE status = 'published'"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX {NAME} ON {WHAT}")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]

"""Indexes of an order that the embedded database has by itself: actions without an update before the oldest one."""

from django.db import migrations

INDEXES = {
    "action_quietest_first": "tracker_action (last_update_at NULLS FIRST, id)",
    "action_quietest_open": (
        "tracker_action (last_update_at NULLS FIRST, id) WHERE status IN ('not-started', 'in-progress')"
    ),
}


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, what in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {what}")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0025_days_in_bounds")]
    operations = [migrations.RunPython(create, drop)]

"""PostgreSQL refuses to change or delete a row of the trail; SQLite, the demo's database, has no such guard."""

from django.db import migrations

GUARD = """
CREATE FUNCTION tracker_event_insert_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'The trail is insert-only';
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER tracker_event_insert_only BEFORE UPDATE OR DELETE ON tracker_event
    FOR EACH ROW EXECUTE FUNCTION tracker_event_insert_only();
"""
UNGUARD = """
DROP TRIGGER tracker_event_insert_only ON tracker_event;
DROP FUNCTION tracker_event_insert_only();
"""


def _on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("tracker", "0001_initial")]
    operations = [migrations.RunPython(_on_postgresql(GUARD), _on_postgresql(UNGUARD))]

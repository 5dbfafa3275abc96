"""PostgreSQL refuses to change or delete a correction, as it does an event; SQLite, the demo's, has no such guard."""

from django.db import migrations

GUARD = """
CREATE FUNCTION tracker_correction_insert_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'Corrections are insert-only';
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER tracker_correction_insert_only BEFORE UPDATE OR DELETE ON tracker_correction
    FOR EACH ROW EXECUTE FUNCTION tracker_correction_insert_only();
"""
UNGUARD = """
DROP TRIGGER tracker_correction_insert_only ON tracker_correction;
DROP FUNCTION tracker_correction_insert_only();
"""


def _on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("tracker", "0007_corrections")]
    operations = [migrations.RunPython(_on_postgresql(GUARD), _on_postgresql(UNGUARD))]

"""Notices of the first digests become the kinds of the ladder, which took their place; nothing reads the old ones."""

from django.db import migrations

KINDS = {"overdue": "action-late", "due-this-week": "action-due"}


def take_new_kinds(apps, schema_editor):
    notices = apps.get_model("tracker", "Notice").objects.using(schema_editor.connection.alias)
    for old, new in KINDS.items():
        notices.filter(kind=old).update(kind=new)


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0023_leaner_outbox_indexes'),
    ]

    operations = [
        migrations.RunPython(take_new_kinds, migrations.RunPython.noop),
    ]

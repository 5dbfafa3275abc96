from django.db import migrations, models
from django.db.models import Exists, OuterRef


def note_drafts(apps, _schema_editor):
    """Say of the answers that are kept which of them wait for their newest draft to be confirmed; one statement."""
    responses = apps.get_model("tracker", "Response").objects
    newer = responses.filter(answerable=OuterRef("answerable"), pk__gt=OuterRef("pk"))
    drafts = responses.filter(~Exists(newer), answerable=OuterRef("answerable"), confirmed_at__isnull=True)
    kept = apps.get_model("tracker", "KeptAnswer").objects
    kept.filter(Exists(drafts), is_open=True).update(is_drafted=True)


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0016_bodies_that_are_given"),
    ]

    operations = [
        # Drafts are found by the bodies that they wait at; by date PostgreSQL read those of every body.
        migrations.RemoveIndex(model_name="response", name="response_to_confirm"),
        migrations.AddField(
            model_name="keptanswer",
            name="is_drafted",
            field=models.BooleanField(
                db_default=False, help_text="It is open, and its newest response is a draft that nobody has confirmed"
            ),
        ),
        migrations.RunPython(note_drafts, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="keptanswer",
            index=models.Index(
                condition=models.Q(("is_drafted", True)), fields=["organisation"], name="kept_answer_drafted"
            ),
        ),
    ]

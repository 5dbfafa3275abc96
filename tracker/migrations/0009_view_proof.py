"""A view of progress names the first piece of evidence that it rests on; add, then backfill, then enforce."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0008_correction_insert_only")]
    operations = [
        migrations.AddField(
            model_name="judgement",
            name="proof",
            field=models.ForeignKey(
                blank=True,
                help_text="The first piece of evidence that it rests on; the others stand beside it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tracker.evidenceversion",
            ),
        ),
        migrations.AlterField(
            model_name="judgement",
            name="effect",
            field=models.TextField(
                blank=True, help_text="What effect was seen; a reviewer takes it from what they review"
            ),
        ),
    ]

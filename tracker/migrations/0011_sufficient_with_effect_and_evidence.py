"""Sufficient progress without an effect and evidence cannot be stored; the inspectorate's verdicts are as printed."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("tracker", "0010_view_proof_backfill")]
    operations = [
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=Q(judge="inspectorate")
                | ~Q(category="sufficient")
                | (~Q(effect="") & Q(proof__isnull=False)),
                name="judgement_sufficient_with_effect_and_evidence",
            ),
        ),
    ]

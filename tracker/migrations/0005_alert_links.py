"""Recommendations that an alert's actions answer, and notices about responses."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0001_initial"),
        ("tracker", "0004_notices_about_claims"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("due-this-week", "Action due this week"),
                    ("overdue", "Action overdue"),
                    ("stale-evidence", "Evidence stale"),
                    ("claim-to-review", "Claim to review"),
                    ("claim-returned", "Claim returned"),
                    ("new-recommendation", "New recommendations"),
                    ("response-to-confirm", "Response to confirm"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="AlertLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("linked_at", models.DateTimeField()),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="inspections.alert"
                    ),
                ),
                (
                    "answerable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alert_links",
                        to="tracker.answerable",
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("alert", "answerable"), name="alert_linked_once")],
            },
        ),
    ]

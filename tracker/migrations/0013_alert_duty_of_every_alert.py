"""The first day to answer an alert by is kept, a move has its reason, and an alert may have no owner yet: add."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("tracker", "0012_corrections_of_dates")]
    operations = [
        migrations.AddField(
            model_name="alertduty",
            name="first_answer_by_on",
            field=models.DateField(
                null=True, help_text="The day that was set first; moves are in AlertDateChange"
            ),
        ),
        migrations.AddField(
            model_name="alertduty",
            name="is_named",
            field=models.BooleanField(
                default=True, help_text="A person named its owner and day"
            ),
        ),
        migrations.AlterField(
            model_name="alertduty",
            name="owner_post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="alerts",
                to="tracker.post",
            ),
        ),
        migrations.CreateModel(
            name="AlertDateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old_on", models.DateField()),
                ("new_on", models.DateField()),
                ("reason", models.TextField()),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracker.person",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="date_changes",
                        to="tracker.alertduty",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~Q(reason=""), name="alert_date_change_has_a_reason"),
                    models.CheckConstraint(condition=~Q(old_on=F("new_on")), name="alert_date_change_moves_the_day"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=[
                ("overdue-list", "Overdue actions of the week"),
                ("stale-evidence", "Evidence stale"),
                ("self-assessment-to-review", "Self-assessment to review"),
                ("self-assessment-returned", "Self-assessment returned"),
                ("assigned", "Assigned to you"),
                ("post-given", "Post given"),
                ("cover-given", "Cover given"),
                ("new-recommendation", "New recommendations"),
                ("response-to-confirm", "Response to confirm"),
                ("action-due", "Action due"),
                ("action-late", "Action late"),
                ("escalation", "Escalation"),
                ("exception", "On the exception list"),
                ("exception-list", "Exception list of the week"),
                ("repeats-picture", "Repeated recommendations of the month"),
                ("response-due", "Response due"),
                ("unacknowledged", "Recommendation not acknowledged"),
                ("review-waiting", "Review waiting"),
                ("carry-over-unfinished", "Carry-over unfinished"),
                ("sustain-check-due", "Check after closing due"),
                ("address-bounced", "Email address not working"),
                ("action-snoozed", "Reminders put off"),
                ("reopened", "Recommendation open again"),
                ("fieldwork-announced", "Fieldwork announced"),
                ("proposal-to-confirm", "New answerable bodies to confirm"),
                ("corrected", "Published record corrected"),
                ("alert-given", "Organisational alert given to you"),
                ("alert-due", "Organisational alert to answer"),
            ], max_length=30),
        ),
    ]

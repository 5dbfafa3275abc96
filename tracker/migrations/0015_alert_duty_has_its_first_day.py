"""Every duty to answer an alert keeps the day that was set first: enforce."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0014_alert_duty_of_every_alert_backfill")]
    operations = [
        migrations.AlterField(
            model_name="alertduty",
            name="first_answer_by_on",
            field=models.DateField(help_text="The day that was set first; moves are in AlertDateChange"),
        ),
    ]

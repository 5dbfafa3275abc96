"""The working day whose one digest or reminder a message is: a second one is refused."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tracker", "0009_reinspection_and_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="day_on",
            field=models.DateField(
                blank=True, help_text="The working day whose one digest or reminder this is", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("person", "day_on"), name="message_one_a_day"),
        ),
    ]

"""A kind of message: the invitation to sign in."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tracker", "0020_message_address"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("digest", "Digest"),
                    ("reminder", "Reminder"),
                    ("instant", "At once"),
                    ("jobs-ran", "Weekly note that the jobs ran"),
                    ("invitation", "Invitation to sign in"),
                ],
                max_length=30,
            ),
        ),
    ]

"""A kind of message: somebody's address was changed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tracker", "0021_message_invitation"),
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
                    ("address-changed", "Email address changed"),
                ],
                max_length=30,
            ),
        ),
    ]

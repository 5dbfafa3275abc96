"""The address that a message went to, or could not go to: a refusal is about that one, whatever the person has now."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tracker", "0019_message_kept_back_by_the_server"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="address",
            field=models.EmailField(
                blank=True, help_text="Where it went, or could not go: perhaps not the person's of today", max_length=254
            ),
        ),
    ]

"""Places keep whether anybody answers for a recommendation, and who owns an action; lists are in the order of an index."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Subquery

PLACE, ACTION = "tracker_recommendationplace", "tracker_actionplace"
# What the embedded database cannot have or does not need: empty ones last, and both directions.
INDEXES = {
    "place_oldest_first": f"{PLACE} (organisation_id, published_on, recommendation_id) WHERE stands",
    "place_open_newest_first": (
        f"{PLACE} (organisation_id, is_open_anywhere, published_on DESC NULLS LAST, recommendation_id) WHERE stands"
    ),
    "place_latest_due_first": f"{PLACE} (organisation_id, next_due_on DESC NULLS LAST, recommendation_id) WHERE stands",
    "place_by_inspected_down": f"{PLACE} (organisation_id, inspected DESC, recommendation_id) WHERE stands",
    "action_place_by_owner_down": f"{ACTION} (organisation_id, owner DESC, action_id)",
}


def fill(apps, schema_editor):
    places, kept = apps.get_model("tracker", "RecommendationPlace"), apps.get_model("tracker", "KeptRecommendation")
    action_places, actions = apps.get_model("tracker", "ActionPlace"), apps.get_model("tracker", "Action")
    if schema_editor.connection.vendor == "postgresql":  # as long as it takes, for this transaction
        schema_editor.execute("SET LOCAL statement_timeout = 0")
    open_ones = kept.objects.filter(recommendation=OuterRef("recommendation"), is_open=True)
    places.objects.filter(Exists(open_ones)).update(is_open_anywhere=True)
    owned = actions.objects.filter(pk=OuterRef("action")).values("owner_post__title")
    there = action_places.objects.filter(Exists(actions.objects.filter(pk=OuterRef("action"))))
    there.update(owner=Subquery(owned[:1]))


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, what in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {what}")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0018_reports_vouched_for")]
    operations = [
        migrations.AddField(
            "recommendationplace",
            "is_open_anywhere",
            models.BooleanField(
                db_default=False, help_text="At least one body still answers for it, wherever that is"
            ),
        ),
        migrations.AddField(
            "actionplace",
            "owner",
            models.CharField(db_default="", help_text="The title of the owning post", max_length=200),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "actionplace",
            models.Index(fields=["organisation", "owner", "action"], name="action_place_by_owner"),
        ),
        migrations.RunPython(create, drop),
    ]

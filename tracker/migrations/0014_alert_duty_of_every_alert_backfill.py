"""Gives every alert that stands without one a duty: nobody owns it yet, and its clock begins now, when it is told."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone

DAYS = 28  # ALERT_DAYS


def fill_in(apps, schema_editor):
    duties = apps.get_model("tracker", "AlertDuty").objects
    duties.filter(first_answer_by_on=None).update(first_answer_by_on=F("answer_by_on"))
    at = timezone.now()
    by_on = timezone.localdate(at) + timedelta(days=DAYS)
    stands = Q(inspection=None) | Q(inspection__status="published")
    alerts = apps.get_model("inspections", "Alert").objects.filter(stands, duty=None).order_by("pk")
    duties.bulk_create(
        duties.model(alert_id=pk, answer_by_on=by_on, first_answer_by_on=by_on, is_named=False, recorded_at=at)
        for pk in alerts.values_list("pk", flat=True)
    )


class Migration(migrations.Migration):
    dependencies = [("tracker", "0013_alert_duty_of_every_alert")]
    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]

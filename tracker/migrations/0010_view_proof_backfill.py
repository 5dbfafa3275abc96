"""Fills in what sufficient progress rests on. What names no effect or no evidence becomes some progress, with a trace.

Nothing is made up: an effect that nobody wrote down and evidence that nobody attached cannot be added later.
"""

from django.db import migrations
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone


def fill_in(apps, schema_editor):
    views = apps.get_model("tracker", "Judgement").objects.exclude(judge="inspectorate")
    evidence = apps.get_model("tracker", "JudgementEvidence").objects.filter(judgement=OuterRef("pk")).order_by("pk")
    views.update(proof=Subquery(evidence.values("version")[:1]))
    sufficient = views.filter(category="sufficient")
    reviews = apps.get_model("tracker", "Review").objects.filter(region_view=OuterRef("pk"))
    of_reviewers = sufficient.filter(judge="region")
    of_reviewers.update(proof=Subquery(reviews.values("judgement__proof")[:1]))
    reviewed = apps.get_model("tracker", "Judgement").objects.filter(review__region_view=OuterRef("pk"))
    of_reviewers.filter(pk__in=_given_with(apps)).update(effect=Subquery(reviewed.values("effect")[:1]))
    _lower(apps, sufficient.filter(Q(effect="") | Q(proof=None)))


def _given_with(apps):
    return apps.get_model("tracker", "Review").objects.exclude(region_view=None).values("region_view")


def _lower(apps, unproven):
    at, event = timezone.now(), apps.get_model("tracker", "Event")
    rows = list(
        unproven.values_list("pk", "answerable__recommendation__pk", "answerable__organisation__slug", "judge").order_by(
            "pk"
        )
    )
    event.objects.bulk_create(
        event(
            at=at,
            verb="self-assessment.lowered",
            subject=f"REC-{recommendation:04}",
            before={"category": "sufficient"},
            after={"judgement": pk, "judge": judge, "category": "some", "organisation": organisation},
        )
        for pk, recommendation, organisation, judge in rows
    )
    keys = [row[0] for row in rows]
    apps.get_model("tracker", "Judgement").objects.filter(pk__in=keys).update(category="some")
    kept = apps.get_model("tracker", "KeptAnswer").objects
    kept.filter(owner_view__in=keys).update(owner_category="some")
    kept.filter(region_view__in=keys).update(region_category="some")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0009_view_proof")]
    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]

"""A re-inspection that has been announced, and each view of progress as it stood on that day."""

from typing import Self

from django.db import models
from django.db.models import Q

from inspections.choices import InspectionKind
from inspections.models import Inspection, Organisation, within
from inspections.models.days import days_in_bounds
from inspections.models.reference import Referenced, ReferencedQuerySet
from tracker.choices import Confidence, Progress
from tracker.models.judgement import Judgement
from tracker.models.person import Person
from tracker.models.recommendation import Answerable
from tracker.rules.access import Actor, Doing


class FieldworkQuerySet(ReferencedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see: announced fieldwork is known to the people of the body's area."""
        return self.filter(within(actor.areas(Doing.SEE_WORK), "organisation__"))

    def open(self) -> Self:
        """Return those that are announced, and neither withdrawn nor reported on yet."""
        return self.filter(inspection__isnull=True, withdrawn_at__isnull=True)

    def of_area(self, organisation: Organisation) -> Self:
        """Return the fieldwork on the body or one below it."""
        return self.filter(within([organisation.path], "organisation__"))

    def on_bodies_of(self, actor: Actor) -> Self:
        """Return the fieldwork on the very bodies in which the actor has a role."""
        return self.filter(organisation__path__in=[grant.path for grant in actor.grants])

    def for_row(self) -> Self:
        """Return these with their bodies and reports, the soonest first."""
        return self.select_related("organisation__parent", "inspection", "announced_by", "withdrawn_by").order_by(
            "starts_on", "pk"
        )


class Fieldwork(Referenced):
    """Announced fieldwork on one body; `inspection` is the report that came of it."""

    REF_PREFIX = "FWK"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="fieldwork")
    kind = models.CharField(max_length=20, choices=InspectionKind.choices)
    starts_on = models.DateField()
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    inspection = models.OneToOneField(
        Inspection, null=True, blank=True, on_delete=models.PROTECT, related_name="fieldwork"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = FieldworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="fieldwork_open_once_per_body_and_kind",
                fields=["organisation", "kind"],
                condition=Q(inspection__isnull=True, withdrawn_at__isnull=True),
            ),
            days_in_bounds("fieldwork", "starts_on"),
            models.CheckConstraint(name="fieldwork_kind_known", condition=Q(kind__in=InspectionKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.organisation}"

    @property
    def is_open(self) -> bool:
        return self.inspection_id is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """Return the word on screen for where the fieldwork stands."""
        if self.withdrawn_at is not None:
            return "Withdrawn"
        return "Announced" if self.inspection_id is None else "Reported"


class FrozenViewQuerySet(models.QuerySet["FrozenView"]):
    def for_page(self) -> Self:
        """Return these with what a row shows, in the order of the reports."""
        return self.select_related(
            "answerable__organisation", "answerable__recommendation__inspection", "confidence_by"
        ).order_by("answerable__recommendation__inspection_id", "answerable__recommendation__position", "pk")


class FrozenView(models.Model):
    """The owner's and the region's view of one live recommendation on the day fieldwork was announced.

    The judgements are append-only; the categories stand here too, because a self-assessment can be withdrawn later.
    """

    fieldwork = models.ForeignKey(Fieldwork, on_delete=models.CASCADE, related_name="views")
    answerable = models.ForeignKey(Answerable, on_delete=models.PROTECT, related_name="frozen_views")
    owner_judgement = models.ForeignKey(Judgement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    region_judgement = models.ForeignKey(Judgement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_category = models.CharField(max_length=20, choices=Progress.choices, blank=True)
    region_category = models.CharField(max_length=20, choices=Progress.choices, blank=True)
    confidence = models.CharField(max_length=20, choices=Confidence.choices, blank=True)
    confidence_at = models.DateTimeField(null=True, blank=True)
    confidence_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = FrozenViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="frozen_view_once", fields=["fieldwork", "answerable"]),
            models.CheckConstraint(
                name="frozen_view_confidence_known", condition=Q(confidence__in=["", *Confidence.values])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answerable} as at {self.fieldwork}"

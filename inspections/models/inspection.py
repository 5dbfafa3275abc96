"""One inspection and what its report printed: ratings, key questions and alerts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Prefetch, Q

from inspections.choices import DatePrecision, InspectionKind, InspectionStatus, Rating
from inspections.models.framework import Framework, KeyQuestion, Standard
from inspections.models.organisation import Organisation, within
from inspections.models.reference import Referenced, ReferencedQuerySet


class InspectionQuerySet(ReferencedQuerySet):
    def published(self) -> "InspectionQuerySet":
        return self.filter(status=InspectionStatus.PUBLISHED)

    def drafts(self) -> "InspectionQuerySet":
        return self.filter(status=InspectionStatus.DRAFT)

    def of_organisation(self, organisation: Organisation) -> "InspectionQuerySet":
        return self.filter(organisation=organisation)

    def of_any(self, organisations: Iterable[int], *, isbn: str = "") -> "InspectionQuerySet":
        """Return those of one of these bodies (by primary key), or with this ISBN."""
        condition = Q(organisation__in=list(organisations))
        return self.filter(condition | Q(isbn=isbn) if isbn else condition)

    def within(self, organisation: Organisation) -> "InspectionQuerySet":
        """Return those of this body or of one below it."""
        return self.filter(within([organisation.path], "organisation__"))

    def in_areas(self, paths: Iterable[str]) -> "InspectionQuerySet":
        """Return those of bodies at these places in the tree or below them."""
        return self.filter(within(paths, "organisation__"))

    def matching(self, words: str) -> "InspectionQuerySet":
        """Return those with these words in a body's name of any time, alias or printed name, or with this reference."""
        return self.filter(
            Q(pk=self.model.number_of(words) or 0)
            | Q(organisation_as_printed__icontains=words)
            | Q(organisation__in=Organisation.objects.matching(words).values("pk"))
        )

    def same_report(self, *, organisation: Organisation, kind: str, published_on: date) -> "InspectionQuerySet":
        """Return the inspections that count as this report.

        They are of the same body, kind and month (docs/model.md, decision 8).
        """
        return self.filter(organisation=organisation, kind=kind, published_month=published_on.replace(day=1))

    def newest_first(self) -> "InspectionQuerySet":
        return self.order_by(F("published_on").desc(nulls_last=True), "-pk")

    def for_page(self) -> "InspectionQuerySet":
        """Return these with everything a page shows; 5 queries more for any size of report."""
        ratings = StandardRating.objects.order_by("position").prefetch_related("key_questions")
        return self.select_related("organisation__parent", "framework").prefetch_related(
            Prefetch("standard_ratings", queryset=ratings),
            Prefetch("alerts", queryset=Alert.objects.as_raised()),
            "alerts__concerns",
            "alerts__required_actions",
        )


class Inspection(Referenced):
    """A published report's facts; printed ratings are the truth and are never overwritten by arithmetic."""

    REF_PREFIX = "INS"

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="inspections"
    )
    organisation_as_printed = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, choices=InspectionKind.choices)
    framework = models.ForeignKey(Framework, null=True, blank=True, on_delete=models.PROTECT)
    status = models.CharField(max_length=20, choices=InspectionStatus.choices, default=InspectionStatus.DRAFT)
    published_on = models.DateField(null=True, blank=True)
    published_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True)
    published_month = models.DateField(null=True, blank=True, editable=False)
    fieldwork_started_on = models.DateField(null=True, blank=True)
    fieldwork_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True)
    isbn = models.CharField(max_length=40, blank=True)
    lead_inspector = models.CharField(max_length=200, blank=True)
    report_url = models.URLField(
        max_length=500, blank=True, db_default="", help_text="The publisher's page of the report"
    )
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    max_score = models.PositiveSmallIntegerField(null=True, blank=True)
    rating = models.CharField(max_length=30, choices=Rating.choices, blank=True)
    known_from_later = models.BooleanField(
        default=False, help_text="Known only because a later report judged its recommendations"
    )
    version = models.PositiveIntegerField(default=1)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="inspection_once_per_body_kind_and_month",
                fields=["organisation", "kind", "published_month"],
                condition=Q(status=InspectionStatus.PUBLISHED),
            ),
            models.CheckConstraint(
                name="inspection_published_names_its_body",
                condition=Q(status=InspectionStatus.DRAFT) | Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="inspection_month_with_date",
                condition=Q(published_on__isnull=True, published_month__isnull=True)
                | Q(published_on__isnull=False, published_month__isnull=False),
            ),
            models.CheckConstraint(
                name="inspection_score_within_its_maximum",
                condition=Q(score__isnull=True) | Q(max_score__isnull=True) | Q(score__lte=F("max_score")),
            ),
            models.CheckConstraint(
                name="inspection_report_url_is_safe",
                condition=Q(report_url="") | Q(report_url__startswith="https://"),
            ),
            models.CheckConstraint(name="inspection_rating_known", condition=Q(rating__in=["", *Rating.values])),
            models.CheckConstraint(name="inspection_kind_known", condition=Q(kind__in=InspectionKind.values)),
            models.CheckConstraint(name="inspection_status_known", condition=Q(status__in=InspectionStatus.values)),
        ]
        indexes = [models.Index(fields=["organisation", "-published_on"], name="inspection_by_body")]

    def __str__(self) -> str:
        return f"{self.ref} {self.organisation or self.organisation_as_printed}"


class StandardRating(models.Model):
    """A standard's rating as printed; `standard` is empty where the report's code is not in its framework."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="standard_ratings")
    standard = models.ForeignKey(Standard, null=True, blank=True, on_delete=models.PROTECT)
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    rating = models.CharField(max_length=30, choices=Rating.choices, blank=True)
    previous_rating = models.CharField(max_length=30, choices=Rating.choices, blank=True)

    class Meta:
        ordering = ["inspection", "position"]
        constraints = [
            models.UniqueConstraint(name="standard_rated_once_per_inspection", fields=["inspection", "code"]),
            models.CheckConstraint(
                name="standard_rating_known",
                condition=Q(rating__in=["", *Rating.values]) & Q(previous_rating__in=["", *Rating.values]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}: {self.get_rating_display() or 'not rated'}"


def _percent_range(field: str) -> Any:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": 100})


class KeyQuestionResult(models.Model):
    """The share of cases, in whole per cent, that met a key question; null where the report prints none."""

    standard_rating = models.ForeignKey(StandardRating, on_delete=models.CASCADE, related_name="key_questions")
    key_question = models.ForeignKey(KeyQuestion, null=True, blank=True, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    previous_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    comparator_percent = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["standard_rating", "position"]
        constraints = [
            models.UniqueConstraint(name="key_question_result_once", fields=["standard_rating", "position"]),
            models.CheckConstraint(
                name="key_question_percent_range",
                condition=_percent_range("percent")
                & _percent_range("previous_percent")
                & _percent_range("comparator_percent"),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AlertQuerySet(ReferencedQuerySet):
    def as_raised(self) -> "AlertQuerySet":
        """Return these in the order in which they were raised; those without a day, which reports print, come last."""
        return self.order_by(F("raised_on").asc(nulls_last=True), "pk")

    def without_report(self, organisation: Organisation) -> "AlertQuerySet":
        """Return a body's alerts that were recorded before their report, the one raised last first."""
        waiting = self.filter(organisation=organisation, inspection__isnull=True)
        return waiting.order_by(F("raised_on").desc(nulls_last=True), "-pk")


class Alert(Referenced):
    """An organisational alert: an urgent concern raised during fieldwork, perhaps before its report is known."""

    REF_PREFIX = "ALT"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="alerts")
    inspection = models.ForeignKey(Inspection, null=True, blank=True, on_delete=models.CASCADE, related_name="alerts")
    raised_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = AlertQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Organisational alert for {self.organisation}"


class AlertConcern(models.Model):
    """What the inspectorate was concerned about, in printed order."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="concerns")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["alert", "position"]
        constraints = [models.UniqueConstraint(name="alert_concern_once", fields=["alert", "position"])]

    def __str__(self) -> str:
        return self.text


class AlertRequiredAction(models.Model):
    """What the inspectorate asked for at once, in printed order; our own actions answer it (tracker)."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="required_actions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["alert", "position"]
        constraints = [models.UniqueConstraint(name="alert_required_action_once", fields=["alert", "position"])]

    def __str__(self) -> str:
        return self.text

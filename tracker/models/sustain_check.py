"""Dated checks that a change has lasted after a recommendation was closed as sufficient."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from inspections.models import Organisation, within
from tracker.models.person import Person
from tracker.models.recommendation import Answerable, Recommendation, answer_in_area
from tracker.rules.access import Actor
from tracker.rules.reviews import reviews_at


class SustainCheckQuerySet(models.QuerySet["SustainCheck"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        Checks are part of the work, which follows the answering body (docs/model.md, decision 3).
        """
        return self.filter(answer_in_area(actor, "answerable__"))

    def waiting(self) -> Self:
        return self.filter(checked_at__isnull=True, dropped_at__isnull=True)

    def due(self, *, on: date) -> Self:
        """Return the waiting ones whose day has come; the longest due first."""
        return self.waiting().filter(due_on__lte=on).order_by("due_on", "pk")

    def of_body(self, organisation: Organisation) -> Self:
        """Return those of the body or one below it."""
        return self.filter(within([organisation.path], "answerable__organisation__"))

    def to_record(self, actor: Actor) -> Self:
        """Return those for the actor to record: of the very bodies that they manage, and of those right below."""
        own = Answerable.objects.own(actor)
        below = Q(answerable__organisation__parent__path__in=reviews_at(actor))
        return self.filter(Q(answerable__in=own.values("pk")) | below)

    def of_recommendation(self, recommendation: Recommendation) -> Self:
        """Return every check of a recommendation, the newest ending first."""
        return self.filter(answerable__recommendation=recommendation).order_by("-answerable", "months")

    def for_row(self) -> Self:
        return self.select_related(
            "answerable__organisation__parent", "answerable__recommendation__inspection", "checked_by", "reopened"
        )


class SustainCheck(models.Model):
    """One check, some months after the ending; what it found is written once."""

    answerable = models.ForeignKey(Answerable, on_delete=models.PROTECT, related_name="sustain_checks")
    months = models.PositiveSmallIntegerField(help_text="After the ending: 3, 6 or 12")
    due_on = models.DateField()
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    has_lasted = models.BooleanField(null=True, blank=True)
    found = models.TextField(blank=True, help_text="What shows that it has, or has not")
    reopened = models.OneToOneField(
        Answerable,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reopened_by_check",
        help_text="The new entry that a failed check made",
    )
    dropped_at = models.DateTimeField(
        null=True, blank=True, help_text="No longer needed: an earlier check failed, or the body was inspected again"
    )

    objects = SustainCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sustain_check_once", fields=["answerable", "months"]),
            models.CheckConstraint(
                name="sustain_check_says_what_it_found",
                condition=Q(checked_at__isnull=True, has_lasted__isnull=True)
                | Q(checked_at__isnull=False, has_lasted__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="sustain_check_waiting",
                condition=Q(checked_at__isnull=True, dropped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"Check after {self.months} months: {self.answerable}"

    @property
    def is_waiting(self) -> bool:
        return self.checked_at is None and self.dropped_at is None

    def state(self, *, on: date) -> str:
        """Return the word on screen for where the check stands."""
        if self.checked_at is not None:
            return "Has lasted" if self.has_lasted else "Has not lasted"
        if self.dropped_at is not None:
            return "No longer needed"
        return "Check due" if self.due_on <= on else "Not yet due"

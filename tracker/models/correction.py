"""What a published record said before it was corrected, and what it says since; rows are added and never changed."""

from typing import Self

from django.db import models
from django.db.models import Q

from tracker.choices import CorrectedField
from tracker.models.person import Person


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def of_saves(self, saves: "set[tuple[str, int]]") -> Self:
        """Return the rows of these saves, each a reference and the version of its record since."""
        subjects, versions = {subject for subject, _ in saves}, {version for _, version in saves}
        return self.filter(subject__in=subjects, version__in=versions).order_by("pk")


class Correction(models.Model):
    """One fact of a published record, before and after a person corrected it (docs/model.md, decision 11).

    `subject` is the record's reference. `part` says which of several of its facts it is: a standard's code, the
    reference of a judged recommendation. Facts corrected together share the record's `version` since. What a fact said
    on a past day is `before` of its first row after that day; without one it says the same today.
    """

    subject = models.CharField(max_length=30, help_text="REC-0231, INS-0045, ALT-0003")
    version = models.PositiveIntegerField()
    field = models.CharField(max_length=30, choices=CorrectedField.choices)
    part = models.CharField(max_length=100, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField()
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="correction_once_per_version", fields=["subject", "version", "field", "part"]),
            models.CheckConstraint(name="correction_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="correction_field_known", condition=Q(field__in=CorrectedField.values)),
        ]
        indexes = [models.Index(fields=["subject", "corrected_at"], name="correction_by_subject")]

    def __str__(self) -> str:
        return f"{self.get_field_display()} of {self.subject}"

"""The inspectorate's standards frameworks: vocabularies, bands and points as data, one set per version."""

from django.db import models
from django.db.models import Q

from inspections.choices import InspectionKind


class Framework(models.Model):
    """A version of the standards; ratings are worked out again only with their own framework."""

    code = models.SlugField(unique=True, help_text="crc-2018, pdu-2021, pdu-2023, region-2023, dynamic-2025")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=InspectionKind.choices)
    used_from_on = models.DateField(null=True, blank=True)
    used_to_on = models.DateField(null=True, blank=True)
    is_rated = models.BooleanField(default=True)
    is_verified = models.BooleanField(default=True)
    max_score = models.PositiveSmallIntegerField(null=True, blank=True)
    rules = models.JSONField(
        default=dict, help_text="Bands of the score and of key questions, points, progress categories"
    )

    def __str__(self) -> str:
        return self.name


class Standard(models.Model):
    """One standard of a framework; a code means nothing without its framework."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="standards")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    statement = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    is_rated = models.BooleanField(default=True)
    judged_by = models.CharField(max_length=20, help_text="single judgement, casework or programme")

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(name="standard_code_once_per_framework", fields=["framework", "code"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class KeyQuestion(models.Model):
    """A question that inspectors answer for each case under a casework or programme standard."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="key_questions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["standard", "position"]
        constraints = [
            models.UniqueConstraint(name="key_question_once_per_place", fields=["standard", "position"]),
            models.CheckConstraint(name="key_question_has_words", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text

"""Self-assessments on their way through review.

The evidence a self-assessment rests on, and what the next body up decided.
"""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from inspections.models.days import days_in_bounds
from tracker.choices import Ending, ReviewOutcome
from tracker.models.evidence import Evidence, EvidenceUse, EvidenceVersion
from tracker.models.judgement import Judgement
from tracker.models.person import Person
from tracker.models.recommendation import Answerable
from tracker.rules import reviews
from tracker.rules.access import Actor


class JudgementEvidence(models.Model):
    """The version of a piece of evidence that a self-assessment rests on, as it stood when that was made."""

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="evidence")
    version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "judgement evidence"
        constraints = [models.UniqueConstraint(name="judgement_evidence_once", fields=["judgement", "version"])]

    def __str__(self) -> str:
        return str(self.version)


class Withdrawal(models.Model):
    """That an owner took a self-assessment back before it was reviewed.

    The self-assessment itself stays as it was said.
    """

    judgement = models.OneToOneField(Judgement, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Withdrawn: {self.judgement}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def newest_first(self) -> Self:
        return self.order_by("-decided_at", "-pk")


class Review(models.Model):
    """The next body's decision on a self-assessment, by a person other than the maker.

    Its own view is a judgement too.
    """

    judgement = models.OneToOneField(Judgement, on_delete=models.PROTECT, related_name="review")
    decision = models.CharField(max_length=20, choices=ReviewOutcome.choices)
    reason = models.TextField(blank=True)
    answer_by_on = models.DateField(null=True, blank=True, help_text="When a returned self-assessment is expected back")
    region_view = models.OneToOneField(
        Judgement, null=True, blank=True, on_delete=models.PROTECT, related_name="given_with"
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_returned_with_reason_and_date",
                condition=Q(decision=ReviewOutcome.ASSURED) | (~Q(reason="") & Q(answer_by_on__isnull=False)),
            ),
            days_in_bounds("review", "answer_by_on"),
            models.CheckConstraint(name="review_outcome_known", condition=Q(decision__in=ReviewOutcome.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.judgement}"


def evidence_to_offer(answerable: Answerable, actor: Actor) -> QuerySet[EvidenceVersion]:
    """Return the newest version of each piece used for the body's recommendation or for an action that answers it.

    What a closed body left with the recommendation counts as well.
    """
    uses = EvidenceUse.objects.current().filter(evidence=OuterRef("evidence"))
    left = Q(answerable__recommendation=answerable.recommendation_id, answerable__ending=Ending.PASSED_ON)
    answering = Q(action__answers__answerable=answerable, action__answers__to_on__isnull=True)
    here = Q(answerable=answerable) | left | answering
    seen = Evidence.objects.visible_to(actor).values("pk")
    return newest_versions().filter(Exists(uses.filter(here)), evidence__in=seen)


def newest_versions() -> QuerySet[EvidenceVersion]:
    """Return the newest version of each piece of evidence, with the piece, the latest day it is about first."""
    newer = EvidenceVersion.objects.filter(evidence=OuterRef("evidence"), number__gt=OuterRef("number"))
    newest = EvidenceVersion.objects.filter(~Exists(newer)).select_related("evidence")
    return newest.order_by(F("about_on").desc(), "-pk")


def version_of(self_assessment: Judgement) -> str:
    """Return what a reviewer of the self-assessment has before them now: it changes when its evidence does.

    One query.
    """
    in_use = EvidenceUse.objects.current().filter(evidence=OuterRef("evidence"))
    pieces = self_assessment.evidence.values("version__evidence")
    versions = newest_versions().filter(Exists(in_use), evidence__in=pieces).order_by().values_list("pk", flat=True)
    return reviews.version_of(self_assessment=self_assessment.pk, newest_versions=versions)

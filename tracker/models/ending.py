"""Requests to end a recommendation between inspections: what was asked, what the next body up decided."""

from typing import Self

from django.db import models
from django.db.models import Q

from inspections.models import within
from tracker.choices import Confirmer, Ending, EndingDecision
from tracker.models.person import Person
from tracker.models.post import Post
from tracker.models.recommendation import Answerable, Recommendation, answer_in_area
from tracker.rules.access import Actor
from tracker.rules.endings import ASKED_FOR, confirms_at


class EndingRequestQuerySet(models.QuerySet["EndingRequest"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see: they are part of the work on the body's answer."""
        return self.filter(answer_in_area(actor, "answerable__"))

    def waiting(self) -> Self:
        """Return those that nobody has decided, while the body still answers; the longest waiting first."""
        return self.filter(decision="", answerable__to_on__isnull=True).order_by("asked_at", "pk")

    def to_confirm(self, actor: Actor) -> Self:
        """Return what waits for the actor: of their level and area, asked by somebody else."""
        mine = Q(pk__in=[])
        for confirmer in Confirmer:
            places = within(confirms_at(actor, confirmer), "answerable__organisation__")
            mine |= Q(confirmer=confirmer) & places
        return self.waiting().filter(mine).exclude(asked_by=actor.person_id)

    def of_recommendation(self, recommendation: Recommendation) -> Self:
        return self.filter(answerable__recommendation=recommendation)

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")

    def for_row(self) -> Self:
        return self.select_related(
            "answerable__recommendation__inspection", "answerable__organisation__parent", "risk_post__organisation",
            "asked_by", "decided_by", "reopened_by",
        )  # fmt: skip


class EndingRequest(models.Model):
    """That somebody asked to end one body's duty: the reason, the risk, and who accepts it.

    Until it is confirmed it changes nothing. What was asked stays as it was; the decision is written once.
    """

    answerable = models.ForeignKey(Answerable, on_delete=models.PROTECT, related_name="ending_requests")
    ending = models.CharField(max_length=20, choices=Ending.choices)
    reason = models.TextField()
    risk = models.TextField(help_text="Of not doing it")
    risk_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="+", help_text="Whose holder accepts the risk"
    )
    confirmer = models.CharField(max_length=10, choices=Confirmer.choices)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=20, choices=EndingDecision.choices, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reopened = models.OneToOneField(
        Answerable,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reopened_by_request",
        help_text="The new entry with which the body answers again",
    )
    reopened_reason = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = EndingRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="ending_request_one_waiting", fields=["answerable"], condition=Q(decision="")),
            models.CheckConstraint(
                name="ending_request_can_be_asked", condition=Q(ending__in=[ending.value for ending in ASKED_FOR])
            ),
            models.CheckConstraint(name="ending_request_says_why_and_the_risk", condition=~Q(reason="") & ~Q(risk="")),
            models.CheckConstraint(name="ending_request_confirmer_known", condition=Q(confirmer__in=Confirmer.values)),
            models.CheckConstraint(
                name="ending_request_decided_once",
                condition=Q(decision="", decided_at__isnull=True)
                | Q(decision__in=EndingDecision.values, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ending_request_refused_with_words",
                condition=~Q(decision=EndingDecision.REFUSED) | ~Q(decision_reason=""),
            ),
            models.CheckConstraint(
                name="ending_request_reopened_with_a_reason",
                condition=Q(reopened__isnull=True, reopened_at__isnull=True)
                | (
                    Q(reopened__isnull=False, reopened_at__isnull=False, decision=EndingDecision.CONFIRMED)
                    & ~Q(reopened_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ending_display()} asked for: {self.answerable}"

    @property
    def is_waiting(self) -> bool:
        """Return whether it is still to be decided; reads the body's row."""
        return not self.decision and self.answerable.to_on is None

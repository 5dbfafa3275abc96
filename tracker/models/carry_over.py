"""What is decided on each earlier recommendation when a body has been inspected again, until it is confirmed."""

from typing import Self

from django.db import models
from django.db.models import Q

from inspections.models import Inspection, within
from tracker.choices import Ending, Progress, Relation
from tracker.models.action import Action
from tracker.models.person import Person
from tracker.models.recommendation import Answerable, Recommendation
from tracker.rules.access import Actor, Doing


class CarryOverQuerySet(models.QuerySet["CarryOver"]):
    def visible_to(self, actor: Actor) -> Self:
        """The gate: the work on what an inspection repeats follows the inspected body's area (MODEL decision 3)."""
        return self.filter(within(actor.areas(Doing.SEE_WORK), "inspection__organisation__"))

    def unfinished(self) -> Self:
        return self.filter(confirmed_at__isnull=True)


class CarryOver(models.Model):
    """The carry-over of one inspection; one for each, whoever confirms it and however often."""

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="carry_over")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CarryOverQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Carry-over of {self.inspection}"


class CarryOverDecision(models.Model):
    """What one person decided on one earlier recommendation of one body; open to change until confirmed."""

    carry_over = models.ForeignKey(CarryOver, on_delete=models.CASCADE, related_name="decisions")
    answerable = models.ForeignKey(Answerable, on_delete=models.PROTECT, related_name="carry_over_decisions")
    verdict = models.CharField(
        max_length=20, choices=Progress.choices, blank=True, help_text="Empty: the report does not judge it"
    )
    improvement_still_required = models.BooleanField(null=True, blank=True)
    relation = models.CharField(
        max_length=20, choices=Relation.choices, blank=True, help_text="Empty: no new recommendation takes it up"
    )
    taken_up_in = models.ManyToManyField(Recommendation, related_name="+", blank=True)
    ending = models.CharField(max_length=20, choices=Ending.choices)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="carry_over_decided_once", fields=["carry_over", "answerable"]),
            models.CheckConstraint(name="carry_over_ending_known", condition=Q(ending__in=Ending.values)),
            models.CheckConstraint(name="carry_over_verdict_known", condition=Q(verdict__in=["", *Progress.values])),
            models.CheckConstraint(name="carry_over_relation_known", condition=Q(relation__in=["", *Relation.values])),
        ]

    def __str__(self) -> str:
        return f"{self.answerable}: {self.get_ending_display()}"


class CarryOverAction(models.Model):
    """What happens to one open action: it follows to the new recommendation, or it ends with a reason."""

    decision = models.ForeignKey(CarryOverDecision, on_delete=models.CASCADE, related_name="actions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    follows = models.BooleanField()
    reason = models.TextField(blank=True, help_text="Why it ends")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="carry_over_action_decided_once", fields=["decision", "action"]),
            models.CheckConstraint(
                name="carry_over_action_ends_with_a_reason", condition=Q(follows=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.ref} {'follows' if self.follows else 'ends'}"

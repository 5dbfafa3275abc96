"""What is decided on each earlier recommendation when a body has been inspected again, until it is confirmed."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from inspections.choices import InspectionKind
from inspections.models import Inspection, Organisation, within
from tracker.choices import Ending, Judge, Progress, Relation
from tracker.models.action import Action
from tracker.models.judgement import Judgement
from tracker.models.person import Person
from tracker.models.recommendation import Answerable, AnswerableQuerySet, Recommendation
from tracker.rules.access import Actor, Doing
from tracker.rules.carry_over import TaskAnswer

# These inspections return to what a body's earlier reports asked; the others only to what they judge in print.
RETURNS_TO: dict[str, frozenset[str]] = {
    InspectionKind.CRC: frozenset(InspectionKind),
    InspectionKind.PDU: frozenset(InspectionKind),
    InspectionKind.REGION: frozenset(InspectionKind),
    # A region is inspected for public protection beside its regional inspection, not instead of it.
    InspectionKind.DYNAMIC: frozenset({InspectionKind.DYNAMIC}),
    # Each thematic report has a subject of its own.
    InspectionKind.THEMATIC: frozenset(),
}


def to_carry_over(inspection: Inspection, predecessors: Iterable[Organisation | int] = ()) -> AnswerableQuerySet:
    """Return who still answers for an earlier recommendation to which this inspection returns.

    The inspected body's own rows, whoever was asked in the report; every body's rows of its own earlier reports; rows
    of `predecessors` whose duty is this body's alone; and whatever this report judges. A region's inspection so takes
    in what its PDUs' reports asked of the region, and no row of a PDU that was asked by the PDU's own report.
    """
    body = inspection.organisation_id
    judged = Judgement.objects.filter(judge=Judge.INSPECTORATE, inspection=inspection, answerable=OuterRef("pk"))
    same = Q(organisation=body) | Q(recommendation__inspection__organisation=body) | Q(organisation__in=predecessors)
    kinds = RETURNS_TO[inspection.kind]
    returns = same & Q(recommendation__inspection__kind__in=kinds) & _before(inspection)
    open_rows = Answerable.objects.open().exclude(recommendation__inspection=inspection)
    return open_rows.filter(returns | Exists(judged))


def _before(inspection: Inspection) -> Q:
    """Return the condition that a report came before this one.

    Where a date is not known, what was recorded before, or is known from a later report, counts as before.
    """
    path = "recommendation__inspection__"
    unknown = Q(**{f"{path}pk__lt": inspection.pk}) | Q(**{f"{path}known_from_later": True})
    if inspection.published_on is None:
        return unknown
    undated = Q(**{f"{path}published_on__isnull": True}) & unknown
    return Q(**{f"{path}published_on__lt": inspection.published_on}) | undated


class CarryOverQuerySet(models.QuerySet["CarryOver"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        Work on what an inspection repeats follows the inspected body (docs/model.md, decision 3).
        """
        return self.filter(within(actor.areas(Doing.SEE_WORK), "inspection__organisation__"))

    def to_decide(self, actor: Actor) -> Self:
        """Return those that are not yet confirmed, for whoever may decide them; the latest report first."""
        mine = self.unfinished().filter(within(actor.areas(Doing.DECIDE_CARRY_OVER), "inspection__organisation__"))
        return mine.select_related("inspection__organisation__parent").order_by("-started_at", "-pk")

    def unfinished(self) -> Self:
        return self.filter(confirmed_at__isnull=True)

    def of_inspection(self, inspection: Inspection) -> "CarryOver | None":
        return self.filter(inspection=inspection).select_related("confirmed_by").first()

    def locked(self, inspection: Inspection) -> "CarryOver":
        """Hold and return the row to confirm, after the oldest one of all was held.

        So one is confirmed after the other in the whole service, and no two can link the halves of a loop at once.
        """
        self.select_for_update(of=("self",)).order_by("pk").first()
        return self.select_for_update(of=("self",)).select_related("confirmed_by").get(inspection=inspection)


class CarryOver(models.Model):
    """The carry-over of one inspection; one for each, whoever confirms it and however often."""

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="carry_over")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made = models.JSONField(default=dict, blank=True, db_default={}, help_text="What confirming it made and ended")

    objects = CarryOverQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Carry-over of {self.inspection}"


class CarryOverDecisionQuerySet(models.QuerySet["CarryOverDecision"]):
    def for_page(self) -> Self:
        """Return these, the first decision first, with everything that a page says of them; 3 queries in all."""
        new = Recommendation.objects.in_printed_order()
        actions = CarryOverAction.objects.select_related("action__owner_post").order_by("action_id")
        return (
            self.select_related(
                "decided_by",
                "answerable__organisation__parent",
                "answerable__ended_by",
                "answerable__recommendation__inspection__organisation__parent",
            )
            .prefetch_related(Prefetch("taken_up_in", queryset=new), Prefetch("actions", queryset=actions))
            .order_by("pk")
        )


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
    ending = models.CharField(max_length=20, choices=Ending.choices, blank=True, help_text="Empty: it stays open")
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = CarryOverDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="carry_over_decided_once", fields=["carry_over", "answerable"]),
            models.CheckConstraint(name="carry_over_ending_known", condition=Q(ending__in=["", *Ending.values])),
            models.CheckConstraint(name="carry_over_verdict_known", condition=Q(verdict__in=["", *Progress.values])),
            models.CheckConstraint(name="carry_over_relation_known", condition=Q(relation__in=["", *Relation.values])),
            models.CheckConstraint(
                name="carry_over_only_what_is_not_judged_stays_open",
                condition=~Q(ending="") | Q(verdict="", relation=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answerable}: {self.ending_words}"

    @property
    def relation_towards(self) -> str:
        """Return the words that lead to the new recommendations; only where one takes it up."""
        return Relation(self.relation).towards

    @property
    def ending_words(self) -> str:
        return str(self.get_ending_display()) if self.ending else "Stays open"

    def answer(self) -> TaskAnswer:
        """Return the decision as the rule in rules/carry_over takes it; 1 query unless it came `for_page`."""
        return TaskAnswer(
            verdict=Progress(self.verdict) if self.verdict else None,
            ending=Ending(self.ending) if self.ending else None,
            relation=Relation(self.relation) if self.relation else None,
            taken_up_in=frozenset(recommendation.pk for recommendation in self.taken_up_in.all()),
            reason=self.reason,
            improvement_still_required=self.improvement_still_required,
        )


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

"""Which new recommendation takes an earlier one up: many to many, and never a loop (rules/recurrence)."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q

from inspections.models import Inspection
from tracker.choices import Relation
from tracker.models.person import Person
from tracker.models.recommendation import Recommendation
from tracker.rules.access import Actor
from tracker.rules.recurrence import Edge


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        That one published recommendation repeats another is public to every signed-in person.
        """
        return self if actor.is_service or actor.person_id else self.none()

    def pairs(self) -> list[Edge]:
        """Return every link as (earlier, later), in one query.

        A few thousand for the whole of England and Wales, read in milliseconds: so the cost of a chain does not grow
        with its depth, and no stored root has to be merged and split again as links come.
        """
        return list(self.values_list("earlier_id", "later_id"))

    def between(self, recommendations: Iterable[int]) -> Self:
        """Return those that start at one of these; a chain has both ends of each of its links."""
        return self.filter(earlier__in=list(recommendations)).select_related("linked_by").order_by("pk")

    def of_recommendation(self, recommendation: Recommendation) -> Self:
        """Return those with it at either end."""
        return self.filter(Q(earlier=recommendation) | Q(later=recommendation))

    def pair(self, one: Recommendation, other: Recommendation) -> Self:
        """Return the link of these two, whichever is the earlier one; there is at most one."""
        ways = Q(earlier=one, later=other) | Q(earlier=other, later=one)
        return self.filter(ways).select_related("earlier__inspection", "later__inspection", "linked_by").order_by("pk")


class Link(models.Model):
    """An earlier recommendation and the later one that takes it up, confirmed by a person.

    It was made with a carry-over, or by a coordinator who says why.
    """

    earlier = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links_to_later")
    later = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links_to_earlier")
    relation = models.CharField(max_length=20, choices=Relation.choices)
    is_flagged = models.BooleanField(default=False, help_text="The later report itself says that it is a repeat")
    inspection = models.ForeignKey(
        Inspection,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="links",
        help_text="Whose carry-over made it; empty where a coordinator did",
    )
    reason = models.TextField(blank=True, help_text="Why a coordinator linked them")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="link_once", fields=["earlier", "later"]),
            models.CheckConstraint(name="link_not_to_itself", condition=~Q(earlier=F("later"))),
            models.CheckConstraint(
                name="link_without_carry_over_has_a_reason", condition=Q(inspection__isnull=False) | ~Q(reason="")
            ),
            models.CheckConstraint(name="link_relation_known", condition=Q(relation__in=Relation.values)),
        ]

    def __str__(self) -> str:
        return f"{self.earlier.ref} {Relation(self.relation).towards.lower()} {self.later.ref}"

"""Reminders of an action put off until a day, with a reason that the lead sees."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from inspections.models import within
from inspections.models.days import days_in_bounds
from tracker.models.action import Action
from tracker.models.person import Person
from tracker.rules.access import Actor
from tracker.rules.lifecycle import OPEN_STATUSES


class SnoozeQuerySet(models.QuerySet["Snooze"]):
    def standing(self, *, on: date) -> Self:
        """Return those that still hold reminders back on a day."""
        return self.filter(ended_at__isnull=True, until_on__gt=on)

    def of_action(self, action: Action) -> Self:
        """Return those of an action, with who made them, the newest first."""
        return self.filter(action=action).select_related("made_by").order_by("-pk")

    def visible_to(self, actor: Actor) -> Self:
        """Return those of actions that the actor may see."""
        return self.filter(action__in=Action.objects.visible_to(actor).values("pk"))

    def in_areas(self, paths: Iterable[str]) -> Self:
        """Return those of open actions that bodies at or below these places own."""
        return self.filter(within(paths, "action__owner_post__organisation__"), action__status__in=OPEN_STATUSES)

    def for_list(self) -> Self:
        """Return these with the action, its post and who put the reminders off, the soonest to end first."""
        return self.select_related("action__owner_post__organisation", "made_by").order_by("until_on", "pk")

    def told_of(self, numbers: Iterable[int]) -> "models.QuerySet[Snooze, tuple[int, str]]":
        """Return number and place of the body of each of these snoozes of which a lead is to hear, over by now or not.

        A digest may come after the day: that reminders were put off is news all the same. Not of one that was ended
        early, or of an action that has ended.
        """
        snoozes = self.filter(pk__in=list(numbers), action__status__in=OPEN_STATUSES, ended_by__isnull=True)
        return snoozes.values_list("pk", "action__owner_post__organisation__path")


class Snooze(models.Model):
    """No reminder of this action before `until_on`; the ladder starts again on that day."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="snoozes")
    until_on = models.DateField()
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="snooze_one_open", fields=["action"], condition=Q(ended_at__isnull=True)),
            days_in_bounds("snooze", "until_on"),
            models.CheckConstraint(name="snooze_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.action.ref} until {self.until_on}"

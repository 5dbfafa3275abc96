"""Reminders of an action put off until a day, with a reason that the lead sees."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from tracker.models.action import Action
from tracker.models.person import Person


class SnoozeQuerySet(models.QuerySet["Snooze"]):
    def standing(self, *, on: date) -> Self:
        """Those that still hold reminders back on a day."""
        return self.filter(ended_at__isnull=True, until_on__gt=on)


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
            models.CheckConstraint(name="snooze_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.action.ref} until {self.until_on}"

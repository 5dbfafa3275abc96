"""What shows that mail is well: heartbeats of the components, addresses that do not work, and mail held back."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tracker.choices import MessageState
from tracker.models.person import Person


class Heartbeat(models.Model):
    """When a component was last alive: web, worker, beat, relay. One row each, overwritten."""

    component = models.SlugField(max_length=30, unique=True)
    beat_at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.component


class BounceQuerySet(models.QuerySet["Bounce"]):
    def standing(self) -> Self:
        return self.filter(cleared_at__isnull=True)

    def of_person(self, person_id: int) -> Self:
        return self.filter(person=person_id)

    def clear(self, *, by_id: int | None, at: datetime) -> int:
        """Let mail go to these addresses again, and return how many there were."""
        standing = self.standing()
        Person.objects.filter(pk__in=standing.values("person")).update(address_refused_at=None)
        return standing.update(cleared_at=at, cleared_by=by_id)


class Bounce(models.Model):
    """A mail server refused this person's address for good; mail goes to the deputy until it is cleared."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bounces")
    address = models.EmailField()
    reason = models.TextField()
    bounced_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = BounceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="bounce_one_standing", fields=["person"], condition=Q(cleared_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"


class MailHoldQuerySet(models.QuerySet["MailHold"]):
    def waiting(self) -> Self:
        return self.filter(released_at__isnull=True, dropped_at__isnull=True)

    def empty(self) -> Self:
        """Return those with no message that waits: later mail has taken over from all of them."""
        return self.exclude(messages__state=MessageState.HELD)

    def of_settings(self, mark: str) -> Self:
        return self.filter(settings_mark=mark)

    def was_released(self, mark: str, *, since: datetime | None = None) -> bool:
        """Return whether a person has let mail go that was made under these settings, ever or from a moment on."""
        released = self.of_settings(mark).filter(released_at__isnull=False)
        return (released.filter(made_at__gte=since) if since else released).exists()


class MailHold(models.Model):
    """A run that would have sent unusually many messages, and the person who let it go or dropped it."""

    why = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settings_mark = models.CharField(max_length=64, help_text="Which settings of the ladder it was made under")

    objects = MailHoldQuerySet.as_manager()

    def __str__(self) -> str:
        return self.why

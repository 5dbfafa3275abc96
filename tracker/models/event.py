"""The trail: who did what to which record, when; rows are added and never changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tracker.models.person import Person
from tracker.rules.timeline import OF_EVERY_BODY, PUBLIC


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, *subjects: str) -> Self:
        """Return the events about these subjects, newest first. `subjects` are references such as REC-0231."""
        return self.filter(subject__in=subjects).newest_first()

    def newest_first(self) -> Self:
        """Return these with who did them, the newest first."""
        return self.select_related("by").order_by("-at", "-pk")

    def of_verb(self, verb: str) -> Self:
        return self.filter(verb=verb)

    def by_people(self, *, verbs: Iterable[str], since: datetime) -> Self:
        """Return what people, and not the service itself, did of these kinds since a moment."""
        return self.filter(by__isnull=False, verb__in=list(verbs), at__gte=since)

    def of_bodies(self, seen: Mapping[str, Collection[str]]) -> Self:
        """Return these, but of some recommendations only what was done for these bodies (slugs), or in public.

        `seen` are the bodies, by reference, of each recommendation on which the reader does not see every body's work.
        """
        subjects: dict[frozenset[str], list[str]] = defaultdict(list)
        for subject, bodies in seen.items():
            subjects[frozenset(bodies)].append(subject)
        shown = ~Q(subject__in=list(seen)) | Q(verb__in=PUBLIC)
        for bodies, refs in subjects.items():
            if bodies:
                named = Q(after__organisation__in=sorted(bodies)) | Q(before__organisation__in=sorted(bodies))
                shown |= Q(subject__in=refs) & (named | Q(verb__in=OF_EVERY_BODY))
        return self.filter(shown) if seen else self


class Event(models.Model):
    """One change; PostgreSQL refuses to update or delete a row (migration event_insert_only)."""

    at = models.DateTimeField()
    by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: the service itself",
    )
    verb = models.CharField(max_length=60, help_text="'action.updated': the room and what was done")
    subject = models.CharField(max_length=30, help_text="The reference of the record: REC-0231")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject", "-at"], name="event_by_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"

"""Files of long lists: who asked for which list, how far the worker is, and where the file is until it is deleted."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from inspections.models.reference import Referenced, ReferencedQuerySet
from tracker.choices import ListFileState, ListKind
from tracker.models.person import Person
from tracker.rules import list_files
from tracker.rules.access import Actor


class ListFileQuerySet(ReferencedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Return the actor's own: nobody else sees that they exist, whatever their role."""
        return self.filter(person=actor.person_id) if actor.person_id else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")

    def unfinished(self) -> Self:
        return self.filter(state__in=list_files.UNFINISHED)

    def waiting(self) -> Self:
        """Return those that wait for the worker, the one asked for first before the others."""
        return self.filter(state=ListFileState.WAITING).order_by("asked_at", "pk")

    def abandoned(self, *, at: datetime) -> Self:
        """Return what a writer has begun that has said nothing since its lease ran out."""
        return self.filter(state=ListFileState.WRITING, lease_until_at__lte=at)

    def leased_by(self, writer: str) -> Self:
        return self.filter(state=ListFileState.WRITING, leased_to=writer)

    def expired(self, *, at: datetime) -> Self:
        """Return the files that have been kept long enough."""
        return self.filter(state=ListFileState.READY, written_at__lte=at - list_files.KEPT_FOR)


class ListFile(Referenced):
    """One list that one person asked for as a file. Made again, it keeps its address; `making` counts how often."""

    REF_PREFIX = "FIL"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="Its address: guessed by nobody")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="list_files")
    token = models.UUIDField(help_text="Of the form that asked: pressed twice, it asks once")
    kind = models.CharField(max_length=20, choices=ListKind.choices)
    selection = models.JSONField(help_text="What the list is narrowed to (queries/lists.packed)")
    chosen = models.JSONField(default=list, help_text="The same in words, for the sheet 'About'")
    sort = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=20, choices=ListFileState.choices, default=ListFileState.WAITING)
    asked_at = models.DateTimeField()
    making = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0, help_text="Of this making")
    row_count = models.PositiveIntegerField(null=True, blank=True, help_text="Known when the worker begins")
    rows_written = models.PositiveIntegerField(default=0)
    lease_until_at = models.DateTimeField(null=True, blank=True)
    leased_to = models.CharField(max_length=100, blank=True, help_text="Which writer has it")
    file = models.FileField(upload_to="lists/", blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes")
    seen_as = models.CharField(max_length=64, blank=True, help_text="What its person might see (rules/list_files)")
    written_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it could not be made")

    objects = ListFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="list_file_once_for_a_form", fields=["person", "token"]),
            models.UniqueConstraint(
                name="list_file_one_at_a_time", fields=["state"], condition=Q(state=ListFileState.WRITING)
            ),
            models.CheckConstraint(name="list_file_state_known", condition=Q(state__in=ListFileState.values)),
            models.CheckConstraint(
                name="list_file_ready_is_there",
                condition=~Q(state=ListFileState.READY) | (~Q(file="") & Q(written_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="list_file_writing_has_its_lease",
                condition=~Q(state=ListFileState.WRITING) | (~Q(leased_to="") & Q(lease_until_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.person}"

    @property
    def kept_until(self) -> datetime | None:
        """Return when it is deleted; None for one that was never written."""
        return list_files.kept_until(self.written_at) if self.written_at else None

    @property
    def is_ready(self) -> bool:
        return self.state == ListFileState.READY

    @property
    def is_unfinished(self) -> bool:
        return self.state in list_files.UNFINISHED

    def is_for(self, actor: Actor) -> bool:
        """Return whether the actor may still see what they might when it was written."""
        return self.seen_as == list_files.mark_of(actor)

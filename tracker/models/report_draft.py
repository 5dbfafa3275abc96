"""A report on its way in: what was read, what a person changed, and who published it."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from inspections.models import Inspection, within
from tracker.models.person import Person
from tracker.rules.access import Actor, Doing


class ReportDraftQuerySet(models.QuerySet["ReportDraft"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        Coordinators see those of the body's area; while the body is not known, whoever brought the report does. What
        the service itself brought without a body waits for any coordinator.
        """
        areas = actor.areas(Doing.IMPORT_REPORTS)
        if not areas:
            return self.none()
        return self.filter(
            within(areas, "inspection__organisation__")
            | Q(inspection__organisation__isnull=True, created_by=actor.person_id)
            | Q(inspection__organisation__isnull=True, created_by__isnull=True)
        )

    def with_file_seen_by(self, actor: Actor) -> Self:
        """Return those whose file the actor may open: of any published report, else as the draft is seen."""
        if not (actor.is_service or actor.person_id):
            return self.none()
        drafts = self.model.objects.visible_to(actor).values("pk")
        return self.exclude(document="").filter(Q(published_at__isnull=False) | Q(pk__in=drafts))

    def brought_with(self, inspection: Inspection, *, actor: Actor) -> Self:
        """Return the draft of a published report; adds `is_checkable`: whether the actor sees its doubts."""
        seen = self.model.objects.visible_to(actor).filter(pk=OuterRef("pk"))
        return self.filter(inspection=inspection).annotate(is_checkable=Exists(seen))

    def locked(self) -> Self:
        """Hold each row until the transaction of the operation ends."""
        return self.select_for_update(of=("self",)).select_related("inspection__organisation")

    def of_inspection(self, ref: str) -> Self:
        return self.filter(inspection=Inspection.number_of(ref) or 0)

    def of_file(self, sha256: str) -> Self:
        """Return the drafts, published or not, of the very same file."""
        return self.filter(sha256=sha256)

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def waiting(self) -> Self:
        """Return those not yet published, newest first."""
        return self.filter(published_at__isnull=True).order_by("-created_at", "-pk")

    def for_page(self) -> Self:
        return self.select_related("inspection__organisation__parent", "created_by", "published_by")


class ReportDraft(models.Model):
    """One file as read (never changed) beside the answers a person gave; no recommendation exists before 'Publish'."""

    inspection = models.OneToOneField(Inspection, on_delete=models.CASCADE, related_name="draft")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    document = models.FileField(upload_to="reports/", blank=True)
    as_read = models.JSONField(help_text="The draft in the shape of the report-draft contract")
    lines = models.JSONField(
        default=list, help_text="The numbered lines that were read, for the source beside the text"
    )
    answers = models.JSONField(default=dict, help_text="What the person confirmed or changed, by task")
    version = models.PositiveIntegerField(default=1)
    refused_as = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="What the reader refused it as; empty for a report that was let in",
    )
    vouched_because = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="Why the person who brought it in had it read although it was refused",
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    is_checkable: bool  # by brought_with()

    objects = ReportDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refused_as="", vouched_because="")
                | (~Q(refused_as="") & ~Q(vouched_because="") & Q(created_by__isnull=False)),
                name="refused_report_is_vouched_for_by_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} for {self.inspection.ref}"


class PagePictureQuerySet(models.QuerySet["PagePicture"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those of drafts that the actor may see."""
        return self.filter(draft__in=ReportDraft.objects.visible_to(actor))

    def of_page(self, ref: str, page: int) -> Self:
        """Return the picture of one page of an inspection's report."""
        return self.filter(draft__inspection=Inspection.number_of(ref) or 0, page=page)


class PagePicture(models.Model):
    """A page of a draft's PDF as printed, for the review; drawn as the file is brought in, gone with its draft."""

    draft = models.ForeignKey(ReportDraft, on_delete=models.CASCADE, related_name="pictures")
    page = models.PositiveSmallIntegerField(help_text="Counted from 1, as the lines of the file are")
    picture = models.BinaryField(help_text="A PNG")

    objects = PagePictureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "page"], name="one_picture_of_each_page")]

    def __str__(self) -> str:
        return f"Page {self.page} of {self.draft}"

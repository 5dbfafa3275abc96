"""Evidence: what shows that something changed, in versions, and where each piece is used."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from inspections.models.days import days_in_bounds
from tracker.choices import ActionStatus, NoticeKind, Role
from tracker.models.action import Action, Answers, Update, action_in_area
from tracker.models.notice import Notice
from tracker.models.person import Membership, Person, can_be_told
from tracker.models.post import Deputy, PostHolder
from tracker.models.recommendation import Answerable, answer_in_area
from tracker.rules import evidence as rules
from tracker.rules.access import Actor


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        Evidence is seen where it is used, by whoever sees the work there (docs/model.md, decision 3).
        """
        return self.filter(Exists(EvidenceUse.objects.visible_to(actor).filter(evidence=OuterRef("pk"))))

    def for_any(self, recommendations: Iterable[int]) -> Self:
        """Return the pieces used for one of these recommendations or for an action that answers one of them now."""
        numbers = list(recommendations)
        answers = Answers.objects.current().filter(answerable__recommendation__in=numbers)
        uses = EvidenceUse.objects.current().filter(
            Q(answerable__recommendation__in=numbers) | Q(action__in=answers.values("action_id"))
        )
        return self.filter(Exists(uses.filter(evidence=OuterRef("pk"))))

    def stale(self, *, on: date, after_days: int) -> Self:
        """Return those whose newest version is about a day longer ago than that; adds `newest_about_on`."""
        newest = EvidenceVersion.objects.filter(evidence=OuterRef("pk")).order_by("-number").values("about_on")
        return self.annotate(newest_about_on=Subquery(newest[:1])).filter(
            newest_about_on__lt=rules.stale_before(on, after_days=after_days)
        )


class Evidence(models.Model):
    """One piece of evidence; its file or link is in its versions."""

    newest_about_on: date  # by stale()

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="Its address: guessed by nobody")
    shows = models.CharField(max_length=300, help_text="What it shows")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [models.CheckConstraint(name="evidence_says_what_it_shows", condition=~Q(shows=""))]

    def __str__(self) -> str:
        return self.shows

    @property
    def newest(self) -> "EvidenceVersion":
        """Return the version that counts now; free where the versions were fetched before."""
        return self.versions.all()[0]


class EvidenceVersion(models.Model):
    """A file or a link as it was added; never changed. `about_on` is the day it is about, not the upload's."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to="evidence/", blank=True)
    link = models.URLField(max_length=1000, blank=True)
    file_name = models.CharField(max_length=255, blank=True, help_text="As the person's computer named it")
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="Bytes")
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    about_on = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["evidence", "-number"]
        constraints = [
            models.UniqueConstraint(name="evidence_version_once", fields=["evidence", "number"]),
            days_in_bounds("evidence_version", "about_on"),
            models.CheckConstraint(
                name="evidence_is_a_file_or_a_link",
                condition=(Q(link="") & ~Q(file="") & ~Q(sha256="")) | (~Q(link="") & Q(file="") & Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name or self.link}, version {self.number}"

    @property
    def kind(self) -> str:
        """Return 'pdf': the ending of the generated name, which was made from what the file is."""
        return PurePosixPath(self.file.name or "").suffix.removeprefix(".")


class EvidenceUseQuerySet(models.QuerySet["EvidenceUse"]):
    def current(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see: the uses now, in places whose work they may see."""
        return self.current().filter(action_in_area(actor, "action") | answer_in_area(actor, "answerable__"))

    def at_place(self, place: Action | Answerable) -> Self:
        return self.filter(action=place) if isinstance(place, Action) else self.filter(answerable=place)

    def of_work_on(self, answerables: Any, actions: Any) -> Self:
        """Return the uses for one of these rows itself, or for one of these actions."""
        return self.filter(Q(answerable__in=answerables) | Q(action__in=actions.values("pk")))

    def at_any_place(self, *, answerables: Iterable[int], actions: Iterable[int]) -> Self:
        """Return the uses for one of these answers itself, or for one of these actions, by their keys."""
        return self.filter(Q(answerable__in=list(answerables)) | Q(action__in=list(actions)))

    def with_evidence(self) -> Self:
        """Return these, the first use first, with the pieces, their versions, newest first, and places; 2 queries."""
        places = ("action__owner_post__organisation", "answerable__organisation", "answerable__recommendation")
        uses = self.select_related("evidence", *places).prefetch_related(
            Prefetch(
                "evidence__versions", queryset=EvidenceVersion.objects.select_related("added_by").order_by("-number")
            )
        )
        return uses.order_by("pk")

    def of_stale(self, *, on: date, after_days: int) -> Self:
        stale = Evidence.objects.stale(on=on, after_days=after_days)
        return self.filter(evidence__in=stale.values("pk"))

    def to_renew(self, *, on: date, after_days: int) -> Self:
        """Return the uses of stale evidence where somebody still owes an answer, with `told_id` and `newest_about_on`.

        Told is who covers or holds the owning post of the action; for evidence of a recommendation itself, who manages
        the body that answers. Places where nobody can be told are left out.
        """
        newest = EvidenceVersion.objects.filter(evidence=OuterRef("evidence")).order_by("-number").values("about_on")
        post = OuterRef("action__owner_post")
        deputies = Deputy.objects.current(on=on).who_can_be_told(on=on).filter(post=post).values("person_id")
        holders = PostHolder.objects.current(on=on).who_can_be_told(on=on).filter(post=post).values("person_id")
        managers = (
            Membership.objects.current(on=on)
            .filter(can_be_told(on=on, prefix="person__"), organisation=OuterRef("answerable__organisation"))
            .filter(role__in=[Role.HEAD_OF_PDU, Role.REGIONAL_LEAD, Role.NATIONAL])
            .order_by("from_on", "pk")
            .values("person_id")
        )
        open_ones = {"answerable__to_on__isnull": True, "answerable__kept__is_judged": False}
        answering = Answers.objects.current().filter(action=OuterRef("action"), **open_ones)
        needed = Q(**open_ones) | Q(Exists(answering))
        return (
            self.current()
            .filter(needed)
            .exclude(action__status=ActionStatus.WITHDRAWN)
            .annotate(
                newest_about_on=Subquery(newest[:1]),
                told_id=Coalesce(Subquery(deputies[:1]), Subquery(holders[:1]), Subquery(managers[:1])),
            )
            .filter(newest_about_on__lt=rules.stale_before(on, after_days=after_days), told_id__isnull=False)
        )

    def untold(self) -> Self:
        """Return, after `to_renew`, those of which the person has no notice yet."""
        told = Notice.objects.filter(
            kind=NoticeKind.STALE_EVIDENCE,
            number=OuterRef("evidence_id"),
            person=OuterRef("told_id"),
            since_on=OuterRef("newest_about_on"),
            rung="",
        )
        return self.exclude(Exists(told))


class EvidenceUse(models.Model):
    """Where a piece of evidence is used: for a body's recommendation, for an action, perhaps with an update."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="uses")
    answerable = models.ForeignKey(
        Answerable, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_uses"
    )
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_uses")
    update = models.ForeignKey(Update, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_uses")
    used_at = models.DateTimeField()
    used_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    newest_about_on: date  # by to_renew()
    told_id: int  # by to_renew()

    objects = EvidenceUseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_is_used_in_one_place",
                condition=Q(answerable__isnull=False, action__isnull=True)
                | Q(answerable__isnull=True, action__isnull=False),
            ),
            models.UniqueConstraint(
                name="evidence_used_once_per_action",
                fields=["evidence", "action"],
                condition=Q(removed_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="evidence_used_once_per_recommendation",
                fields=["evidence", "answerable"],
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="evidence_use_removed_after_used",
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("used_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} for {self.action or self.answerable}"

    @property
    def place(self) -> Action | Answerable:
        """Return the action or the body's recommendation for which it is used."""
        place = self.action or self.answerable
        assert place is not None, "the database holds one of the two"
        return place


def reference_of(place: Action | Answerable) -> str:
    """Return 'ACT-0412' or 'REC-0231'."""
    return place.ref if isinstance(place, Action) else place.recommendation.ref


class ChosenFileQuerySet(models.QuerySet["ChosenFile"]):
    def of_person(self, person_id: int | None, *, at: datetime) -> Self:
        """Return a person's own files that still wait for their form; nobody else's are ever given out."""
        return self.filter(person=person_id, kept_at__gt=_expiry(at)).order_by("pk")

    def expired(self, *, at: datetime) -> Self:
        return self.filter(kept_at__lte=_expiry(at))


class ChosenFile(models.Model):
    """A checked file that a person chose in a form that is not saved yet, so that it need not be chosen again."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="chosen_files")
    file = models.FileField(upload_to="evidence/")
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()

    objects = ChosenFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name


def _expiry(at: datetime) -> datetime:
    return at - timedelta(hours=rules.CHOSEN_FILE_HOURS)


def held_by(person_id: int | None, *, at: datetime) -> rules.Held:
    """Return how many files a person has added or chosen, and how large they are together; 2 queries."""
    hour = at - timedelta(hours=1)
    added = EvidenceVersion.objects.filter(added_by=person_id, link="").aggregate(
        files=Count("pk"), size=Coalesce(Sum("size"), 0), last_hour=Count("pk", filter=Q(added_at__gt=hour))
    )
    chosen = ChosenFile.objects.filter(person=person_id).aggregate(
        files=Count("pk"), size=Coalesce(Sum("size"), 0), last_hour=Count("pk", filter=Q(kept_at__gt=hour))
    )
    return rules.Held(*(added[name] + chosen[name] for name in ("files", "size", "last_hour")))

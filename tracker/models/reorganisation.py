"""Renames, mergers, splits and transfers of bodies, and who is to take over what their closed bodies answered for."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce

from inspections.models import Organisation, within
from inspections.models.reference import Referenced, ReferencedQuerySet
from tracker.choices import Ending, ReorganisationKind, ReorganisationPart
from tracker.models.action import Action
from tracker.models.person import Person
from tracker.models.post import Post
from tracker.models.recommendation import Answerable
from tracker.rules.access import Actor, Doing


class ReorganisationQuerySet(ReferencedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        Which bodies there are, and since when, is public; which of them an actor may confirm is `to_confirm`'s.
        """
        return self if actor.is_service or actor.person_id else self.none()

    def standing(self) -> Self:
        """Return those that were not undone."""
        return self.filter(undone_at__isnull=True)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",))

    def with_waiting(self, *, on: date) -> Self:
        """Add `waiting`: open recommendations, by body, of the bodies that it closed by this day; 0 once undone."""
        closed = ReorganisationBody.objects.filter(
            reorganisation=OuterRef(OuterRef("pk")), part=ReorganisationPart.CLOSES, reorganisation__on__lte=on
        ).filter(reorganisation__undone_at__isnull=True)
        rows = Answerable.objects.open().filter(organisation__in=closed.values("organisation")).order_by()
        counted = rows.annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
        return self.annotate(waiting=Coalesce(Subquery(counted), 0, output_field=IntegerField()))

    def to_confirm(self, actor: Actor, *, on: date) -> Self:
        """Return those with recommendations that no living body answers for, which the actor confirms or records.

        They do so in the area of the bodies that take over.
        """
        areas = {*actor.areas(Doing.CONFIRM_TAKEOVERS), *actor.areas(Doing.RECORD_REORGANISATIONS)}
        here = ReorganisationBody.objects.filter(
            within(areas, "organisation__"), reorganisation=OuterRef("pk"), part=ReorganisationPart.FOLLOWS
        )
        return self.unconfirmed(on=on).filter(Exists(here))

    def unconfirmed(self, *, on: date) -> Self:
        """Return those with recommendations that have no living body, the longest in effect first."""
        return self.standing().with_waiting(on=on).filter(waiting__gt=0).order_by("on", "pk")

    def later_about(self, reorganisation: "Reorganisation") -> Self:
        """Return the standing ones, recorded after this one, about one of the same bodies."""
        held = ReorganisationBody.objects.filter(reorganisation=reorganisation, organisation__isnull=False)
        later = self.standing().filter(pk__gt=reorganisation.pk)
        return later.filter(bodies__organisation__in=held.values("organisation")).distinct()

    def of_body(self, organisation: Organisation) -> Self:
        """Return the standing ones about this body, newest first."""
        return self.standing().filter(bodies__organisation=organisation).distinct().order_by("-on", "-pk")

    def for_page(self) -> Self:
        """Return these with the bodies, in 1 query more for any number of rows."""
        bodies = ReorganisationBody.objects.select_related("organisation__parent").order_by("pk")
        return self.select_related("recorded_by", "confirmed_by", "undone_by").prefetch_related(
            Prefetch("bodies", queryset=bodies)
        )


class Reorganisation(Referenced):
    """What happened to bodies on a day; kept, and marked, when it is undone.

    `made` lists by table what recording and confirming wrote: exactly that is taken back by undoing.
    """

    REF_PREFIX = "RGN"

    waiting: int  # by with_waiting()

    kind = models.CharField(max_length=20, choices=ReorganisationKind.choices)
    on = models.DateField(help_text="The first day of the new bodies or of the new name")
    words = models.TextField(help_text="What happened, in one sentence, with the names of the time")
    token = models.UUIDField(unique=True, editable=False, help_text="Of the form it was recorded with")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.TextField(blank=True)
    made = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="reorganisation_kind_known", condition=Q(kind__in=ReorganisationKind.values)),
            models.CheckConstraint(
                name="reorganisation_undone_with_a_reason", condition=Q(undone_at__isnull=True) | ~Q(undone_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.words}"

    def parts(self, part: ReorganisationPart) -> "list[ReorganisationBody]":
        """Return its bodies of one part, in the order in which they were named.

        A body that undoing deleted has no record and is not among them.
        """
        return [body for body in self.as_named() if body.part == part]

    def as_named(self) -> "list[ReorganisationBody]":
        """Return all its bodies in the order in which they were named; no query where they were fetched before."""
        return sorted(self.bodies.all(), key=lambda body: body.pk)

    @property
    def closing(self) -> "list[ReorganisationBody]":
        return self.parts(ReorganisationPart.CLOSES)

    @property
    def following(self) -> "list[ReorganisationBody]":
        return self.parts(ReorganisationPart.FOLLOWS)


class ReorganisationBody(models.Model):
    """One body of a reorganisation; a body that undoing deleted leaves its name."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="bodies")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="reorganisations"
    )
    part = models.CharField(max_length=20, choices=ReorganisationPart.choices)
    name = models.CharField(max_length=220, help_text="As a sentence needed it then")
    is_new = models.BooleanField(default=False, help_text="Made by recording the reorganisation")

    class Meta:
        verbose_name_plural = "reorganisation bodies"
        constraints = [
            models.UniqueConstraint(
                name="reorganisation_body_once",
                fields=["reorganisation", "organisation"],
                condition=Q(organisation__isnull=False),
            ),
            models.CheckConstraint(name="reorganisation_part_known", condition=Q(part__in=ReorganisationPart.values)),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_part_display()}"


class TakeoverQuerySet(models.QuerySet["Takeover"]):
    def of_reorganisation(self, reorganisation: Reorganisation) -> Self:
        """Return its decisions, each with the bodies that take over by name; 2 queries."""
        bodies = Prefetch("bodies", queryset=Organisation.objects.by_name())
        return self.filter(reorganisation=reorganisation).select_related("decided_by").prefetch_related(bodies)


class Takeover(models.Model):
    """What a person decided on one open recommendation of a closed body; open to change until confirmed."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="takeovers")
    answerable = models.ForeignKey(Answerable, on_delete=models.PROTECT, related_name="takeovers")
    bodies = models.ManyToManyField(Organisation, related_name="+", blank=True)
    ending = models.CharField(max_length=20, choices=Ending.choices, blank=True, help_text="Empty: it passes on")
    reason = models.TextField(blank=True, help_text="Why it ends")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = TakeoverQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "takeovers"
        constraints = [
            models.UniqueConstraint(name="takeover_decided_once", fields=["reorganisation", "answerable"]),
            models.CheckConstraint(
                name="takeover_ends_with_a_reason",
                condition=Q(ending="") | (Q(ending__in=[Ending.OVERTAKEN, Ending.LAPSED]) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answerable}: {self.get_ending_display() or 'passes on'}"


class ActionTakeover(models.Model):
    """Which post is to own an open action of a closed body; none where it stays with the post it has."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="action_takeovers")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "action takeovers"
        constraints = [models.UniqueConstraint(name="action_takeover_once", fields=["reorganisation", "action"])]

    def __str__(self) -> str:
        return f"{self.action.ref} to {self.post or 'the post it has'}"

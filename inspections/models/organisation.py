"""Bodies that are inspected or answer for recommendations, their dated names, and who succeeded whom."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from inspections.choices import OrganisationKind, SuccessionKind

AREA_KINDS = (
    OrganisationKind.AGENCY,
    OrganisationKind.REGION,
    OrganisationKind.FUNCTION,
    OrganisationKind.PDU,
)
# What a sentence adds to a body's name.
SUFFIXES: dict[str, str] = {OrganisationKind.PDU: " PDU", OrganisationKind.REGION: " region"}


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def living(self, *, on: date) -> Self:
        """Return bodies that exist on a day; a body closes at the start of its closing day."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=on)).filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=on)
        )

    def not_closed(self, *, on: date) -> Self:
        """Return living bodies, and those that open later: roles and posts are given before the first day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))

    def closed(self, *, on: date) -> Self:
        """Return bodies that no longer exist on a day, the last to close first."""
        return self.filter(closed_on__lte=on).order_by("-closed_on", "name", "pk")

    def within(self, paths: Iterable[str]) -> Self:
        """Return the bodies at these places in the tree and all below them."""
        return self.filter(within(paths))

    def regions(self) -> Self:
        return self.filter(kind=OrganisationKind.REGION)

    def pdus(self) -> Self:
        return self.filter(kind=OrganisationKind.PDU)

    def in_tree_of_probation(self) -> Self:
        """Return HMPPS, regions, their functions and PDUs: the bodies with an area page."""
        return self.filter(kind__in=AREA_KINDS)

    def paths_before(self, organisation: "Organisation") -> list[str]:
        """Return the places of all bodies that led to this one or to one below it, at any depth; 1 query."""
        edges = Succession.objects.values_list("predecessor__path", "successor__path")
        leading: dict[str, list[str]] = {}
        for before, after in edges:
            leading.setdefault(after, []).append(before)
        paths: set[str] = set()
        waiting = [after for after in leading if after.startswith(organisation.path)]
        while waiting:
            for before in leading.get(waiting.pop(), ()):
                if before not in paths and not before.startswith(organisation.path):
                    paths.add(before)
                    waiting.append(before)
        return sorted(paths)

    def children_of(self, organisation: "Organisation") -> Self:
        return self.filter(parent=organisation)

    def by_name(self) -> Self:
        return self.order_by("name", "pk")

    def matching(self, words: str) -> Self:
        """Return those with these words in their name now, in an earlier name or in an alias."""
        earlier = OrganisationName.objects.filter(organisation=OuterRef("pk"), name__icontains=words)
        aliases = Alias.objects.filter(organisation=OuterRef("pk"), name__icontains=words)
        return self.filter(Q(name__icontains=words) | Exists(earlier) | Exists(aliases))

    def with_names(self) -> Self:
        """Return these with every name, the earliest first, and alias; 2 queries more for any number of bodies."""
        return self.prefetch_related(
            Prefetch("names", queryset=OrganisationName.objects.order_by("from_on", "pk")),
            Prefetch("aliases", queryset=Alias.objects.order_by("name", "pk")),
        )

    def for_record(self) -> Self:
        """Return these with the parent, every name, and who succeeded whom; 5 queries more for any number of bodies."""
        before = Succession.objects.select_related("predecessor").order_by("on", "pk")
        after = Succession.objects.select_related("successor").order_by("on", "pk")
        return (
            self.with_names()
            .select_related("parent")
            .prefetch_related(
                Prefetch("precessions", queryset=before),
                Prefetch("successions", queryset=after),
            )
        )


class Organisation(models.Model):
    """A body at any depth of the tree; `name` and `path` are caches kept by operations/organisations."""

    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=200, help_text="The name now, or the last one of a closed body")
    slug = models.SlugField(max_length=100, unique=True)
    path = models.CharField(
        max_length=400,
        unique=True,
        help_text="Slugs from the top, '/moj/hmpps/kirklees/': one prefix is one area",
    )
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_verified = models.BooleanField(default=True, help_text="False for facts believed, not confirmed")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
            ),
            models.CheckConstraint(name="organisation_kind_known", condition=Q(kind__in=OrganisationKind.values)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """Return the name as a sentence needs it: 'Kirklees PDU', 'London region', otherwise the plain name."""
        return display_name(self.name, self.kind)


class OrganisationName(models.Model):
    """A name that a body had between two dates; an open end means still, an open start means always."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisation_has_one_name_now", fields=["organisation"], condition=Q(to_on__isnull=True)
            ),
            models.CheckConstraint(
                name="organisation_name_ends_after_it_starts",
                condition=Q(to_on__isnull=True) | Q(from_on__isnull=True) | Q(to_on__gt=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another way in which reports name a body, such as 'HFKCW'."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(name="alias_once_per_body", fields=["organisation", "name"])]
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return self.name


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def about(self, organisation: Organisation) -> Self:
        """Return who came before and after a body, with both; the earliest first."""
        either = Q(predecessor=organisation) | Q(successor=organisation)
        return self.filter(either).select_related("predecessor__parent", "successor__parent").order_by("on", "pk")


class Succession(models.Model):
    """From a date, one body answers for what another answered for; many to many, and never a loop."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="precessions")
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=SuccessionKind.choices)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="succession_once", fields=["predecessor", "successor"]),
            models.CheckConstraint(name="succession_not_to_itself", condition=~Q(predecessor=F("successor"))),
            models.CheckConstraint(name="succession_kind_known", condition=Q(kind__in=SuccessionKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor} on {self.on}"


def display_name(name: str, kind: str) -> str:
    """Return a body's name as a sentence needs it, from what is read without its record."""
    return f"{name}{SUFFIXES.get(kind, '')}"


def within(paths: Iterable[str], prefix: str = "") -> Q:
    """Return the condition 'at or below one of these places', for a relation spelled 'owner_post__organisation__'.

    A condition on the tree's path, never a list of ids: its SQL has the same size for any number of bodies.
    """
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{prefix}path__startswith": path})
    return condition

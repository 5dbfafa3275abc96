"""Makes bodies, names and successions; keeps the cached name and the path that visibility is read from."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from inspections.choices import OrganisationKind, SuccessionKind
from inspections.data import OrganisationData, SuccessionData
from inspections.errors import SuccessionRefused
from inspections.models import Alias, Organisation, OrganisationName, Succession
from inspections.rules import succession


@transaction.atomic
def establish(
    *,
    kind: OrganisationKind,
    name: str,
    slug: str,
    parent: Organisation | None = None,
    opened_on: date | None = None,
    closed_on: date | None = None,
    is_verified: bool = True,
) -> Organisation:
    """Make one body with its first name. `slug` must be unique: it is the body's place in addresses and paths."""
    organisation = Organisation.objects.create(
        kind=kind,
        name=name,
        slug=slug,
        parent=parent,
        path=f"{parent.path if parent else '/'}{slug}/",
        opened_on=opened_on,
        closed_on=closed_on,
        is_verified=is_verified,
    )
    OrganisationName.objects.create(organisation=organisation, name=name, from_on=opened_on, to_on=None)
    return organisation


@transaction.atomic
def record_succession(
    *, predecessor: Organisation, successor: Organisation, on: date, kind: SuccessionKind
) -> Succession:
    """Record that from `on` the successor answers for what the predecessor did; the same again changes nothing.

    Raises SuccessionRefused when it would make a loop. Locks the organisations, so that two half-loops recorded at
    once cannot make a whole one.
    """
    list(Organisation.objects.select_for_update().order_by("pk").values_list("pk"))
    edges = [succession.Edge(*row) for row in Succession.objects.values_list("predecessor_id", "successor_id", "on")]
    new = succession.Edge(predecessor.pk, successor.pk, on)
    if succession.would_loop(edges, new):
        raise SuccessionRefused(
            f"{successor} cannot follow {predecessor}, because {predecessor} already follows {successor}."
        )
    made, _ = Succession.objects.get_or_create(
        predecessor=predecessor, successor=successor, defaults={"on": on, "kind": kind}
    )
    return made


@transaction.atomic
def load_organisations(*, organisations: Iterable[OrganisationData], successions: Iterable[SuccessionData]) -> int:
    """Make the bodies that are missing, with names, aliases and successions; return how many were made.

    A body that is there is left as it is: an administrator may have renamed or moved it since.
    """
    held = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    made = 0
    for body in organisations:
        if body.slug in held:
            continue
        held[body.slug] = _load(body, parent=held[body.parent] if body.parent else None)
        made += 1
    for link in successions:
        record_succession(
            predecessor=held[link.predecessor],
            successor=held[link.successor],
            on=link.on,
            kind=SuccessionKind(link.kind),
        )
    return made


def _load(data: OrganisationData, *, parent: Organisation | None) -> Organisation:
    organisation = establish(
        kind=OrganisationKind(data.kind),
        name=data.name,
        slug=data.slug,
        parent=parent,
        opened_on=data.opened_on,
        closed_on=data.closed_on,
        is_verified=data.verified,
    )
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=organisation, name=name.name, from_on=name.from_on, to_on=name.to_on)
        for name in data.names[:-1]
    )
    Alias.objects.bulk_create(Alias(organisation=organisation, name=name) for name in data.aliases)
    return organisation

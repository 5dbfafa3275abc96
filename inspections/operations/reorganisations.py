"""Gives bodies new names, closes and opens them from a date, and takes that back."""

from datetime import date

from django.db import transaction
from django.db.models import F

from inspections.models import Organisation, OrganisationName


@transaction.atomic
def rename(*, organisation: Organisation, name: str, on: date, today: date) -> OrganisationName:
    """Give the body this name from `on`; its place in addresses stays, and the earlier name is kept with its dates.

    A name of a later day waits for `names_of_the_day`.
    """
    OrganisationName.objects.filter(organisation=organisation, to_on__isnull=True).update(to_on=on)
    made = OrganisationName.objects.create(organisation=organisation, name=name, from_on=on)
    if on <= today:
        _show(organisation.pk, name)
    return made


@transaction.atomic
def take_back_name(*, name: OrganisationName, today: date) -> None:
    """Take a name back as if the body had never been renamed: the name before goes on."""
    before = OrganisationName.objects.filter(organisation=name.organisation_id, to_on=name.from_on).order_by("-pk")
    former = before.exclude(pk=name.pk).first()
    name.delete()
    if former is not None:
        OrganisationName.objects.filter(pk=former.pk).update(to_on=None)
        _show(former.organisation_id, former.name)


@transaction.atomic
def names_of_the_day(*, on: date) -> set[int]:
    """Show the names that have begun; return the keys of the bodies that changed. One query when none has."""
    begun = OrganisationName.objects.filter(to_on__isnull=True, from_on__lte=on)
    late = list(begun.exclude(organisation__name=F("name")).values_list("organisation_id", "name"))
    for organisation, name in late:
        _show(organisation, name)
    return {organisation for organisation, _ in late}


@transaction.atomic
def close(*, organisation: Organisation, on: date) -> None:
    """Close the body from `on`. It keeps its place in the tree: its people still see its history."""
    Organisation.objects.filter(pk=organisation.pk).update(closed_on=on)


@transaction.atomic
def reopen(*, organisation: Organisation) -> None:
    """Open the body again as if it had never closed."""
    Organisation.objects.filter(pk=organisation.pk).update(closed_on=None)


def _show(organisation: int, name: str) -> None:
    Organisation.objects.filter(pk=organisation).update(name=name)

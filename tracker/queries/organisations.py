"""Organisations as a list: who is inspected and who answers, open to every signed-in person."""

from dataclasses import dataclass

from inspections.models import Organisation
from inspections.models.organisation import OrganisationQuerySet
from tracker.paging import PAGE_SIZE, Page, page_of, read_sort

SORTS = {"name": "name", "kind": "kind"}
DEFAULT_SORT = "name"


@dataclass(frozen=True, slots=True)
class OrganisationSelection:
    """What the list is narrowed to; `region` takes the region itself and all below it."""

    kind: str = ""
    region: Organisation | None = None
    words: str = ""


def chosen(filters: OrganisationSelection) -> OrganisationQuerySet:
    """Return the bodies that these filters choose."""
    organisations = Organisation.objects.all()
    if filters.kind:
        organisations = organisations.filter(kind=filters.kind)
    if filters.region is not None:
        organisations = organisations.within([filters.region.path])
    return organisations.matching(filters.words) if filters.words else organisations


def page_of_organisations(
    filters: OrganisationSelection, *, sort: str, after: str, before: str, size: int = PAGE_SIZE
) -> Page:
    """Return one page of organisations; 1 query."""
    organisations = chosen(filters).select_related("parent")
    return page_of(
        organisations, sort=read_sort(sort, SORTS, default=DEFAULT_SORT), after=after, before=before, size=size
    )

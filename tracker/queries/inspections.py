"""Inspections as a list and as a page: what a report found, and what became of its recommendations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from inspections.choices import InspectionStatus
from inspections.models import Inspection, Organisation
from inspections.models.inspection import InspectionQuerySet
from tracker.models import Judgement, Recommendation, ReportDraft
from tracker.paging import PAGE_SIZE, Page, every_row, page_of, read_sort
from tracker.queries.recommendation_rows import ListedRecommendation, rows_of
from tracker.rules.access import Actor

SORTS = {"published": "published_on", "body": "organisation__name"}
DEFAULT_SORT = "-published"


@dataclass(frozen=True, slots=True)
class InspectionSelection:
    """What the list is narrowed to."""

    region: Organisation | None = None
    kind: str = ""
    rating: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class WholeInspection:
    """One inspection with its recommendations and the earlier ones that its report judges."""

    inspection: Inspection
    rows: list[ListedRecommendation]
    judgements: list[Judgement]
    draft: ReportDraft | None


def chosen(filters: InspectionSelection) -> InspectionQuerySet:
    """Return the published inspections that these filters choose: they are public to every signed-in person."""
    inspections = Inspection.objects.published()
    if filters.region is not None:
        inspections = inspections.within(filters.region)
    if filters.kind:
        inspections = inspections.filter(kind=filters.kind)
    if filters.rating:
        inspections = inspections.filter(rating=filters.rating)
    return inspections.matching(filters.words) if filters.words else inspections


def page_of_inspections(
    filters: InspectionSelection, *, sort: str, after: str, before: str, size: int = PAGE_SIZE
) -> Page:
    """Return one page of inspections; 1 query."""
    return page_of(
        _to_show(filters), sort=read_sort(sort, SORTS, default=DEFAULT_SORT), after=after, before=before, size=size
    )


def every_inspection(filters: InspectionSelection, *, sort: str) -> Iterator[Inspection]:
    """Yield every inspection in the order of the pages; 1 query."""
    return every_row(_to_show(filters), sort=read_sort(sort, SORTS, default=DEFAULT_SORT))


def _to_show(filters: InspectionSelection) -> InspectionQuerySet:
    """Return those chosen with what a row shows; adds `recommendation_count`."""
    counted = Recommendation.objects.filter(inspection=OuterRef("pk")).order_by().values("inspection")
    of_each = Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    inspections = chosen(filters).select_related("organisation__parent", "framework")
    return inspections.annotate(recommendation_count=Coalesce(of_each, 0))


def drafts_for(actor: Actor) -> list[ReportDraft]:
    """Return the reports that wait for this coordinator's check."""
    return list(ReportDraft.objects.visible_to(actor).waiting().for_page())


def whole(actor: Actor, inspection: Inspection, *, on: date) -> WholeInspection:
    """Return everything on an inspection's page beside `for_page`, in 7 queries."""
    recommendations = Recommendation.objects.visible_to(actor).filter(inspection=inspection).in_printed_order()
    judged = (
        Judgement.objects.visible_to(actor)
        .filter(inspection=inspection)
        .select_related("answerable__recommendation__inspection", "answerable__organisation")
    )
    return WholeInspection(
        inspection=inspection,
        rows=rows_of(actor, list(recommendations.values_list("pk", flat=True)), on=on),
        judgements=list(judged.order_by("answerable__recommendation__position", "pk")),
        draft=ReportDraft.objects.visible_to(actor).filter(inspection=inspection).first(),
    )


def is_published(inspection: Inspection) -> bool:
    return inspection.status == InspectionStatus.PUBLISHED

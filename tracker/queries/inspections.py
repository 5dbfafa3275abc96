"""Inspections as a list and as a page: what a report found, and what became of its recommendations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from inspections.choices import InspectionKind, InspectionStatus, Rating
from inspections.models import Inspection, Organisation
from inspections.models.inspection import InspectionQuerySet
from inspections.models.reference import reference
from tracker.models import Judgement, Recommendation, ReportDraft
from tracker.models.listing import Listing
from tracker.paging import PAGE_SIZE, Page, Sort, count_up_to_limit, every_row, page_of, read_sort
from tracker.queries.body_lines import BodyLine, body_line
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
class FrameworkLine:
    """A version of the standards as a row names it."""

    code: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """An inspection in the list, with the number of its recommendations."""

    pk: int
    kind: str
    published_on: date | None
    published_precision: str
    fieldwork_started_on: date | None
    fieldwork_precision: str
    rating: str
    score: int | None
    max_score: int | None
    known_from_later: bool
    recommendation_count: int
    organisation: BodyLine
    framework: FrameworkLine | None

    @property
    def ref(self) -> str:
        return reference(Inspection.REF_PREFIX, self.pk)

    def get_kind_display(self) -> str:
        return InspectionKind(self.kind).label

    def get_rating_display(self) -> str:
        return Rating(self.rating).label if self.rating else ""


_FACTS = (
    "pk", "kind", "published_on", "published_precision", "fieldwork_started_on", "fieldwork_precision", "rating",
    "score", "max_score", "known_from_later", "recommendation_count",
)  # fmt: skip
_BODY = ("organisation_id", "organisation__name", "organisation__slug", "organisation__kind")
_PARENT = tuple(f"organisation__parent_{name}" for name in ("id", "_name", "_slug", "_kind"))
_COLUMNS = (*_FACTS, *_BODY, *_PARENT, "framework__code", "framework__name")


@dataclass(frozen=True, slots=True)
class WholeInspection:
    """One inspection with its recommendations and the earlier ones that its report judges.

    `draft` only for those who may see what was doubtful; `file_name` is that of the file that is kept, or empty.
    """

    inspection: Inspection
    rows: list[ListedRecommendation]
    judgements: list[Judgement]
    draft: ReportDraft | None
    file_name: str


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
    filters: InspectionSelection,
    *,
    sort: str,
    after: str,
    before: str,
    size: int = PAGE_SIZE,
    counts: bool = False,
) -> Page:
    """Return one page of inspections; 1 query, or 2 with `counts`, with which it says how many there are in all."""
    place: Any = {"sort": _order(sort), "after": after, "before": before, "size": size}
    if filters.region is None and not filters.words:
        named: dict[str, Any] = {
            name: value for name, value in (("kind", filters.kind), ("rating", filters.rating)) if value
        }
        page = _PLAIN.page(columns=_COLUMNS, counts=counts, **place, **named)
    else:
        page = page_of(_with_count(chosen(filters)).values_list(*_COLUMNS, named=True), **place)
        page = replace(page, count=count_up_to_limit(chosen(filters)) if counts else "")
    bodies: dict[int, BodyLine] = {}
    return replace(page, rows=[_row(columns, bodies) for columns in page.rows])


def _row(columns: Sequence[Any], bodies: dict[int, BodyLine]) -> InspectionRow:
    body, parent, framework = columns[11:15], columns[15:19], columns[19:21]
    facts: dict[str, Any] = dict(zip(_FACTS, columns, strict=False))
    named = FrameworkLine(framework[0], framework[1]) if framework[0] is not None else None
    return InspectionRow(**facts, organisation=body_line(bodies, body, parent), framework=named)


def _plain(*, kind: str = "", rating: str = "") -> InspectionQuerySet:
    return _with_count(chosen(InspectionSelection(kind=kind, rating=rating)))


_PLAIN = Listing(_plain)


def _order(sort: str) -> Sort:
    order = read_sort(sort, SORTS, default=DEFAULT_SORT)
    return replace(order, is_filled=order.column == SORTS["body"])  # what is published names its body


def every_inspection(filters: InspectionSelection, *, sort: str) -> Iterator[Inspection]:
    """Yield every inspection in the order of the pages; 1 query."""
    rows = _with_count(chosen(filters)).select_related("organisation__parent", "framework")
    return every_row(rows, sort=_order(sort))


def _with_count(inspections: InspectionQuerySet) -> InspectionQuerySet:
    """Add `recommendation_count`."""
    counted = Recommendation.objects.filter(inspection=OuterRef("pk")).order_by().values("inspection")
    of_each = Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
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
    draft = ReportDraft.objects.brought_with(inspection, actor=actor).first()
    return WholeInspection(
        inspection=inspection,
        rows=rows_of(actor, list(recommendations.values_list("pk", flat=True)), on=on),
        judgements=list(judged.order_by("answerable__recommendation__position", "pk")),
        draft=draft if draft and draft.is_checkable else None,
        file_name=draft.file_name if draft and draft.document else "",
    )


def is_published(inspection: Inspection) -> bool:
    return inspection.status == InspectionStatus.PUBLISHED

"""Inspections as a list and as a page: what each filter keeps, drafts for coordinators, and what is public."""

from collections.abc import Callable
from typing import Any

import pytest

from inspections.choices import InspectionKind, Rating
from inspections.models import Inspection
from tests.factories.carry_over import make_next_inspection, make_verdict
from tests.factories.stage import make_draft
from tests.factories.world import TODAY, World
from tracker.queries import inspections
from tracker.queries.inspections import InspectionSelection
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]


def chosen(**filters: Any) -> set[str]:
    return {inspection.organisation.slug for inspection in inspections.chosen(InspectionSelection(**filters))}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"kirklees", "leeds", "wigan"}),
        ({"kind": InspectionKind.PDU}, {"kirklees", "leeds", "wigan"}),
        ({"kind": InspectionKind.REGION}, set()),
        ({"rating": Rating.REQUIRES_IMPROVEMENT}, {"leeds", "wigan"}),
        ({"rating": Rating.GOOD}, {"kirklees"}),
        ({"words": "kirk"}, {"kirklees"}),
    ],
)
def test_each_filter_keeps_its_inspections(world: World, filters: dict[str, Any], expected: set[str]) -> None:
    Inspection.objects.filter(pk=world.inspections["kirklees"].pk).update(rating=Rating.GOOD)

    assert chosen(**filters) == expected


@pytest.mark.parametrize(("region", "expected"), [("yorkshire", {"kirklees", "leeds"}), ("wigan", {"wigan"})])
def test_a_region_keeps_the_bodies_below_it(world: World, region: str, expected: set[str]) -> None:
    assert chosen(region=world.organisations[region]) == expected


def test_a_draft_is_not_in_the_list(world: World) -> None:
    draft = make_draft(world, "yorkshire").inspection

    assert "yorkshire" not in chosen()
    assert [inspections.is_published(each) for each in (draft, world.inspections["leeds"])] == [False, True]


@pytest.mark.parametrize(
    "filters", [{}, {"kind": InspectionKind.PDU}, {"rating": Rating.REQUIRES_IMPROVEMENT}, {"words": "kirk"}]
)
@pytest.mark.parametrize("sort", ["", "body", "-body", "published"])
def test_a_page_has_what_is_chosen_and_says_how_many(world: World, filters: dict[str, Any], sort: str) -> None:
    selection = InspectionSelection(**filters)

    page = inspections.page_of_inspections(selection, sort=sort, after="", before="", counts=True)

    every = list(inspections.every_inspection(selection, sort=sort))
    assert [row.pk for row in page.rows] == [inspection.pk for inspection in every]
    assert page.count == str(len(every))
    for row, held in zip(page.rows, every, strict=True):
        assert (row.ref, str(row.framework), row.recommendation_count) == (
            held.ref, str(held.framework), held.recommendation_count,  # type: ignore[attr-defined]
        )  # fmt: skip
        assert row.get_kind_display() == held.get_kind_display()
        assert row.get_rating_display() == held.get_rating_display()
        assert row.organisation.display_name == held.organisation.display_name  # type: ignore[union-attr]


def test_a_row_counts_its_recommendations(world: World) -> None:
    page = inspections.page_of_inspections(InspectionSelection(), sort="body", after="", before="")

    counts = [(row.organisation.slug, row.recommendation_count) for row in page.rows]
    assert counts == [("kirklees", 2), ("leeds", 1), ("wigan", 1)]


def test_the_newest_report_stands_first(world: World) -> None:
    newest = make_next_inspection(world, "leeds")

    page = inspections.page_of_inspections(InspectionSelection(), sort="", after="", before="")

    assert page.rows[0].pk == newest.pk


@pytest.mark.parametrize(("person", "count"), [("coordinator", 1), ("lead", 0), ("national", 0), ("auditor", 0)])
def test_drafts_are_for_coordinators(world: World, acting: Acting, person: str, count: int) -> None:
    make_draft(world, "kirklees")

    assert len(inspections.drafts_for(acting(person))) == count


def test_the_page_of_a_report_is_public_in_printed_order(world: World, acting: Acting) -> None:
    page = inspections.whole(acting("other_head"), world.inspections["kirklees"], on=TODAY)

    shown = [row.recommendation.pk for row in page.rows]
    assert shown == [world.recommendations["kirklees"].pk, world.recommendations["region"].pk]
    assert [row.actions for row in page.rows] == [0, 0]


def test_a_report_shows_what_it_judges(world: World) -> None:
    again = make_next_inspection(world, "kirklees")
    verdicts = [make_verdict(world, key, report="again-kirklees") for key in ("region", "kirklees")]

    page = inspections.whole(SERVICE, again, on=TODAY)

    assert (page.rows, page.judgements) == ([], verdicts[::-1])


def test_the_page_costs_eight_queries_and_the_list_one(world: World, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(1):
        inspections.page_of_inspections(InspectionSelection(), sort="", after="", before="")

    with django_assert_max_num_queries(8):
        inspections.whole(SERVICE, world.inspections["kirklees"], on=TODAY)

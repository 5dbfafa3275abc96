"""The list of organisations: what each filter keeps, in what order, in one query."""

from typing import Any

import pytest

from inspections.choices import OrganisationKind
from tests.factories.world import World
from tracker.queries.organisations import OrganisationSelection, chosen, page_of_organisations


def slugs(organisations: Any) -> list[str]:
    return [organisation.slug for organisation in organisations]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": OrganisationKind.REGION}, {"yorkshire", "manchester"}),
        ({"kind": OrganisationKind.CRC}, set()),
        ({"words": "LEED"}, {"leeds"}),
        ({"kind": OrganisationKind.PDU, "words": "i"}, {"kirklees", "wigan"}),
    ],
)
def test_filters_narrow_together(world: World, filters: dict[str, Any], expected: set[str]) -> None:
    assert set(slugs(chosen(OrganisationSelection(**filters)))) == expected


def test_a_region_is_itself_and_all_below_it(world: World) -> None:
    found = chosen(OrganisationSelection(region=world.organisations["yorkshire"]))

    assert set(slugs(found)) == {"yorkshire", "kirklees", "leeds"}


def test_a_page_is_in_order_of_names_in_one_query(world: World, django_assert_num_queries: Any) -> None:
    filters = OrganisationSelection(kind=OrganisationKind.PDU)

    with django_assert_num_queries(1):
        page = page_of_organisations(filters, sort="nonsense", after="", before="", size=2)
        parents = [organisation.parent.slug for organisation in page.rows]

    assert (slugs(page.rows), parents) == (["kirklees", "leeds"], ["yorkshire", "yorkshire"])
    assert slugs(page_of_organisations(filters, sort="name", after=page.after, before="").rows) == ["wigan"]

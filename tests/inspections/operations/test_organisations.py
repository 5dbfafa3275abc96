"""Making bodies: their place and first name, who follows whom without a loop, and loading what is missing."""

from datetime import date
from typing import Any

import pytest

from inspections.choices import OrganisationKind, SuccessionKind
from inspections.data import NameData, OrganisationData, SuccessionData
from inspections.errors import SuccessionRefused
from inspections.models import Organisation, OrganisationName, Succession
from inspections.operations.organisations import establish, load_organisations, record_succession

OPENED = date(2021, 6, 26)


def make_body(slug: str, **more: Any) -> Organisation:
    return establish(kind=OrganisationKind.PDU, name=slug.title(), slug=slug, **more)


def follow(before: Organisation, after: Organisation, *, on: date = OPENED) -> Succession:
    return record_succession(predecessor=before, successor=after, on=on, kind=SuccessionKind.MERGED)


def data_of(slug: str, *, parent: str | None = None) -> OrganisationData:
    """A body that was renamed on the day it opened to our records, with one alias."""
    return OrganisationData(
        slug=slug,
        kind="pdu",
        parent=parent,
        names=(NameData("Old", None, OPENED), NameData(slug.title(), OPENED, None)),
        aliases=(f"{slug[:3].upper()}",),
        opened_on=OPENED,
        closed_on=None,
        verified=False,
    )


def test_a_body_stands_below_its_parent_and_has_its_first_name(db: None) -> None:
    region = make_body("yorkshire")

    leeds = make_body("leeds", parent=region, opened_on=OPENED)

    assert (region.path, leeds.path) == ("/yorkshire/", "/yorkshire/leeds/")
    assert list(leeds.names.values_list("name", "from_on", "to_on")) == [("Leeds", OPENED, None)]


def test_a_succession_recorded_twice_is_recorded_once(db: None) -> None:
    before, after = make_body("crc"), make_body("leeds")
    first = follow(before, after)

    again = follow(before, after, on=date(2022, 1, 1))

    assert (again, again.on) == (first, OPENED)
    assert Succession.objects.count() == 1


def test_a_loop_is_refused_at_any_depth(db: None) -> None:
    first, second, third = (make_body(slug) for slug in ("first", "second", "third"))
    follow(first, second)
    follow(second, third)

    with pytest.raises(SuccessionRefused, match="First cannot follow Third, because Third already follows First"):
        follow(third, first)

    assert Succession.objects.count() == 2


def test_loading_makes_what_is_missing_with_names_and_aliases(db: None) -> None:
    bodies = [data_of("yorkshire"), data_of("leeds", parent="yorkshire")]
    link = SuccessionData(predecessor="yorkshire", successor="leeds", on=OPENED, kind="split")

    made = load_organisations(organisations=bodies, successions=[link])

    leeds = Organisation.objects.get(slug="leeds")
    assert (made, leeds.path, leeds.is_verified) == (2, "/yorkshire/leeds/", False)
    assert set(leeds.names.values_list("name", "from_on", "to_on")) == {("Old", None, OPENED), ("Leeds", OPENED, None)}
    assert list(leeds.aliases.values_list("name", flat=True)) == ["LEE"]
    assert Succession.objects.get().kind == SuccessionKind.SPLIT


def test_loading_again_leaves_a_body_as_it_is(db: None) -> None:
    load_organisations(organisations=[data_of("leeds")], successions=[])
    Organisation.objects.update(name="Leodis")

    made = load_organisations(organisations=[data_of("leeds")], successions=[])

    assert (made, Organisation.objects.get().name) == (0, "Leodis")
    assert OrganisationName.objects.count() == 2

"""Which body a printed name means, against the organisations we start with."""

from datetime import date

import pytest

from inspections.choices import OrganisationKind
from inspections.data import organisations
from inspections.rules.names import Certainty, NameCandidate, candidate, kind_named, match_organisation, normalise_name

CANDIDATES = [candidate(organisation) for organisation in organisations()]
HFKCW = "hammersmith-fulham-kensington-chelsea-and-westminster"
EXACT, ALIAS, VARIANT, CHECK = Certainty


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Kirklees", "kirklees"),
        ("  KIRKLEES\tPDU. ", "kirklees pdu"),
        ("Yorkshire & The Humber", "yorkshire and the humber"),
        ("Kensington, Chelsea, and Westminster", "kensington chelsea and westminster"),
        ("His Majesty’s Prison and Probation Service", "his majestys prison and probation service"),
        ("The Ministry of Justice should:", "ministry of justice"),
        ("Knowsley and St. Helens", "knowsley and st helens"),
        ("The Probation Service – London region", "probation service london region"),
        ("", ""),
    ],
)
def test_names_are_normalised(name, plain):
    assert normalise_name(name) == plain


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kirklees PDU should:", OrganisationKind.PDU),
        ("Wigan Probation Delivery Unit", OrganisationKind.PDU),
        ("London region", OrganisationKind.REGION),
        ("The Probation Service – Yorkshire and the Humber Region", OrganisationKind.REGION),
        ("West Yorkshire CRC", OrganisationKind.CRC),
        ("West Yorkshire Community Rehabilitation Company", OrganisationKind.CRC),
        ("London NPS division", OrganisationKind.NPS_DIVISION),
        ("Regional strategy group", None),
        ("Kirklees", None),
    ],
)
def test_heading_words_tell_the_kind(name, kind):
    assert kind_named(name) == kind


@pytest.mark.parametrize(
    ("name", "slug", "certainty"),
    [
        ("Kirklees", "kirklees", EXACT),
        ("Kirklees PDU should:", "kirklees", EXACT),
        ("Wigan Probation Delivery Unit", "wigan", EXACT),
        ("London", "london", EXACT),
        ("London region should:", "london", EXACT),
        ("The Probation Service – Greater Manchester region", "greater-manchester", EXACT),
        ("The Probation Service – Yorkshire and the Humber Region", "yorkshire-and-the-humber", EXACT),
        ("Yorkshire & The Humber", "yorkshire-and-the-humber", EXACT),
        ("Yorkshire and Humber region", "yorkshire-and-the-humber", VARIANT),
        ("HFKCW should:", HFKCW, ALIAS),
        ("HFKCW PDU", HFKCW, ALIAS),
        ("Hammersmith, Fulham, Kensington, Chelsea, and Westminster PDU", HFKCW, EXACT),
        ("Hammersmith, Fulham, Kensington, Chelsea and Westminster (HFKCW) PDU", HFKCW, EXACT),
        ("HM Prison and Probation Service should:", "hmpps", ALIAS),
        ("Her Majesty’s Prison and Probation Service should:", "hmpps", ALIAS),
        ("His Majesty's Prison & Probation Service", "hmpps", ALIAS),
        ("The Ministry of Justice should:", "ministry-of-justice", EXACT),
        ("Interserve:", "interserve", EXACT),
        ("West Yorkshire CRC", "west-yorkshire-crc", EXACT),
        ("West Yorkshire Community Rehabilitation Company", "west-yorkshire-crc", EXACT),
        ("West Yorkshire", "west-yorkshire-crc", VARIANT),
        ("South Tyneside and Gateshead PDU", "gateshead-and-south-tyneside", ALIAS),
        ("Cheshire West", "west-cheshire", ALIAS),
        ("Swansea, Neath and Port Talbot PDU", "swansea-neath-port-talbot", VARIANT),
        ("North Essex PDU", "essex-north", VARIANT),
        ("Kirkless PDU", "kirklees", CHECK),
        ("Wgian", "wigan", CHECK),
        ("Kirklees region", "kirklees", CHECK),
        ("KSS", "kent-surrey-and-sussex", CHECK),
        ("Hammersmith and Fulham", HFKCW, CHECK),
    ],
)
def test_the_best_match(name, slug, certainty):
    best = match_organisation(name, CANDIDATES)[0]

    assert (best.key, best.certainty, best.needs_check) == (slug, certainty, certainty is CHECK)


@pytest.mark.parametrize("name", ["", "The PDU should:", "The CRC", "Leeds Youth Justice Service", "Ofsted"])
def test_a_name_that_is_near_nobody_matches_nobody(name):
    assert match_organisation(name, CANDIDATES) == ()


@pytest.mark.parametrize(
    ("name", "on", "slug"),
    [
        ("London", date(2020, 1, 1), "london-crc"),
        ("London", date(2022, 10, 1), "london"),
        ("London region", date(2020, 1, 1), "london"),
        ("Kent, Surrey and Sussex", date(2019, 5, 1), "kent-surrey-and-sussex-crc"),
        ("Kent, Surrey and Sussex", date(2021, 6, 26), "kent-surrey-and-sussex"),
        ("West Yorkshire CRC", date(2024, 11, 1), "west-yorkshire-crc"),
        ("Essex", date(2020, 1, 1), "essex-crc"),
        ("Essex", date(2024, 1, 1), "essex-north"),
    ],
)
def test_bodies_living_on_the_day_come_first(name, on, slug):
    assert match_organisation(name, CANDIDATES, on=on)[0].key == slug


def test_a_part_of_several_names_offers_them_all_to_check():
    matches = match_organisation("Liverpool PDU", CANDIDATES)

    assert {match.key for match in matches} == {"liverpool-north", "liverpool-south"}
    assert all(match.needs_check for match in matches)


def test_two_bodies_that_fit_equally_well_are_both_to_check():
    twins = [NameCandidate(1, "pdu", ("Newtown",)), NameCandidate(2, "pdu", ("Newtown",))]

    matches = match_organisation("Newtown PDU", twins)

    assert [(match.key, match.needs_check) for match in matches] == [(1, True), (2, True)]


def test_an_earlier_name_is_another_name_of_the_body():
    body = NameCandidate(1, "pdu", ("Newtown North", "Newtown"), opened_on=date(2021, 6, 26))

    match = match_organisation("Newtown PDU", [body])[0]

    assert (match.certainty, match.reason) == (ALIAS, "Another name of this body")


@pytest.mark.parametrize("form", ["{}", "{} PDU", "{} PDU should:", "{} Probation Delivery Unit"])
def test_every_delivery_unit_is_found_with_and_without_its_kind(form):
    units = [organisation for organisation in organisations() if organisation.kind == "pdu"]
    after = date(2023, 1, 1)

    best = [match_organisation(form.format(unit.name), CANDIDATES, on=after)[0] for unit in units]

    assert [match.key for match in best] == [unit.slug for unit in units]
    assert {match.certainty for match in best} == {EXACT}


@pytest.mark.parametrize("form", ["{}", "{} region", "{} Region should:", "The Probation Service – {} region"])
def test_every_region_is_found_in_every_form(form):
    regions = [organisation for organisation in organisations() if organisation.kind == "region"]

    best = [match_organisation(form.format(region.name), CANDIDATES)[0] for region in regions]

    assert [match.key for match in best] == [region.slug for region in regions]
    assert {match.certainty for match in best} == {EXACT}


def test_every_alias_leads_to_its_body_alone():
    aliases = [(alias, organisation.slug) for organisation in organisations() for alias in organisation.aliases]

    found = [(alias, match_organisation(alias, CANDIDATES)[0].key) for alias, _ in aliases]

    assert found == aliases

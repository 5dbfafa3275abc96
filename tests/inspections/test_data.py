"""The data files hold the frameworks and the organisations of the domain guide, complete and consistent."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from inspections.choices import InspectionKind, OrganisationKind, Rating, SuccessionKind
from inspections.data import frameworks, organisations, successions

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports"
UNIFICATION = date(2021, 6, 26)


def plain(text):
    """Words alone: the converted reports break lines and set footnote numbers inside key questions."""
    text = re.sub(r"<[^>]+>|\d+", " ", text.replace("’", "'").casefold())
    return re.sub(r"[^a-z']+", " ", text).strip()


@pytest.mark.parametrize(
    ("code", "standards", "rated", "max_score"),
    [
        ("crc-2018", 10, 10, 30),
        ("pdu-2021", 10, 9, 27),
        ("pdu-2023", 7, 7, 21),
        ("region-2023", 8, 8, 24),
        ("dynamic-2025", 0, 0, None),
    ],
)
def test_each_framework_has_its_standards_and_highest_score(code, standards, rated, max_score):
    framework = {framework.code: framework for framework in frameworks()}[code]

    found = (len(framework.standards), len(framework.rated_standards), framework.max_score)

    assert found == (standards, rated, max_score)


@pytest.mark.parametrize("framework", frameworks(), ids=lambda framework: framework.code)
def test_a_framework_is_consistent_in_itself(framework):
    codes = [standard.code for standard in framework.standards]
    positions = [standard.position for standard in framework.standards]

    assert framework.kind in InspectionKind.values
    assert len(set(codes)) == len(codes)
    assert positions == list(range(1, len(codes) + 1))
    assert framework.max_score == (3 * len(framework.rated_standards) or None)
    assert framework.rated == bool(framework.overall_bands)
    assert {standard.judgement for standard in framework.standards} <= {"casework", "programme", "single"}
    assert [category.name for category in framework.progress_categories] == [
        "No progress",
        "Some progress",
        "Sufficient progress",
    ]


@pytest.mark.parametrize(
    "framework", [framework for framework in frameworks() if framework.rated], ids=lambda framework: framework.code
)
def test_bands_and_points_name_the_four_ratings_in_order_of_worth(framework):
    orders = [framework.overall_bands, framework.key_question_bands, framework.points]

    assert [list(order) for order in orders] == [Rating.values] * 3
    assert [list(order.values()) for order in orders] == [sorted(order.values()) for order in orders]


@pytest.mark.parametrize(
    ("code", "reports"),
    [
        ("crc-2018", ["west-yorkshire-crc-2020"]),
        ("pdu-2021", ["hfkcw-pdu-2022", "wigan-pdu-2023"]),
        ("pdu-2023", ["kirklees-pdu-2024"]),
    ],
)
def test_statements_and_key_questions_stand_in_the_reports(code, reports):
    framework = {framework.code: framework for framework in frameworks()}[code]
    printed = plain(" ".join((REPORTS / f"{name}.txt").read_text() for name in reports))

    expected = [standard.statement for standard in framework.standards]
    for standard in framework.standards:
        for question in standard.key_questions:
            expected += [question.text, *question.variants]

    assert [text for text in expected if plain(text) not in printed] == []


def test_only_the_regional_standards_are_unverified():
    unverified = {
        framework.code for framework in frameworks() for standard in framework.standards if not standard.verified
    }

    assert unverified == {"region-2023"}


def test_there_are_12_regions_and_108_delivery_units():
    kinds = Counter(organisation.kind for organisation in organisations())

    assert (kinds["ministry"], kinds["agency"], kinds["region"], kinds["pdu"], kinds["crc"]) == (1, 1, 12, 108, 21)


def test_each_region_has_its_delivery_units():
    units = Counter(organisation.parent for organisation in organisations() if organisation.kind == "pdu")

    assert list(units.items()) == [
        ("east-midlands", 6),
        ("east-of-england", 8),
        ("greater-manchester", 9),
        ("kent-surrey-and-sussex", 5),
        ("london", 18),
        ("north-east", 7),
        ("north-west", 13),
        ("south-central", 7),
        ("south-west", 9),
        ("wales", 6),
        ("west-midlands", 9),
        ("yorkshire-and-the-humber", 11),
    ]


def test_slugs_are_unique_and_parents_come_first():
    slugs = [organisation.slug for organisation in organisations()]
    places = {slug: place for place, slug in enumerate(slugs)}

    early = [
        organisation.slug
        for organisation in organisations()
        if organisation.parent and places[organisation.parent] >= places[organisation.slug]
    ]

    assert len(places) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 100 for slug in slugs)
    assert early == []


def test_kinds_are_known():
    assert {organisation.kind for organisation in organisations()} <= set(OrganisationKind.values)
    assert {succession.kind for succession in successions()} <= set(SuccessionKind.values)


def test_regions_and_units_open_on_the_day_the_companies_close():
    opened = {organisation.opened_on for organisation in organisations() if organisation.kind in ("region", "pdu")}
    closed = {organisation.closed_on for organisation in organisations() if organisation.kind == "crc"}

    assert opened == closed == {UNIFICATION}


def test_west_yorkshire_passes_to_four_units_and_london_to_eighteen():
    heirs = Counter(succession.predecessor for succession in successions())
    west_yorkshire = [row.successor for row in successions() if row.predecessor == "west-yorkshire-crc"]

    assert heirs == {"west-yorkshire-crc": 4, "london-crc": 18}
    assert west_yorkshire == ["leeds", "bradford-and-calderdale", "kirklees", "wakefield"]
    assert {succession.on for succession in successions()} == {UNIFICATION}


def test_the_companies_we_have_not_confirmed_are_flagged():
    flagged = {organisation.kind for organisation in organisations() if not organisation.verified}
    confirmed = {row.slug for row in organisations() if row.kind == "crc" and row.verified}

    assert flagged == {"crc"}
    assert confirmed == {"west-yorkshire-crc", "london-crc"}


@pytest.mark.parametrize(
    ("alias", "slug"),
    [
        ("HFKCW", "hammersmith-fulham-kensington-chelsea-and-westminster"),
        ("South Tyneside and Gateshead", "gateshead-and-south-tyneside"),
        ("Cambridgeshire and Peterborough", "cambridgeshire"),
        ("Halton and Warrington", "warrington-and-halton"),
        ("Cheshire West", "west-cheshire"),
        ("Yorkshire & The Humber", "yorkshire-and-the-humber"),
        ("His Majesty's Prison and Probation Service", "hmpps"),
        ("HM Prison and Probation Service", "hmpps"),
    ],
)
def test_aliases_that_reports_use_are_known(alias, slug):
    known = {alias: organisation.slug for organisation in organisations() for alias in organisation.aliases}

    assert known[alias] == slug

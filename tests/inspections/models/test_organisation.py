"""Bodies: which exist on a day, where they stand in the tree, by which names they are known, and who came before."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import OrganisationKind, SuccessionKind
from inspections.models import Alias, Organisation, OrganisationName, Succession, within
from inspections.operations.organisations import establish, record_succession
from tests.factories.rows import keys_of, refused_by, save_changed, save_twin

TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)
TREE = {
    "hmpps": (OrganisationKind.AGENCY, "HMPPS", None),
    "yorkshire": (OrganisationKind.REGION, "Yorkshire", "hmpps"),
    "kirklees": (OrganisationKind.PDU, "Kirklees", "yorkshire"),
    "leeds": (OrganisationKind.PDU, "Leeds", "yorkshire"),
    "crc": (OrganisationKind.CRC, "West Yorkshire CRC", None),
    "trust": (OrganisationKind.OTHER, "The trust", None),
}


@pytest.fixture
def tree(db: None) -> dict[str, Organisation]:
    bodies: dict[str, Organisation] = {}
    for key, (kind, name, parent) in TREE.items():
        bodies[key] = establish(kind=kind, name=name, slug=key, parent=bodies[parent] if parent else None)
    return bodies


def follow(tree: dict[str, Organisation], before: str, after: str, *, on: date = TODAY) -> Succession:
    return record_succession(predecessor=tree[before], successor=tree[after], on=on, kind=SuccessionKind.REPLACED)


class TestOnADay:
    @pytest.mark.parametrize(
        ("opened_on", "closed_on", "expected"),
        [
            (None, None, ["living", "not_closed"]),
            (TODAY, None, ["living", "not_closed"]),
            (TODAY + DAY, None, ["not_closed"]),
            (None, TODAY + DAY, ["living", "not_closed"]),
            (None, TODAY, ["closed"]),
        ],
    )
    def test_a_body_closes_at_the_start_of_its_closing_day(
        self, tree: dict[str, Organisation], opened_on: Any, closed_on: Any, expected: list[str]
    ) -> None:
        save_changed(tree["leeds"], opened_on=opened_on, closed_on=closed_on)
        lists = ("living", "not_closed", "closed")

        holding = [name for name in lists if tree["leeds"] in getattr(Organisation.objects.all(), name)(on=TODAY)]

        assert holding == expected

    def test_the_last_to_close_comes_first(self, tree: dict[str, Organisation]) -> None:
        for key, day in [("crc", TODAY - DAY), ("leeds", TODAY), ("trust", TODAY - DAY)]:
            save_changed(tree[key], closed_on=day)

        assert list(Organisation.objects.closed(on=TODAY)) == [tree["leeds"], tree["trust"], tree["crc"]]


class TestInTheTree:
    @pytest.mark.parametrize(
        ("paths", "expected"),
        [
            ([], set()),
            (["/hmpps/yorkshire/"], {"yorkshire", "kirklees", "leeds"}),
            (["/hmpps/yorkshire/leeds/", "/crc/"], {"leeds", "crc"}),
            (["/"], set(TREE)),
        ],
    )
    def test_one_prefix_is_one_area(self, tree: dict[str, Organisation], paths: list[str], expected: set[str]) -> None:
        assert keys_of(tree, Organisation.objects.within(paths)) == expected

    def test_the_condition_reaches_through_a_relation(self, tree: dict[str, Organisation]) -> None:
        names = OrganisationName.objects.filter(within(["/hmpps/yorkshire/kirklees/"], "organisation__"))

        assert [row.name for row in names] == ["Kirklees"]

    def test_bodies_by_their_kind_and_parent(self, tree: dict[str, Organisation]) -> None:
        bodies = Organisation.objects.all()

        assert keys_of(tree, bodies.regions()) == {"yorkshire"}
        assert keys_of(tree, bodies.pdus()) == {"kirklees", "leeds"}
        assert keys_of(tree, bodies.in_tree_of_probation()) == {"hmpps", "yorkshire", "kirklees", "leeds"}
        assert list(bodies.children_of(tree["yorkshire"]).by_name()) == [tree["kirklees"], tree["leeds"]]


class TestWhoCameBefore:
    def test_everybody_who_led_to_a_body_or_to_one_below_it(
        self, tree: dict[str, Organisation], django_assert_num_queries: Any
    ) -> None:
        follow(tree, "trust", "crc", on=date(2014, 6, 1))
        follow(tree, "crc", "kirklees")
        follow(tree, "leeds", "kirklees")

        with django_assert_num_queries(1):
            before = Organisation.objects.paths_before(tree["yorkshire"])

        assert before == ["/crc/", "/trust/"]
        assert Organisation.objects.paths_before(tree["kirklees"]) == ["/crc/", "/hmpps/yorkshire/leeds/", "/trust/"]
        assert Organisation.objects.paths_before(tree["trust"]) == []

    def test_successions_about_a_body_the_earliest_first(self, tree: dict[str, Organisation]) -> None:
        later = follow(tree, "crc", "kirklees")
        first = follow(tree, "trust", "crc", on=date(2014, 6, 1))
        follow(tree, "trust", "leeds")

        assert list(Succession.objects.about(tree["crc"])) == [first, later]


class TestNames:
    @pytest.mark.parametrize("words", ["LEED", "loidis", "leodis"])
    def test_a_body_is_found_by_any_name_it_has_or_had(self, tree: dict[str, Organisation], words: str) -> None:
        OrganisationName.objects.create(organisation=tree["leeds"], name="Loidis", to_on=date(2020, 1, 1))
        Alias.objects.create(organisation=tree["leeds"], name="Leodis")

        assert list(Organisation.objects.matching(words)) == [tree["leeds"]]

    @pytest.mark.parametrize(
        ("key", "expected"), [("leeds", "Leeds PDU"), ("yorkshire", "Yorkshire region"), ("hmpps", "HMPPS")]
    )
    def test_as_a_sentence_needs_it(self, key: str, expected: str) -> None:
        kind, name, _ = TREE[key]

        assert Organisation(kind=kind, name=name).display_name == expected

    def test_a_bodys_names_come_by_their_days_and_its_aliases_by_the_alphabet(
        self, tree: dict[str, Organisation]
    ) -> None:
        for year in (2020, 2018):
            days = {"from_on": date(year, 1, 1), "to_on": date(year + 1, 1, 1)}
            OrganisationName.objects.create(organisation=tree["leeds"], name=f"Leeds {year}", **days)
        for name in ("LS", "LDS"):
            Alias.objects.create(organisation=tree["leeds"], name=name)

        body = Organisation.objects.with_names().get(slug="leeds")

        assert [row.name for row in body.names.all() if row.from_on] == ["Leeds 2018", "Leeds 2020"]
        assert [row.name for row in body.aliases.all()] == ["LDS", "LS"]

    def test_a_record_costs_five_queries_more(
        self, tree: dict[str, Organisation], django_assert_num_queries: Any
    ) -> None:
        follow(tree, "crc", "kirklees")
        for name in ("KIR", "HX"):
            Alias.objects.create(organisation=tree["kirklees"], name=name)

        with django_assert_num_queries(5):
            body = Organisation.objects.for_record().get(slug="kirklees")
            before = [row.predecessor.name for row in body.precessions.all()]
            aliases = [row.name for row in body.aliases.all()]

        assert (body.parent.name, before, aliases) == ("Yorkshire", ["West Yorkshire CRC"], ["HX", "KIR"])
        assert [row.name for row in body.names.all()] == ["Kirklees"]


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("organisation_closes_after_it_opens", {"opened_on": TODAY, "closed_on": TODAY}),
        ("organisation_kind_known", {"kind": "guild"}),
    ],
)
def test_a_body_that_cannot_be_is_refused(
    tree: dict[str, Organisation], constraint: str, changes: dict[str, Any]
) -> None:
    with refused_by(Organisation, constraint):
        save_changed(tree["leeds"], **changes)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("organisation_has_one_name_now", {}),
        ("organisation_name_ends_after_it_starts", {"from_on": TODAY, "to_on": TODAY}),
    ],
)
def test_a_second_name_that_cannot_be_is_refused(
    tree: dict[str, Organisation], constraint: str, changes: dict[str, Any]
) -> None:
    with refused_by(OrganisationName, constraint):
        save_twin(tree["leeds"].names.get(), **changes)


def test_an_alias_is_refused_a_second_time(tree: dict[str, Organisation]) -> None:
    alias = Alias.objects.create(organisation=tree["leeds"], name="LDS")

    with refused_by(Alias, "alias_once_per_body"):
        save_twin(alias)


def test_a_succession_is_refused_twice_to_oneself_and_of_an_unknown_kind(tree: dict[str, Organisation]) -> None:
    succession = follow(tree, "crc", "kirklees")

    with refused_by(Succession, "succession_once"):
        save_twin(succession)
    with refused_by(Succession, "succession_not_to_itself"):
        save_changed(succession, successor=tree["crc"])
    with refused_by(Succession, "succession_kind_known"):
        save_changed(succession, kind="swallowed")

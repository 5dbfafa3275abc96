"""Recommendations: whose work they are, which are open for whom, and what a list of them holds."""

from datetime import date
from typing import Any

import pytest

from inspections.choices import OrganisationKind, SuccessionKind
from inspections.models import Alias
from inspections.operations.organisations import establish, record_succession
from tests.factories.rows import STRANGER, keys_of, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor, make_evidence
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, Ending
from tracker.models import (
    Answerable,
    Answers,
    Evidence,
    EvidenceUse,
    Recommendation,
    RecommendationTheme,
    Theme,
)
from tracker.queries.recommendations import RecommendationSelection, chosen
from tracker.rules.access import SERVICE

ALL = {"kirklees", "leeds", "wigan", "region"}
ENDED = {"to_on": TODAY, "ending": Ending.LAPSED, "ended_at": NOW}


def end(world: World, key: str, **changes: Any) -> None:
    world.recommendations[key].answerables.update(**(ENDED | changes))


def ask_too(world: World, key: str, body: str, **more: Any) -> Answerable:
    """One body more that answers for the recommendation."""
    return Answerable.objects.create(
        recommendation=world.recommendations[key], organisation=world.organisations[body], from_on=TODAY, **more
    )


def add_theme(world: World, key: str, code: str, *, is_primary: bool = True) -> RecommendationTheme:
    theme, _ = Theme.objects.get_or_create(code=code, defaults={"name": code.title(), "position": 1})
    return RecommendationTheme.objects.create(
        recommendation=world.recommendations[key], theme=theme, is_primary=is_primary
    )


def listed(**filters: Any) -> Any:
    """Return the recommendations of the list with these filters, for the service."""
    rows = chosen(SERVICE, RecommendationSelection(**filters), on=TODAY)
    return Recommendation.objects.filter(pk__in=rows.values("recommendation_id"))


class TestWhoseWorkItIs:
    @pytest.mark.parametrize(("by", "expected"), [("owner", 4), ("disabled", 0)])
    def test_wording_is_open_to_who_is_signed_in(self, world: World, by: str, expected: int) -> None:
        assert Recommendation.objects.visible_to(actor(world, by)).count() == expected

    def test_wording_is_open_to_the_service_and_not_to_a_stranger(self, world: World) -> None:
        assert [Recommendation.objects.visible_to(by).count() for by in (SERVICE, STRANGER)] == [4, 0]

    @pytest.mark.parametrize(
        ("key", "expected"),
        [
            ("head", {"kirklees", "region"}),
            ("sibling_head", {"leeds"}),
            ("lead", {"kirklees", "leeds", "region"}),
            ("other_lead", {"wigan"}),
            ("disabled", set()),
        ],
    )
    def test_work_stands_in_an_area(self, world: World, key: str, expected: set[str]) -> None:
        assert keys_of(world.recommendations, Recommendation.objects.in_area_of(actor(world, key))) == expected

    def test_a_body_that_answers_too_brings_the_work_into_its_area(self, world: World) -> None:
        ask_too(world, "leeds", "wigan")

        work = Recommendation.objects.in_area_of(actor(world, "other_head"))

        assert keys_of(world.recommendations, work) == {"leeds", "wigan"}

    @pytest.mark.parametrize(
        ("ending", "expected"), [(Ending.LAPSED, {"leeds", "wigan"}), (Ending.PASSED_ON, {"leeds"})]
    )
    def test_what_a_predecessor_left_concerns_its_successor(
        self, world: World, ending: Ending, expected: set[str], django_assert_num_queries: Any
    ) -> None:
        former = world.organisations["former"] = establish(kind=OrganisationKind.CRC, name="Former", slug="former")
        leeds = world.organisations["leeds"]
        record_succession(predecessor=former, successor=leeds, on=TODAY, kind=SuccessionKind.MERGED)
        ask_too(world, "wigan", "former", **(ENDED | {"ending": ending}))

        with django_assert_num_queries(1):
            concerned = set(listed(region=leeds))

        assert keys_of(world.recommendations, concerned) == expected


class TestOpenAndEnded:
    def test_it_is_open_until_each_of_its_bodies_has_ended(self, world: World) -> None:
        ask_too(world, "leeds", "wigan")
        end(world, "kirklees")
        world.recommendations["leeds"].answerables.filter(organisation=world.organisations["leeds"]).update(**ENDED)

        assert keys_of(world.recommendations, listed(state="ended")) == {"kirklees"}
        assert keys_of(world.recommendations, Recommendation.objects.open()) == ALL - {"kirklees"}

    def test_for_another_body_it_has_ended_with_that_bodys_own_duty(self, world: World) -> None:
        ask_too(world, "leeds", "wigan", **ENDED)
        wigan, leeds = world.organisations["wigan"], world.organisations["leeds"]
        recommendation = world.recommendations["leeds"]

        assert recommendation in listed(state="ended", pdu=wigan)
        assert recommendation in listed(state="open", pdu=leeds)

    def test_what_a_bodys_own_report_asks_of_another_is_open_for_it(self, world: World) -> None:
        still_open = listed(state="open", pdu=world.organisations["kirklees"])

        assert keys_of(world.recommendations, still_open) == {"kirklees", "region"}


class TestWhatIsListed:
    @pytest.mark.parametrize(("words", "expected"), [("IN LEEDS", {"leeds"}), ("Humber region", {"region"})])
    def test_words_of_text_and_addressee(self, world: World, words: str, expected: set[str]) -> None:
        assert keys_of(world.recommendations, Recommendation.objects.matching(words)) == expected

    def test_another_name_of_the_inspected_body_and_a_reference(self, world: World) -> None:
        Alias.objects.create(organisation=world.organisations["wigan"], name="Lankyshire")
        wigan = world.recommendations["wigan"]

        assert list(Recommendation.objects.matching("lankyshire")) == [wigan]
        assert list(Recommendation.objects.matching(f" {wigan.ref.lower()} ")) == [wigan]

    def test_a_theme_counts_whether_primary_or_not(self, world: World) -> None:
        add_theme(world, "leeds", "staffing")
        add_theme(world, "wigan", "staffing", is_primary=False)

        themed = listed(theme="staffing").values_list("pk", "kept__theme__name")

        assert dict(themed) == {
            world.recommendations["leeds"].pk: "Staffing",
            world.recommendations["wigan"].pk: None,
        }

    def test_the_nearest_date_is_that_of_an_open_action(self, world: World) -> None:
        save_changed(world.actions["leeds"], status=ActionStatus.COMPLETED)

        rows = chosen(SERVICE, RecommendationSelection(), on=TODAY)
        due = dict(rows.values_list("recommendation_id", "due_on"))

        assert due[world.recommendations["kirklees"].pk] == date(2026, 11, 20)
        assert due[world.recommendations["leeds"].pk] is None

    def test_evidence_counts_for_the_recommendation_and_for_an_action_that_answers_it(self, world: World) -> None:
        evidence: Evidence = make_evidence(world, "leeds")
        EvidenceUse.objects.create(evidence=evidence, action=world.actions["region"], used_at=NOW)

        shown = Recommendation.objects.with_evidence(EvidenceUse.objects.current(), Answers.objects.current())

        assert keys_of(world.recommendations, shown) == {"leeds", "region"}


def test_a_place_in_a_report_is_refused_a_second_time(world: World) -> None:
    with refused_by(Recommendation, "recommendation_once_per_place"):
        save_twin(world.recommendations["kirklees"])


@pytest.mark.parametrize("field", ["text", "short_title"])
def test_a_recommendation_without_words_is_refused(world: World, field: str) -> None:
    with refused_by(Recommendation, "recommendation_has_words"):
        save_changed(world.recommendations["kirklees"], **{field: ""})


@pytest.mark.parametrize(
    ("constraint", "code", "is_primary"),
    [("recommendation_theme_once", "staffing", False), ("recommendation_one_primary_theme", "training", True)],
)
def test_a_second_theme_that_cannot_be_is_refused(world: World, constraint: str, code: str, is_primary: bool) -> None:
    add_theme(world, "kirklees", "staffing")

    with refused_by(RecommendationTheme, constraint):
        add_theme(world, "kirklees", code, is_primary=is_primary)


def test_a_body_is_refused_a_second_duty_at_a_time(world: World) -> None:
    with refused_by(Answerable, "answerable_once_per_body"):
        ask_too(world, "kirklees", "kirklees")


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("answerable_ends_with_an_ending", {"to_on": TODAY}),
        ("answerable_ends_with_an_ending", {"ending": Ending.LAPSED}),
        ("answerable_given_with_a_reason", {"given_at": NOW}),
        ("answerable_ends_with_an_ending", ENDED | {"ending": "forgotten"}),
        ("answerable_ends_with_an_ending", ENDED | {"ended_at": None}),
        ("answerable_ends_after_it_starts", ENDED | {"to_on": date(2024, 10, 31)}),
    ],
)
def test_a_duty_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(Answerable, constraint):
        save_changed(world.recommendations["kirklees"].answerables.get(), **changes)

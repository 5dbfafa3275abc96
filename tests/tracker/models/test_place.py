"""Where work stands, kept: one row for each body and record, and what is asked of the rows of one's areas."""

from datetime import date, timedelta

import pytest

from tests.factories.rows import STRANGER, keys_of, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor
from tests.factories.shared import make_shared
from tests.factories.world import STARTED, TODAY, World, make_action
from tracker.choices import Role
from tracker.models import ActionPlace, Membership, OpenActions, Recommendation, RecommendationPlace
from tracker.rules.access import Actor
from tracker.rules.deadlines import end_of_this_week

NEXT = date(2026, 11, 20)


def standing(world: World, by: Actor) -> set[str]:
    """Return by which keys the cast knows the recommendations that stand in the actor's area."""
    rows = RecommendationPlace.objects.visible_to(by).values("recommendation")
    return keys_of(world.recommendations, Recommendation.objects.filter(pk__in=rows))


def in_two_areas(world: World, body: str = "leeds") -> Actor:
    Membership.objects.create(
        person=world.people["head"], organisation=world.organisations[body], role=Role.HEAD_OF_PDU, from_on=STARTED
    )
    return actor(world, "head")


class TestRecommendationPlace:
    def test_a_recommendation_stands_once_at_a_body(self, world: World) -> None:
        with refused_by(RecommendationPlace, "recommendation_place_once"):
            save_twin(RecommendationPlace.objects.order_by("pk")[0])

    @pytest.mark.parametrize(
        ("key", "keys"),
        [
            ("head", {"kirklees", "region"}),
            ("sibling_head", {"leeds"}),
            ("lead", {"kirklees", "leeds", "region"}),
            ("national", {"kirklees", "leeds", "wigan", "region"}),
        ],
    )
    def test_it_stands_where_its_bodies_are(self, world: World, key: str, keys: set[str]) -> None:
        assert standing(world, actor(world, key)) == keys

    def test_a_stranger_sees_none(self, world: World) -> None:
        assert standing(world, STRANGER) == set()

    def test_in_two_areas_it_is_one_row_with_the_soonest_date(self, world: World) -> None:
        make_shared(world)
        by = in_two_areas(world)
        make_action(world, "soon", recommendation="shared", post="Head of PDU, leeds", due_on=date(2026, 10, 1))

        rows = RecommendationPlace.objects.visible_to(by).filter(recommendation=world.recommendations["shared"])

        assert [row.due_on for row in rows] == [date(2026, 10, 1)]

    def test_of_one_area_the_date_is_as_seen_from_there(self, world: World) -> None:
        make_shared(world)

        [row] = RecommendationPlace.objects.visible_to(actor(world, "head")).filter(
            recommendation=world.recommendations["shared"]
        )

        assert (row.due_on, row.actions) == (date(2026, 11, 2), 1)

    def test_what_is_open_of_a_body_is_counted(self, world: World) -> None:
        counted = {
            key: RecommendationPlace.objects.filter(organisation=body, concerns=True, is_open=True).count()
            for key, body in world.organisations.items()
            if key in ("kirklees", "yorkshire", "wigan", "hmpps")
        }

        assert counted == {"kirklees": 2, "yorkshire": 3, "wigan": 1, "hmpps": 4}

    def test_it_says_what_it_is(self, world: World) -> None:
        row = RecommendationPlace.objects.get(
            recommendation=world.recommendations["kirklees"], organisation=world.organisations["kirklees"]
        )

        assert str(row) == f"{world.recommendations['kirklees']} at Kirklees"


class TestActionPlace:
    def test_an_action_is_seen_once_at_a_body(self, world: World) -> None:
        with refused_by(ActionPlace, "action_place_once"):
            save_twin(ActionPlace.objects.order_by("pk")[0])

    @pytest.mark.parametrize(
        ("body", "is_owned"), [("kirklees", True), ("yorkshire", True), ("hmpps", True), ("moj", True)]
    )
    def test_it_is_owned_at_the_body_of_the_post_and_above(self, world: World, body: str, is_owned: bool) -> None:
        row = ActionPlace.objects.get(action=world.actions["kirklees"], organisation=world.organisations[body])

        assert (row.is_owned, row.is_open, row.open_due_on) == (is_owned, True, NEXT)

    def test_what_serves_an_answer_there_is_seen_and_not_owned(self, world: World) -> None:
        """The lead's action answers a recommendation of the report on Kirklees."""
        row = ActionPlace.objects.get(action=world.actions["region"], organisation=world.organisations["kirklees"])

        assert not row.is_owned
        assert str(row) == f"{world.actions['region']} at Kirklees"

    def test_the_rows_of_the_areas(self, world: World) -> None:
        rows = ActionPlace.objects.of_areas(actor(world, "head"))

        assert set(rows.values_list("organisation", flat=True)) == {world.organisations["kirklees"].pk}


class TestOpenActions:
    def test_a_body_has_one_count_for_a_date(self, world: World) -> None:
        with refused_by(OpenActions, "open_actions_once"):
            save_twin(OpenActions.objects.order_by("pk")[0])

    @pytest.mark.parametrize(
        ("due_on", "counted"),
        [
            (date(2026, 11, 17), {"open": 3, "overdue": 3, "this_week": 0, "late_and_moved": 2}),
            (TODAY, {"open": 3, "overdue": 0, "this_week": 3, "late_and_moved": 0}),
            (end_of_this_week(TODAY), {"open": 3, "overdue": 0, "this_week": 3, "late_and_moved": 0}),
            (
                end_of_this_week(TODAY) + timedelta(days=1),
                {"open": 3, "overdue": 0, "this_week": 0, "late_and_moved": 0},
            ),
            (OpenActions.NEVER, {"open": 3, "overdue": 0, "this_week": 0, "late_and_moved": 0}),
        ],
    )
    def test_they_are_summed_up_by_the_day_of_the_question(
        self, world: World, due_on: date, counted: dict[str, int]
    ) -> None:
        row = OpenActions.objects.get(organisation=world.organisations["kirklees"])
        save_changed(row, due_on=due_on, actions=3, moved=2)

        rows = OpenActions.objects.filter(pk=row.pk)

        assert rows.aggregate(**OpenActions.objects.counted(on=TODAY)) == counted

    def test_none_are_counted_as_nothing(self, world: World) -> None:
        counted = OpenActions.objects.none().aggregate(**OpenActions.objects.counted(on=TODAY))

        assert set(counted.values()) == {0}

    def test_it_says_what_it_is(self, world: World) -> None:
        row = OpenActions.objects.get(organisation=world.organisations["kirklees"])

        assert str(row) == "1 at Kirklees by 2026-11-20"

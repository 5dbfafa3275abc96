"""Recommendations as rows, from what is kept: the same as the path rules say, for every person of the cast."""

from datetime import date

import pytest

from tests.factories.recurrence import make_line
from tests.factories.same_as_defined import check_rows
from tests.factories.self_assessments import make_return, make_self_assessment
from tests.factories.shared import make_shared
from tests.factories.world import STARTED, TODAY, World, make_action
from tracker.choices import Judge, Progress, Role
from tracker.models import Membership, PostHolder, RecommendationTheme, Theme
from tracker.queries.recommendation_rows import ListedRecommendation, rows_of
from tracker.rules.access import SERVICE, Actor

PEOPLE = ("owner", "head", "sibling_head", "other_head", "lead", "other_lead", "national", "auditor")


@pytest.fixture
def full(world: World) -> World:
    make_shared(world)
    make_line(world, 2018)
    make_return(world, make_self_assessment(world))
    make_action(world, "late", recommendation="kirklees", post="Head of PDU, leeds", due_on=date(2026, 10, 1))
    return world


def row_of(world: World, by: Actor, key: str, **more: bool) -> ListedRecommendation:
    [row] = rows_of(by, [world.recommendations[key].pk], on=TODAY, **more)
    return row


@pytest.mark.django_db
class TestRows:
    @pytest.mark.parametrize("key", PEOPLE)
    def test_a_row_is_what_the_path_rules_say(self, full: World, acting, key: str) -> None:
        check_rows(acting(key), on=TODAY)

    def test_so_is_that_of_two_areas_and_of_a_post_outside(self, full: World, acting) -> None:
        Membership.objects.create(
            person=full.people["head"], organisation=full.organisations["wigan"], role=Role.HEAD_OF_PDU, from_on=STARTED
        )
        PostHolder.objects.filter(post=full.posts["Head of PDU, leeds"]).update(person=full.people["other_head"])

        assert [acting(key).sees_by_area_alone for key in ("head", "other_head")] == [False, False]
        check_rows(acting("head"), on=TODAY)
        check_rows(acting("other_head"), on=TODAY)

    def test_the_service_sees_all_of_the_work(self, full: World) -> None:
        row = row_of(full, SERVICE, "kirklees")

        assert (row.actions, row.overdue, row.next_due) == (2, 1, (date(2026, 10, 1), "day"))

    def test_a_sibling_is_told_that_others_answer_and_nothing_of_their_work(self, full: World, acting) -> None:
        row = row_of(full, acting("head"), "shared")

        assert [body.organisation.name for body in row.hidden] == ["Leeds"]
        assert all(view is None for view in row.hidden[0].views.values())
        assert row.actions == 1

    def test_outside_the_area_nothing_is_hidden_that_was_never_said(self, full: World, acting) -> None:
        row = row_of(full, acting("other_head"), "shared")

        assert (row.stands, row.hidden, row.actions, row.next_due) == (False, [], 0, None)

    def test_reasons_are_read_where_they_are_asked_for(self, full: World, acting) -> None:
        views = [
            row_of(full, acting("head"), "kirklees", with_reasons=wanted).bodies[0].views[Judge.OWNER]
            for wanted in (False, True)
        ]

        assert [view and (view.category, view.reasons) for view in views] == [
            (Progress.SOME, ""),
            (Progress.SOME, "Half of the plans were checked"),
        ]

    def test_themes_are_read_where_they_are_asked_for(self, full: World, acting) -> None:
        for position, code in enumerate(("one", "two")):
            theme = Theme.objects.create(code=code, name=code.title(), position=position)
            RecommendationTheme.objects.create(
                recommendation=full.recommendations["kirklees"], theme=theme, is_primary=code == "two"
            )

        without, row = (row_of(full, acting("head"), "kirklees", with_themes=wanted) for wanted in (False, True))

        assert (without.recommendation.theme, without.recommendation.themes) == ("Two", [])
        assert [theme.code for theme in row.recommendation.themes] == ["two", "one"]

    def test_the_order_is_the_one_that_was_asked_for(self, full: World, acting) -> None:
        keys = [full.recommendations[key].pk for key in ("wigan", "kirklees", "leeds")]

        rows = rows_of(acting("national"), [*keys, 99_999], on=TODAY)

        assert [row.recommendation.pk for row in rows] == keys
        assert rows[0].recommendation.ref == full.recommendations["wigan"].ref
        assert rows[0].recommendation.inspection.ref == full.inspections["wigan"].ref

    @pytest.mark.parametrize(("more", "queries"), [({}, 3), ({"with_reasons": True}, 3), ({"with_themes": True}, 4)])
    def test_it_asks_as_often_for_any_number(
        self, full: World, acting, django_assert_num_queries, more, queries
    ) -> None:
        by, keys = acting("national"), [held.pk for held in full.recommendations.values()]

        with django_assert_num_queries(queries):
            rows_of(by, keys, on=TODAY, **more)

"""Recommendations as lists and pages show them: what a filter keeps, and a row's numbers as its reader may see them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.carry_over import make_reinspection, make_verdict
from tests.factories.evidence import make_evidence
from tests.factories.recurrence import make_line
from tests.factories.self_assessments import actor, answerable, make_review, make_self_assessment
from tests.factories.shared import make_shared
from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import ActionStatus, Ending, Judge, Progress
from tracker.models import Acknowledgement, Action, Answers, Recommendation, RecommendationTheme, Theme
from tracker.operations.endings import end_answerable
from tracker.queries import answering, recommendations
from tracker.queries.recommendation_rows import ListedRecommendation
from tracker.queries.recommendations import RecommendationSelection
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]


def keys(world: World, actor: Actor, **filters: Any) -> set[str]:
    rows = recommendations.chosen(actor, RecommendationSelection(**filters), on=TODAY)
    found = set(rows.values_list("recommendation_id", flat=True))
    return {key for key, recommendation in world.recommendations.items() if recommendation.pk in found}


def row_of(world: World, actor: Actor = SERVICE, key: str = "kirklees") -> ListedRecommendation:
    [row] = recommendations.rows_of(actor, [world.recommendations[key].pk], on=TODAY)
    return row


def change(world: World, key: str, **values: Any) -> None:
    Action.objects.filter(pk=world.actions[key].pk).update(**values)


@pytest.mark.parametrize(
    ("person", "area"),
    [
        ("head", {"kirklees", "region"}),
        ("sibling_head", {"leeds"}),
        ("lead", {"kirklees", "leeds", "region"}),
        ("auditor", {"kirklees", "leeds", "region", "wigan"}),
    ],
)
def test_the_area_is_ones_own_and_all_are_public(world: World, acting: Acting, person: str, area: set[str]) -> None:
    assert keys(world, acting(person)) == area
    assert keys(world, acting(person), scope="all") == {"kirklees", "leeds", "region", "wigan"}


@pytest.mark.parametrize(
    ("region", "pdu", "expected"),
    [
        ("yorkshire", None, {"kirklees", "leeds", "region"}),
        (None, "kirklees", {"kirklees", "region"}),
        ("manchester", "kirklees", set()),
    ],
)
def test_a_body_keeps_what_concerns_it(world: World, region: str | None, pdu: str | None, expected: set[str]) -> None:
    bodies = {name: world.organisations[key] for name, key in (("region", region), ("pdu", pdu)) if key}

    assert keys(world, SERVICE, **bodies) == expected


@pytest.mark.parametrize(
    ("state", "expected"), [("open", {"kirklees", "region", "wigan"}), ("ended", {"leeds"}), ("", None)]
)
def test_it_has_ended_when_its_body_has(world: World, state: str, expected: set[str] | None) -> None:
    end_answerable(answerable=answerable(world, "leeds"), ending=Ending.LAPSED, reason="Gone", by=SERVICE, at=NOW)

    assert keys(world, SERVICE, state=state) == (expected or set(world.recommendations))


@pytest.mark.parametrize(
    ("days", "status", "expected"),
    [
        (1, ActionStatus.IN_PROGRESS, {"kirklees"}),
        (0, ActionStatus.IN_PROGRESS, set()),
        (1, ActionStatus.COMPLETED, set()),
    ],
)
def test_overdue_is_one_with_an_action_due_before_today(
    world: World, days: int, status: ActionStatus, expected: set[str]
) -> None:
    change(world, "kirklees", due_on=TODAY - timedelta(days=days), status=status)

    assert keys(world, SERVICE, state="overdue") == expected


def test_overdue_says_nothing_of_the_work_of_others(world: World, acting: Acting) -> None:
    change(world, "kirklees", due_on=TODAY - timedelta(days=1))

    assert keys(world, acting("other_head"), scope="all", state="overdue") == set()


@pytest.mark.parametrize(("person", "expected"), [("head", {"kirklees"}), ("other_head", set())])
def test_stale_evidence_is_found_by_who_sees_it(world: World, acting: Acting, person: str, expected: set[str]) -> None:
    make_evidence(world, world.actions["kirklees"], about_on=TODAY - timedelta(days=366))

    assert keys(world, acting(person), scope="all", state="stale-evidence") == expected


@pytest.mark.parametrize("state", [*answering.STATES, "open", "ended", "overdue", "stale-evidence"])
def test_all_filters_at_once_are_a_statement_that_the_database_reads(world: World, acting: Acting, state: str) -> None:
    """The embedded database gives up on statements that are nested too deep."""
    everywhere = replace(acting("head"), grants=tuple(acting(person).grants[0] for person in ("head", "other_lead")))
    places = {"region": world.organisations["yorkshire"], "pdu": world.organisations["kirklees"]}

    found = keys(world, everywhere, scope="area", state=state, words="check", theme="staffing", **places)

    assert found == set()  # none has the theme


def test_a_theme_and_words_narrow_together(world: World) -> None:
    theme, _ = Theme.objects.get_or_create(code="staffing", defaults={"name": "Staffing", "position": 1})
    for key in ("kirklees", "leeds"):
        RecommendationTheme.objects.create(recommendation=world.recommendations[key], theme=theme)

    assert keys(world, SERVICE, theme="staffing") == {"kirklees", "leeds"}
    assert keys(world, SERVICE, theme="staffing", words="in leeds before") == {"leeds"}


def test_a_row_counts_actions_and_those_overdue(world: World) -> None:
    for key, days in {"late": -1, "today": 0}.items():
        due_on = TODAY + timedelta(days=days)
        make_action(world, key, recommendation="kirklees", post="Head of PDU, kirklees", due_on=due_on)

    row = row_of(world)

    assert (row.actions, row.overdue) == (3, 1)
    assert row.next_due == (TODAY - timedelta(days=1), "day")


def test_what_is_done_counts_and_is_not_next(world: World) -> None:
    change(world, "kirklees", status=ActionStatus.COMPLETED, due_on=TODAY - timedelta(days=1))
    make_action(world, "undated", recommendation="kirklees", post="Head of PDU, kirklees", due_on=None)

    row = row_of(world)

    assert (row.actions, row.overdue, row.next_due) == (2, 0, None)


def test_a_row_keeps_the_work_from_a_stranger(world: World, acting: Acting) -> None:
    change(world, "kirklees", due_on=TODAY - timedelta(days=1))
    make_self_assessment(world)

    row = row_of(world, acting("other_head"))

    assert (row.actions, row.overdue, row.next_due) == (0, 0, None)
    assert set(row.bodies[0].views.values()) == {None}


def test_three_views_stand_side_by_side(world: World) -> None:
    make_reinspection(world)
    make_verdict(world, "kirklees", Progress.SUFFICIENT)
    made = make_self_assessment(world, category=Progress.SOME)
    make_review(world, made, category=Progress.NONE, reason="Show the sample")

    [body] = row_of(world).bodies

    assert {judge: view.category for judge, view in body.views.items() if view} == {
        Judge.OWNER: Progress.SOME,
        Judge.REGION: Progress.NONE,
        Judge.INSPECTORATE: Progress.SUFFICIENT,
    }


def test_a_row_says_how_often_it_was_made(world: World) -> None:
    make_line(world, 2019, 2022)

    made = row_of(world).made

    assert row_of(world, key="wigan").made is None
    assert made is not None
    assert (made.times, made.since) == (3, date(2019, 5, 1))


def test_a_page_has_the_work_that_its_reader_may_see(world: World, acting: Acting) -> None:
    made = make_self_assessment(world)

    inside = recommendations.whole(acting("head"), world.recommendations["kirklees"], on=TODAY)
    outside = recommendations.whole(acting("other_head"), world.recommendations["kirklees"], on=TODAY)

    assert ([action.pk for action in inside.actions], inside.judgements) == ([world.actions["kirklees"].pk], [made])
    assert (outside.actions, outside.judgements) == ([], [])
    assert outside.row.recommendation.pk == outside.recommendation.pk == world.recommendations["kirklees"].pk


def test_actions_are_planned_for_the_bodies_that_answer_now(world: World) -> None:
    end_answerable(answerable=answerable(world, "region"), ending=Ending.LAPSED, reason="Gone", by=SERVICE, at=NOW)

    page = recommendations.whole(SERVICE, world.recommendations["region"], on=TODAY)

    assert page.open_paths() == []


def test_the_list_by_date_puts_the_nearest_first(world: World) -> None:
    change(world, "wigan", due_on=TODAY)
    change(world, "kirklees", due_on=None)

    page, rows = recommendations.page_of_recommendations(
        SERVICE, RecommendationSelection(), sort="due", after="", before="", on=TODAY, size=3
    )

    listed = [row.recommendation.pk for row in rows]
    assert listed == [row.recommendation_id for row in page.rows]
    assert (listed[0], world.recommendations["kirklees"].pk in listed) == (world.recommendations["wigan"].pk, False)


@pytest.mark.parametrize("size", [1, 4])
def test_pages_cost_no_more_for_more_rows(world: World, django_assert_max_num_queries: Any, size: int) -> None:
    make_line(world, 2019)

    with django_assert_max_num_queries(5):
        recommendations.page_of_recommendations(
            SERVICE, RecommendationSelection(), sort="", after="", before="", on=TODAY, size=size
        )

    with django_assert_max_num_queries(12):
        recommendations.whole(SERVICE, world.recommendations["kirklees"], on=TODAY)


class TestSeveralBodies:
    """Kirklees has done its part of the shared recommendation; Leeds is late and silent."""

    @pytest.fixture
    def shared(self, world: World) -> Recommendation:
        held = make_shared(world)
        own = held["shared", "kirklees"]
        Action.objects.filter(pk=own.action.pk).update(status=ActionStatus.COMPLETED)
        Acknowledgement.objects.create(answerable=own.answerable, acknowledged_at=NOW)
        return own.answerable.recommendation

    @pytest.mark.parametrize("state", ["overdue", "unacknowledged"])
    def test_what_a_sibling_owes_chooses_nothing_for_the_other(
        self, world: World, shared: Recommendation, state: str
    ) -> None:
        filters = RecommendationSelection(scope="all", state=state)

        found = {
            key: recommendations.chosen(actor(world, key), filters, on=TODAY).filter(recommendation=shared).exists()
            for key in ("head", "sibling_head", "lead", "other_head")
        }

        assert found == {"head": False, "sibling_head": True, "lead": True, "other_head": False}

    def test_a_row_counts_and_says_what_its_reader_sees(self, world: World, shared: Recommendation) -> None:
        rows = {}
        for key in ("head", "sibling_head", "lead", "other_head"):
            [rows[key]] = recommendations.rows_of(actor(world, key), [shared.pk], on=TODAY)

        assert {key: (row.actions, row.overdue, row.next_due is not None) for key, row in rows.items()} == {
            "head": (1, 0, False),
            "sibling_head": (1, 1, True),
            "lead": (2, 1, True),
            "other_head": (0, 0, False),
        }
        assert {key: [body.organisation.slug for body in row.hidden] for key, row in rows.items()} == {
            "head": ["leeds"],
            "sibling_head": ["kirklees"],
            "lead": [],
            "other_head": [],
        }
        silent = {key: any("Not yet acknowledged" in tag for tag in row.tags) for key, row in rows.items()}
        assert silent == {"head": False, "sibling_head": True, "lead": True, "other_head": False}

    def test_an_action_is_not_listed_where_it_answers_for_a_sibling_alone(
        self, world: World, shared: Recommendation
    ) -> None:
        leeds = shared.answerables.get(organisation=world.organisations["leeds"])
        Answers.objects.create(action=world.actions["kirklees"], answerable=leeds, from_on=TODAY)
        Action.objects.filter(pk=world.actions["kirklees"].pk).update(owner_post=world.posts["Head of PDU, leeds"])

        page = recommendations.whole(actor(world, "head"), shared, on=TODAY)

        assert world.actions["kirklees"] in Action.objects.visible_to(actor(world, "head"))
        assert world.actions["kirklees"].pk not in [action.pk for action in page.actions]

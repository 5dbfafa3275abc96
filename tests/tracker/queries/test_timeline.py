"""The timeline of a record: newest first, page by page, with the words of updates, and what is public alone."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.self_assessments import actor
from tests.factories.shared import make_shared
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus
from tracker.operations import history
from tracker.operations.actions import UpdateAnswers, update_action
from tracker.queries import timeline
from tracker.queries.recommendations import whole
from tracker.queries.timeline import ENTRIES
from tracker.rules.access import SERVICE


def happen(ref: str, verb: str, *, hours: int = 0, **after: Any) -> None:
    history.record(verb=verb, subject=ref, by=SERVICE, at=NOW + timedelta(hours=hours), after=after)


def test_an_update_stands_first_in_its_owners_words(world: World) -> None:
    action = world.actions["kirklees"]
    said = UpdateAnswers(version=1, status=ActionStatus.IN_PROGRESS, text="Two briefings held", token=uuid.UUID(int=1))
    update_action(action=action, given=said, by=SERVICE, at=NOW)

    found = timeline.of_action(action)

    assert [(entry.text, entry.by) for entry in found.entries] == [
        ("Two briefings held", "the service"),
        ("", "the service"),
    ]
    assert [entry.title for entry in found.entries][1] == "Action planned"


def test_a_reason_is_shown_with_what_it_was_for(world: World) -> None:
    happen(world.actions["kirklees"].ref, "action.left", earlier="REC-0001", reason="The team moved")

    assert timeline.of_action(world.actions["kirklees"]).entries[0].reason == "The team moved"


@pytest.mark.parametrize(
    ("page", "count", "more"), [(0, ENTRIES, 2), (1, ENTRIES, 2), (2, ENTRIES, 3), (3, 1, 0), (4, 0, 0)]
)
def test_pages_follow_each_other(world: World, page: int, count: int, more: int) -> None:
    for hours in range(2 * ENTRIES):  # and 'Action planned' makes one more
        happen(world.actions["kirklees"].ref, "action.updated", hours=hours)

    found = timeline.of_action(world.actions["kirklees"], page=page)

    assert (len(found.entries), found.more) == (count, more)


def test_a_recommendation_tells_of_its_actions_too(world: World) -> None:
    recommendation, action = world.recommendations["kirklees"], world.actions["kirklees"]
    happen(recommendation.ref, "recommendation.acknowledged")

    found = timeline.of_recommendation(whole(SERVICE, recommendation, on=TODAY))

    assert [(entry.title, entry.action) for entry in found.entries] == [
        ("Acknowledged", None),
        ("Action planned", action),
    ]


@pytest.mark.parametrize(
    ("key", "titles"),
    [("head", ["Acknowledged", "Recommendation published"]), ("other_head", ["Recommendation published"])],
)
def test_who_does_not_see_the_work_reads_what_is_public(world: World, key: str, titles: list[str]) -> None:
    recommendation = world.recommendations["kirklees"]
    happen(recommendation.ref, "recommendation.published")
    happen(recommendation.ref, "recommendation.acknowledged", hours=1)

    found = timeline.of_recommendation(whole(actor(world, key), recommendation, on=TODAY))

    assert [entry.title for entry in found.entries if entry.action is None] == titles


@pytest.mark.parametrize(
    ("key", "bodies"),
    [("head", ["kirklees"]), ("sibling_head", ["leeds"]), ("lead", ["leeds", "kirklees"]), ("other_head", [])],
)
def test_what_was_done_for_one_body_is_told_to_who_sees_its_work(world: World, key: str, bodies: list[str]) -> None:
    shared = make_shared(world)
    [recommendation] = {one.answerable.recommendation for (name, _), one in shared.items() if name == "shared"}
    for hours, body in enumerate(("kirklees", "leeds"), start=1):
        happen(recommendation.ref, "recommendation.acknowledged", hours=hours, organisation=body, reason=body)
        removed = {"organisation": body, "shows": body}
        history.record(
            verb="evidence.removed", subject=recommendation.ref, by=SERVICE, at=NOW, before=removed, after={}
        )
        happen(recommendation.ref, "response.confirmed", decision="agreed", organisation=body)
    happen(recommendation.ref, "evidence.added", shows="of nobody knows which body")

    found = timeline.of_recommendation(whole(actor(world, key), recommendation, on=TODAY)).entries

    assert [each.reason for each in found if each.title == "Acknowledged"] == bodies
    assert {each.title for each in found if each.title.startswith("Evidence taken")} == {
        f"Evidence taken out: {body}" for body in bodies
    }
    assert sum(each.title.startswith("Response confirmed") for each in found) == 2
    assert any("of nobody knows" in each.title for each in found) is (key == "lead")


def test_it_costs_two_queries(world: World, django_assert_num_queries: Any) -> None:
    for update in range(5):
        happen(world.actions["kirklees"].ref, "action.updated", update=update)

    with django_assert_num_queries(2):
        timeline.of_action(world.actions["kirklees"])

"""Requests to end a recommendation: whose they are to see and to decide, and what the database refuses."""

from typing import Any

import pytest

from tests.factories.endings import make_confirmed_ending, make_ending_request
from tests.factories.rows import STRANGER, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor, answerable
from tests.factories.world import NOW, TODAY, World
from tracker.models import EndingRequest
from tracker.rules.access import SERVICE


@pytest.mark.parametrize(
    ("key", "expected"),
    [("owner", 1), ("lead", 1), ("national", 1), ("auditor", 1), ("sibling_head", 0), ("disabled", 0)],
)
def test_they_follow_the_bodys_area(world: World, key: str, expected: int) -> None:
    make_ending_request(world)

    assert EndingRequest.objects.visible_to(actor(world, key)).count() == expected


def test_the_service_sees_all_and_a_stranger_nothing(world: World) -> None:
    make_ending_request(world)

    assert [EndingRequest.objects.visible_to(by).count() for by in (SERVICE, STRANGER)] == [1, 0]


@pytest.mark.parametrize(
    ("place", "key", "expected"),
    [
        ("kirklees", "lead", 1),
        ("kirklees", "national", 0),
        ("kirklees", "head", 0),
        ("kirklees", "other_lead", 0),
        ("kirklees", "coordinator", 0),
        ("region", "national", 1),
        ("region", "lead", 0),
    ],
)
def test_the_next_body_up_decides(world: World, place: str, key: str, expected: int) -> None:
    make_ending_request(world, place)

    assert EndingRequest.objects.to_confirm(actor(world, key)).count() == expected


def test_what_was_decided_or_ended_otherwise_waits_no_more(world: World) -> None:
    make_confirmed_ending(world, "leeds")
    made = make_ending_request(world)
    before = list(EndingRequest.objects.waiting())
    save_changed(answerable(world), to_on=TODAY, ending="lapsed", ended_at=NOW)
    made.refresh_from_db()

    assert (before, list(EndingRequest.objects.waiting()), made.is_waiting) == ([made], [], False)


def test_they_come_newest_first_and_are_read_at_once(world: World, django_assert_num_queries: Any) -> None:
    older = make_ending_request(world)
    save_changed(older, decision="taken-back", decided_at=NOW)
    newer = make_ending_request(world, reason="The law has changed")

    with django_assert_num_queries(1):
        rows = EndingRequest.objects.of_recommendation(world.recommendations["kirklees"]).for_row().newest_first()
        found = [(row, str(row.risk_post), row.answerable.organisation.parent, row.asked_by) for row in rows]

    assert [row for row, *_ in found] == [newer, older]
    assert str(newer).startswith("Overtaken by events asked for")


def test_a_second_one_that_waits_is_refused(world: World) -> None:
    made = make_ending_request(world)

    with refused_by(EndingRequest, "ending_request_one_waiting"):
        save_twin(made)


@pytest.mark.parametrize("ending", ["sufficient", "carried-over", "passed-on", ""])
def test_another_ending_is_refused(world: World, ending: str) -> None:
    with refused_by(EndingRequest, "ending_request_can_be_asked"):
        save_changed(make_ending_request(world), ending=ending)


@pytest.mark.parametrize("column", ["reason", "risk"])
def test_one_without_its_words_is_refused(world: World, column: str) -> None:
    with refused_by(EndingRequest, "ending_request_says_why_and_the_risk"):
        save_changed(make_ending_request(world), **{column: ""})


def test_an_unknown_level_is_refused(world: World) -> None:
    with refused_by(EndingRequest, "ending_request_confirmer_known"):
        save_changed(make_ending_request(world), confirmer="court")


@pytest.mark.parametrize(
    "changes", [{"decision": "confirmed"}, {"decided_at": NOW}, {"decision": "perhaps", "decided_at": NOW}]
)
def test_half_a_decision_is_refused(world: World, changes: dict[str, Any]) -> None:
    with refused_by(EndingRequest, "ending_request_decided_once"):
        save_changed(make_ending_request(world), **changes)


def test_a_refusal_without_words_is_refused(world: World) -> None:
    with refused_by(EndingRequest, "ending_request_refused_with_words"):
        save_changed(make_ending_request(world), decision="refused", decided_at=NOW)


@pytest.mark.parametrize(
    "changes", [{"reopened_at": NOW}, {"reopened_reason": "A slip", "reopened": None, "reopened_at": NOW}]
)
def test_half_a_reopening_is_refused(world: World, changes: dict[str, Any]) -> None:
    with refused_by(EndingRequest, "ending_request_reopened_with_a_reason"):
        save_changed(make_confirmed_ending(world), **changes)


def test_reopening_without_a_reason_is_refused(world: World) -> None:
    made = make_confirmed_ending(world)

    with refused_by(EndingRequest, "ending_request_reopened_with_a_reason"):
        save_changed(made, reopened=answerable(world, "leeds"), reopened_at=NOW)

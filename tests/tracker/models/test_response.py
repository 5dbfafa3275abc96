"""Responses: confirmed ones are public, the newest draft waits, and each decision says what it must."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.answers import make_response_draft
from tests.factories.rows import STRANGER, refused_by, save_changed
from tests.factories.self_assessments import actor, answerable
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Decision, Ending
from tracker.models import Acknowledgement, Response
from tracker.rules.access import SERVICE

LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("key", "draft", "confirmed"),
    [("owner", 1, 1), ("lead", 1, 1), ("sibling_head", 0, 1), ("other_lead", 0, 1), ("disabled", 0, 0)],
)
def test_a_draft_follows_the_area_until_it_is_confirmed(world: World, key: str, draft: int, confirmed: int) -> None:
    by, response = actor(world, key), make_response_draft(world, "kirklees")
    seen_as_draft = Response.objects.visible_to(by).count()

    save_changed(response, confirmed_at=NOW)

    assert (seen_as_draft, Response.objects.visible_to(by).count()) == (draft, confirmed)


def test_the_service_sees_drafts_and_a_stranger_not_even_what_is_confirmed(world: World) -> None:
    make_response_draft(world, "kirklees")
    save_changed(make_response_draft(world, "leeds"), confirmed_at=NOW)

    assert [Response.objects.visible_to(by).count() for by in (SERVICE, STRANGER)] == [2, 0]
    assert Response.objects.confirmed().count() == 1


def test_the_newest_draft_of_each_body_waits_longest_first(world: World) -> None:
    replaced = make_response_draft(world, "kirklees")
    newest, first = make_response_draft(world, "kirklees"), make_response_draft(world, "leeds")
    save_changed(newest, drafted_at=LATER)

    assert list(Response.objects.to_confirm()) == [first, newest]
    assert Response.objects.newest_of(replaced.answerable) == newest


@pytest.mark.parametrize("place", ["kirklees", "leeds"])
def test_nothing_waits_that_is_confirmed_or_whose_duty_has_ended(world: World, place: str) -> None:
    save_changed(make_response_draft(world, "kirklees"), confirmed_at=NOW)
    make_response_draft(world, "leeds")
    save_changed(answerable(world, "leeds"), to_on=TODAY, ending=Ending.LAPSED, ended_at=NOW)

    waiting = Response.objects.to_confirm().filter(answerable=answerable(world, place))

    assert not waiting.exists()


def test_responses_of_some_areas_in_one_query(world: World, django_assert_num_queries: Any) -> None:
    for place in ("kirklees", "region", "wigan"):
        make_response_draft(world, place)
    area = world.organisations["kirklees"].path

    with django_assert_num_queries(1):
        rows = Response.objects.in_areas((area,)).for_row()
        said = [(row.answerable.organisation.name, row.answerable.recommendation.inspection.score) for row in rows]

    assert said == [("Kirklees", 6)]


def test_a_recommendations_responses_come_newest_first(world: World) -> None:
    first, second = make_response_draft(world, "kirklees"), make_response_draft(world, "kirklees")
    make_response_draft(world, "region")

    rows = Response.objects.of_recommendation(world.recommendations["kirklees"])

    assert list(rows) == [second, first]


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("response_gives_reasons_unless_agreed", {"decision": Decision.NOT_AGREED}),
        ("response_partly_agreed_says_which_part", {"decision": Decision.PARTLY_AGREED, "reasons": "Costs"}),
        ("response_before_the_service_is_confirmed", {"answered_on": TODAY}),
        ("response_decision_known", {"decision": "perhaps", "reasons": "Costs"}),
    ],
)
def test_a_response_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(Response, constraint):
        save_changed(make_response_draft(world, "kirklees"), **changes)


def test_what_was_partly_agreed_to_on_paper_is_one_text(world: World) -> None:
    given = make_response_draft(world, "kirklees")

    save_changed(given, decision=Decision.PARTLY_AGREED, reasons="Half", answered_on=TODAY, confirmed_at=NOW)

    given.refresh_from_db()
    assert (given.agreed_part, given.reasons) == ("", "Half")


def test_who_has_seen_it_is_said_of_the_body(world: World) -> None:
    row = answerable(world)
    seen = Acknowledgement.objects.create(answerable=row, acknowledged_at=NOW)

    assert str(seen) == f"Seen: {row}"

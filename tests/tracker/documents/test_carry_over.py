"""A carry-over as a workbook: every heading with its cell, before and after a decision."""

from datetime import datetime
from typing import Any

import pytest

from tests.factories.carry_over import actor, answer, confirm_it, decide, decide_both, make_reinspection, make_verdict
from tests.factories.world import NOW, World
from tests.tracker.documents.reading import ReadWorkbook, read
from tracker.choices import Ending
from tracker.documents.carry_over import carry_over_workbook
from tracker.operations.carry_over import open_for
from tracker.queries.carry_over import Board, board_of, inspection_for
from tracker.rules.access import SERVICE

DECISION = ("Ends as", "Link", "Taken up in", "Reason", "Actions that follow", "Actions that end", "Decided on")


@pytest.fixture(autouse=True)
def again(world: World) -> None:
    make_reinspection(world)
    open_for(inspection=world.inspections["again"], by=SERVICE, at=NOW)


def board(world: World) -> Board:
    inspection = inspection_for(actor(world, "lead"), world.inspections["again"].ref)
    assert inspection is not None
    return board_of(actor(world, "lead"), inspection)


def workbook(world: World) -> ReadWorkbook:
    return read(carry_over_workbook(actor(world, "lead"), board(world), at=NOW))


def test_a_decided_recommendation(world: World) -> None:
    decide(world, "kirklees", answer(world, "new-1"))

    row = workbook(world).rows[0]

    assert row == [
        ("Reference", world.recommendations["kirklees"].ref),
        ("Earlier recommendation", "check each plan with a second manager in Kirklees"),
        ("What the report said", "check each plan with a second manager in Kirklees before the plan is agreed"),
        ("Inspected", "Kirklees PDU"),
        ("Body", "Kirklees PDU"),
        ("Inspectorate said", "Not yet judged"),
        ("Improvement still required", "Not stated"),
        ("State", "Decided"),
        ("Ends as", "Carried over"),
        ("Link", "Repeated"),
        ("Taken up in", world.recommendations["new-1"].ref),
        ("Reason", None),
        ("Actions that follow", world.actions["kirklees"].ref),
        ("Actions that end", None),
        ("Decided on", datetime(2026, 11, 18)),
        ("Decided by", "Regional Probation Director, Yorkshire and the Humber"),
    ]


def test_before_a_decision_its_cells_are_empty(world: World) -> None:
    row = dict(workbook(world).rows[0])

    assert row["State"] == "Needs a decision"
    assert [row[heading] for heading in (*DECISION, "Decided by")] == [None] * 8


def test_a_decision_that_no_longer_holds_is_left_out(world: World) -> None:
    decide(world, "kirklees", answer(world, "new-1"))
    make_verdict(world, "kirklees")

    row = dict(workbook(world).rows[0])

    assert (row["Inspectorate said"], row["Improvement still required"]) == ("Some progress", "Yes")
    assert (row["State"], row["Ends as"], row["Decided by"]) == ("Needs a decision", None, None)


def test_actions_that_end_say_why(world: World) -> None:
    decide(world, "region", answer(world, ending=Ending.LAPSED, reason="The need went away"))

    row = dict(workbook(world).rows[1])

    assert (row["Ends as"], row["Reason"], row["Actions that follow"]) == ("Lapsed", "The need went away", None)
    assert row["Actions that end"].startswith("ACT-0004: ")


def test_once_confirmed_every_row_says_so(world: World) -> None:
    decide_both(world)
    confirm_it(world)

    assert workbook(world).column("State") == ["Confirmed", "Confirmed"]


def test_about_names_the_inspection(world: World) -> None:
    about = workbook(world).about

    assert about["Holds"] == f"What carries over to {world.inspections['again'].ref} Kirklees PDU"
    assert about["Link"] == f"http://localhost:8000/inspections/{world.inspections['again'].ref}/carry-over/"


def test_it_costs_no_query_beside_the_boards(world: World, django_assert_num_queries: Any) -> None:
    decide_both(world)
    reader, shown = actor(world, "lead"), board(world)

    with django_assert_num_queries(0):
        read(carry_over_workbook(reader, shown, at=NOW))

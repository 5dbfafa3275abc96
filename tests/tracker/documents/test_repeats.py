"""The recommendations that were made again as a workbook: every heading with its cell."""

from typing import Any

from tests.factories.recurrence import make_line
from tests.factories.self_assessments import actor, make_self_assessment
from tests.factories.world import NOW, TODAY, World
from tests.tracker.documents.reading import ReadWorkbook, read
from tracker.documents import repeats
from tracker.documents.repeats import repeats_workbook
from tracker.queries.repeats import RepeatSelection
from tracker.rules.access import Actor


def repeats_of(reader: Actor) -> ReadWorkbook:
    return read(repeats_workbook(reader, RepeatSelection(), chosen=[("Theme", "All")], on=TODAY, at=NOW))


def test_a_recommendation_that_was_made_again(world: World) -> None:
    make_line(world, 2019, 2022)
    make_self_assessment(world)

    [row] = repeats_of(actor(world, "head")).rows

    assert row == [
        ("Times made", 3),
        ("First made", "May 2019"),
        ("Last made", "November 2024"),
        ("Years", 5),
        ("Latest reference", world.recommendations["kirklees"].ref),
        ("Latest recommendation", "check each plan with a second manager in Kirklees"),
        ("Inspected", "Kirklees PDU"),
        ("Theme", None),
        ("Owner says", "Some progress, 18 November 2026"),
        ("Region says", None),
        ("Inspectorate said", None),
        ("Link", f"http://localhost:8000/recommendations/{world.recommendations['kirklees'].ref}/history/"),
    ]


def test_the_sheet_and_about_say_what_it_is(world: World) -> None:
    book = repeats_of(actor(world, "head"))

    assert (book.name, book.rows, book.about["Theme"]) == ("Repeats", [], "All")


def test_every_row_is_there_beyond_one_batch(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(repeats, "ROWS_AT_A_TIME", 2)
    for place in ("kirklees", "leeds", "wigan"):
        make_line(world, 2019, place=place, body=place)

    found = repeats_of(actor(world, "national"))

    assert sorted(found.column("Latest reference")) == [world.recommendations["kirklees"].ref, "REC-0002", "REC-0003"]


def test_more_rows_cost_no_more(world: World, django_assert_num_queries: Any) -> None:
    for place in ("kirklees", "leeds", "wigan"):
        make_line(world, 2019, place=place, body=place)
    reader = actor(world, "national")

    with django_assert_num_queries(4):
        repeats_of(reader)

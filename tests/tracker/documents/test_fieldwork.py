"""What is missing before fieldwork as a workbook: every heading with its cell."""

from typing import Any

from tests.factories.reinspection import make_fieldwork
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, TODAY, World
from tests.tracker.documents.reading import read
from tracker.documents.fieldwork import gaps_workbook


def test_what_is_missing(world: World) -> None:
    fieldwork = make_fieldwork(world)

    book = read(gaps_workbook(actor(world, "head"), fieldwork, on=TODAY, at=NOW))

    assert book.name == "Get ready"
    assert book.rows[0] == [
        ("What is missing", "Without a self-assessment"),
        ("Reference", world.recommendations["kirklees"].ref),
        ("About", "check each plan with a second manager in Kirklees"),
        ("Body or post", "Kirklees PDU"),
        ("Link", f"http://localhost:8000/recommendations/{world.recommendations['kirklees'].ref}/"),
    ]


def test_a_missing_thing_of_an_action_links_to_the_action(world: World) -> None:
    fieldwork = make_fieldwork(world)

    book = read(gaps_workbook(actor(world, "head"), fieldwork, on=TODAY.replace(month=12), at=NOW))

    links = dict(zip(book.column("Reference"), book.column("Link"), strict=True))
    assert links[world.actions["kirklees"].ref] == f"http://localhost:8000/actions/{world.actions['kirklees'].ref}/"


def test_about_names_the_fieldwork(world: World) -> None:
    fieldwork = make_fieldwork(world)

    book = read(gaps_workbook(actor(world, "head"), fieldwork, on=TODAY, at=NOW))

    assert book.about["Fieldwork"] == f"{fieldwork.ref}, Kirklees PDU, 7 December 2026"


def test_it_costs_at_most_twelve_queries(world: World, django_assert_max_num_queries: Any) -> None:
    fieldwork, reader = make_fieldwork(world), actor(world, "head")

    with django_assert_max_num_queries(12):
        read(gaps_workbook(reader, fieldwork, on=TODAY, at=NOW))

"""The lists that are downloaded: how long they are, all of their rows, what is kept of a selection, and one moment."""

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from inspections.models import Organisation
from tests.factories.list_files import ask
from tests.factories.self_assessments import actor, make_self_assessment
from tests.factories.world import TODAY, World, make_action
from tracker import paging
from tracker.choices import ListKind
from tracker.models import Action
from tracker.queries import lists
from tracker.queries.actions import ActionSelection, page_of_actions
from tracker.queries.inspections import InspectionSelection
from tracker.queries.people import PersonSelection
from tracker.queries.recommendations import RecommendationSelection, page_of_recommendations
from tracker.queries.reviews import ReviewSelection

SELECTIONS: dict[ListKind, Any] = {
    ListKind.RECOMMENDATIONS: RecommendationSelection(scope="all", words="plan"),
    ListKind.ACTIONS: ActionSelection(state="", blocked=True),
    ListKind.INSPECTIONS: InspectionSelection(kind="pdu"),
    ListKind.REVIEWS: ReviewSelection(words="plan"),
    ListKind.USERS: PersonSelection(is_open=True),
}


def count(world: World, kind: ListKind, reader: str, selection: Any) -> int:
    return lists.count_of(kind, actor(world, reader), selection, on=TODAY)


@pytest.mark.parametrize(
    ("kind", "reader", "selection", "rows"),
    [
        (ListKind.RECOMMENDATIONS, "head", RecommendationSelection(), 2),
        (ListKind.ACTIONS, "head", ActionSelection(), 2),
        (ListKind.INSPECTIONS, "head", InspectionSelection(), 3),
        (ListKind.REVIEWS, "lead", ReviewSelection(), 1),
        (ListKind.USERS, "administrator", PersonSelection(words="owner"), 1),
    ],
)
def test_each_list_is_counted_through_its_gate(
    world: World, kind: ListKind, reader: str, selection: Any, rows: int
) -> None:
    make_self_assessment(world)

    assert count(world, kind, reader, selection) == rows
    assert len(list(lists.every(kind, actor(world, reader), selection, sort="", on=TODAY))) == rows


@pytest.mark.parametrize(("most", "is_long"), [(1, True), (2, False)])
def test_a_list_is_long_beyond_the_limit(
    world: World, monkeypatch: pytest.MonkeyPatch, most: int, is_long: bool
) -> None:
    monkeypatch.setattr(lists, "MOST_AT_ONCE", most)

    assert lists.is_long(ListKind.ACTIONS, actor(world, "head"), ActionSelection(), on=TODAY) is is_long


def test_no_more_rows_are_counted_than_decide(world: World, django_assert_num_queries: Any) -> None:
    reader = actor(world, "head")

    with django_assert_num_queries(1) as asked:
        lists.is_long(ListKind.ACTIONS, reader, ActionSelection(), on=TODAY)

    assert "LIMIT 5001" in asked[0]["sql"]


@pytest.mark.parametrize("sort", ["", "title", "-due", "owner"])
def test_actions_stand_in_the_order_of_their_pages(world: World, monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    monkeypatch.setattr(paging, "AT_A_TIME", 2)
    for number in range(5):
        make_action(world, f"n{number}", recommendation="kirklees", post="Head of PDU, kirklees", title=f"Do {number}")
    reader, every = actor(world, "head"), ActionSelection(state="")

    page = page_of_actions(reader, every, sort=sort, after="", before="", on=TODAY)

    rows = lists.every(ListKind.ACTIONS, reader, every, sort=sort, on=TODAY)
    assert [row.ref for row in rows] == [action.ref for action in page.rows]


@pytest.mark.parametrize("sort", ["", "due", "-body"])
def test_recommendations_are_those_of_their_pages_with_all_that_a_row_shows(
    world: World, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(paging, "AT_A_TIME", 2)
    make_self_assessment(world)
    reader, every = actor(world, "lead"), RecommendationSelection(scope="all")

    _, rows = page_of_recommendations(reader, every, sort=sort, after="", before="", on=TODAY)

    assert list(lists.every(ListKind.RECOMMENDATIONS, reader, every, sort=sort, on=TODAY)) == rows


@pytest.mark.parametrize("kind", ListKind)
def test_a_selection_is_the_same_after_it_was_kept(world: World, kind: ListKind) -> None:
    assert lists.unpacked(kind, lists.packed(SELECTIONS[kind])) == SELECTIONS[kind]


def test_a_body_is_kept_by_its_number(world: World) -> None:
    pdu = Organisation.objects.get(slug="kirklees")
    selection = ActionSelection(pdu=pdu)

    kept = lists.packed(selection)

    assert kept["pdu"] == {"body": pdu.pk}
    assert lists.unpacked(ListKind.ACTIONS, kept) == selection


def test_files_of_a_person_stand_newest_first(world: World) -> None:
    file = ask(world)
    ask(world, "lead")

    assert lists.files_of(actor(world, "head")) == [file]


@pytest.mark.django_db(transaction=True)
def test_at_one_moment_nothing_can_be_written_on_postgresql(world: World) -> None:
    if connection.vendor != "postgresql":
        return

    with pytest.raises(DatabaseError, match="read-only"), lists.one_moment():
        Action.objects.update(title="Changed")


@pytest.mark.django_db(transaction=True)
def test_what_is_read_is_of_one_moment(world: World) -> None:
    with lists.one_moment():
        before = Action.objects.count()
        in_another_connection(lambda: Action.objects.filter(pk=world.actions["kirklees"].pk).update(title="Changed"))
        title = Action.objects.get(pk=world.actions["kirklees"].pk).title

    assert before == 4
    assert title != "Changed"
    assert Action.objects.get(pk=world.actions["kirklees"].pk).title == "Changed"


def in_another_connection(do: Any) -> None:
    """Does it in a thread, whose connection is its own, and waits for it."""

    def run() -> None:
        try:
            do()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()

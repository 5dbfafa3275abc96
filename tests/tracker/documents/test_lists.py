"""The lists as workbooks: every heading with its cell, through the gate, at the same price for any number of rows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.factories.endings import make_confirmed_ending, make_ending_request
from tests.factories.recurrence import judge, make_line
from tests.factories.self_assessments import actor, make_self_assessment
from tests.factories.world import NOW, TODAY, World, make_action
from tests.tracker.documents.reading import ReadWorkbook, read
from tracker.choices import ActionStatus, ListKind
from tracker.documents.lists import write_list
from tracker.models import Action, Person, Recommendation
from tracker.queries.actions import ActionSelection
from tracker.queries.inspections import InspectionSelection
from tracker.queries.people import PersonSelection
from tracker.queries.recommendations import RecommendationSelection
from tracker.queries.reviews import ReviewSelection
from tracker.rules.access import Actor
from tracker.rules.action_words import WORDS

CHOSEN = [("Area", "Kirklees")]
SITE = "http://localhost:8000"


def written(kind: ListKind, reader: Actor, selection: Any, *, sort: str = "", on: date = TODAY) -> ReadWorkbook:
    return read(write_list(kind, reader, selection, sort=sort, chosen=CHOSEN, on=on, at=NOW))


def recommendations_of(reader: Actor, **filters: Any) -> ReadWorkbook:
    return written(ListKind.RECOMMENDATIONS, reader, RecommendationSelection(**filters), sort="body")


def actions_of(reader: Actor, **filters: Any) -> ReadWorkbook:
    return written(ListKind.ACTIONS, reader, ActionSelection(**filters), sort="title")


def inspections_of(reader: Actor) -> ReadWorkbook:
    return written(ListKind.INSPECTIONS, reader, InspectionSelection(), sort="body")


def reviews_of(reader: Actor) -> ReadWorkbook:
    return written(ListKind.REVIEWS, reader, ReviewSelection())


def users_of(reader: Actor, words: str = "kirklees") -> ReadWorkbook:
    return written(ListKind.USERS, reader, PersonSelection(words=words))


def test_a_recommendation(world: World) -> None:
    make_line(world, 2019)
    make_self_assessment(world)
    Recommendation.objects.filter(pk=world.recommendations["kirklees"].pk).update(flagged_repeat=True)

    [row] = recommendations_of(actor(world, "head"), words=world.recommendations["kirklees"].ref).rows

    assert row == [
        ("Reference", world.recommendations["kirklees"].ref),
        ("Recommendation", "check each plan with a second manager in Kirklees"),
        ("What the report says", "check each plan with a second manager in Kirklees before the plan is agreed"),
        ("Inspected", "Kirklees PDU"),
        ("Report published", "November 2024"),
        ("Number", 1),
        ("Addressed to", "Kirklees PDU"),
        ("Flagged as a repeat", "Yes"),
        ("Themes", None),
        ("Owner says", "Some progress, 18 November 2026"),
        ("Region says", None),
        ("Inspectorate said", None),
        ("State", "Open"),
        ("Response", "Answer overdue\nNot yet acknowledged, 718 days"),
        ("Next due", datetime(2026, 11, 20)),
        ("Actions", 1),
        ("Overdue actions", 0),
        ("Times made", 2),
        ("First made", "May 2019"),
        ("Link", f"{SITE}/recommendations/{world.recommendations['kirklees'].ref}/"),
    ]


def test_the_inspectorate_stands_in_its_own_column_with_the_month_of_its_report(world: World) -> None:
    judge(world.recommendations["kirklees"], world.inspections["kirklees"])

    [row] = recommendations_of(actor(world, "head"), words=world.recommendations["kirklees"].ref).rows

    said = dict(row)
    assert (said["Owner says"], said["Region says"]) == (None, None)
    assert said["Inspectorate said"] == "Some progress, November 2024"


@pytest.mark.parametrize(
    ("person", "asked", "state"),
    [("head", True, "Ending asked for"), ("sibling_head", True, "Open"), ("head", False, "Ended")],
)
def test_how_it_ends_stands_in_a_column(world: World, person: str, asked: bool, state: str) -> None:
    make_ending_request(world) if asked else make_confirmed_ending(world)

    rows = recommendations_of(actor(world, person), scope="all", words=world.recommendations["kirklees"].ref).rows

    assert [dict(row)["State"] for row in rows] == [state]


def test_an_action(world: World) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(
        status=ActionStatus.IN_PROGRESS,
        due_on=date(2026, 11, 13),
        blocked_by_whom="The estates team",
        blocked_since_on=date(2026, 11, 2),
        success_measure="Nine plans in ten are checked",
        last_update_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
    )

    row = actions_of(actor(world, "head")).rows[0]

    assert row == [
        ("Reference", world.actions["kirklees"].ref),
        ("Action", "Brief the managers on second checks (kirklees)"),
        ("Status", "In progress"),
        ("Due", datetime(2026, 11, 13)),
        ("First due", datetime(2026, 11, 20)),
        ("Times moved later", 0),
        ("Overdue", "Yes"),
        ("Blocked: waiting on", "The estates team"),
        ("Owner", "Head of PDU, Kirklees"),
        ("Held by", "Head of PDU, Kirklees"),
        (
            "Recommendations",
            f"{world.recommendations['kirklees'].ref} check each plan with a second manager in Kirklees",
        ),
        ("How we will know it worked", "Nine plans in ten are checked"),
        ("Last update", datetime(2026, 7, 2)),
        ("Link", f"{SITE}/actions/{world.actions['kirklees'].ref}/"),
    ]


@pytest.mark.parametrize("name", [name for name in WORDS if name != "title"])
def test_all_that_is_said_of_an_action_has_its_column(world: World, name: str) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(**{name: "Nine plans in ten"})

    row = dict(actions_of(actor(world, "head")).rows[0])

    assert row[WORDS[name].label] == "Nine plans in ten"


def test_an_action_is_overdue_as_of_the_day_of_the_list(world: World) -> None:
    reader, day_after = actor(world, "head"), date(2026, 11, 21)

    book = written(ListKind.ACTIONS, reader, ActionSelection(), on=day_after)

    assert set(book.column("Overdue")) == {"Yes"}


def test_an_inspection(world: World) -> None:
    row = inspections_of(actor(world, "head")).rows[0]

    assert row == [
        ("Reference", world.inspections["kirklees"].ref),
        ("Inspected", "Kirklees PDU"),
        ("Report published", "November 2024"),
        ("Kind", "Probation delivery unit"),
        ("Standards", None),
        ("Overall rating", "Requires improvement"),
        ("Score", 6),
        ("Out of", 21),
        ("Recommendations", 2),
        ("Link", f"{SITE}/inspections/{world.inspections['kirklees'].ref}/"),
    ]


@pytest.mark.parametrize(
    ("changes", "words"), [({"rating": ""}, "Not rated"), ({"known_from_later": True}, "Known from a later report")]
)
def test_an_inspection_without_a_rating_says_why(world: World, changes: dict[str, Any], words: str) -> None:
    inspection = world.inspections["kirklees"]
    type(inspection).objects.filter(pk=inspection.pk).update(**changes)

    assert inspections_of(actor(world, "head")).column("Overall rating")[0] == words


def test_a_self_assessment_that_waits_for_review(world: World) -> None:
    make_self_assessment(world, effect="Fewer plans come back")

    [row] = reviews_of(actor(world, "lead")).rows

    assert row == [
        ("Reference", world.recommendations["kirklees"].ref),
        ("Recommendation", "check each plan with a second manager in Kirklees"),
        ("Body", "Kirklees PDU"),
        ("Owner says", "Some progress"),
        ("Why", "Half of the plans were checked"),
        ("What effect was seen", "Fewer plans come back"),
        ("Sent", datetime(2026, 11, 18)),
        ("By", "Head of PDU, Kirklees"),
        ("Link", f"{SITE}/recommendations/{world.recommendations['kirklees'].ref}/review/"),
    ]


def test_a_user(world: World) -> None:
    Person.objects.filter(pk=world.people["owner"].pk).update(first_signed_in_at=NOW)

    [row] = users_of(actor(world, "administrator"), "Senior Probation Officer").rows

    assert row == [
        ("Reference", world.people["owner"].ref),
        ("Name", "Senior Probation Officer, Kirklees"),
        ("Email address", "owner@example.org"),
        ("Roles", "Action owner, Kirklees PDU"),
        ("Posts", "Senior Probation Officer, Kirklees PDU"),
        ("Account", "Open"),
        ("First signed in", datetime(2026, 11, 18)),
    ]


@pytest.mark.parametrize("make", [recommendations_of, actions_of, inspections_of, reviews_of, users_of])
def test_about_says_who_made_it_when_and_with_which_filters(world: World, make: Any) -> None:
    make_self_assessment(world)

    assert make(actor(world, "lead")).about == {
        "Service": "Track inspection recommendations",
        "Handling": "OFFICIAL",
        "Made": "18 November 2026 at 10:00 by Regional Probation Director, Yorkshire and the Humber",
        "Holds": "What this person may see, in the order of the page",
        "Area": "Kirklees",
    }


@pytest.mark.parametrize(
    ("person", "make", "queries"),
    [
        ("national", recommendations_of, 5),
        ("national", actions_of, 3),
        ("national", inspections_of, 1),
        ("lead", reviews_of, 1),
        ("administrator", users_of, 3),
    ],
)
def test_more_rows_cost_no_more(
    world: World, django_assert_num_queries: Any, person: str, make: Any, queries: int
) -> None:
    for place in ("kirklees", "leeds"):
        make_self_assessment(world, place, by={"kirklees": "head", "leeds": "sibling_head"}[place])
        make_action(world, f"{place}-2", recommendation=place, post=f"Head of PDU, {place}")
    reader = actor(world, person)

    with django_assert_num_queries(queries):
        make(reader)

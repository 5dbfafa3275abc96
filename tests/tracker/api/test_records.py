"""Single records of the API: what is public, what follows the area, and what an action may say to whom."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from inspections.choices import Rating
from inspections.models import Alert, AlertConcern, AlertRequiredAction, KeyQuestionResult, StandardRating
from tests.factories.endings import make_confirmed_ending, make_ending_request
from tests.factories.recurrence import make_line
from tests.factories.self_assessments import make_evidence
from tests.factories.world import NOW, World
from tracker.choices import ActionStatus, Decision, Judge, Progress
from tracker.models import Action, Answers, Judgement, Response, Update
from tracker.rules.action_words import WORDS

Clients = Callable[[str], APIClient]


def record(client: APIClient, room: str, key: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1/{room}/{key}/")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def judge(world: World, judge: Judge, category: Progress) -> None:
    Judgement.objects.create(
        answerable=world.recommendations["kirklees"].answerables.get(),
        judge=judge,
        category=category,
        dated_on=date(2026, 2, 2),
        made_at=NOW,
        inspection=world.inspections["kirklees"] if judge is Judge.INSPECTORATE else None,
        effect="Fewer gaps",
        proof=make_evidence(world).newest,
    )


def test_an_organisation(api: Clients) -> None:
    found = record(api("owner"), "organisations", "kirklees")

    assert found["name"] == "Kirklees PDU"
    assert found["parent"] == {"slug": "yorkshire", "name": "Yorkshire and the Humber region"}
    assert found["names"] == [{"name": "Kirklees", "from_on": None, "to_on": None}]


def test_requests_to_end_a_recommendation_follow_the_area(api: Clients, world: World) -> None:
    make_ending_request(world)
    ref = world.recommendations["kirklees"].ref

    seen, hidden = record(api("lead"), "recommendations", ref), record(api("other_head"), "recommendations", ref)

    [asked] = seen["endings_asked"]
    assert (asked["organisation"]["slug"], asked["ending"], asked["confirmer"]) == ("kirklees", "overtaken", "region")
    assert (asked["decision"], asked["decided_at"], asked["reopened_at"]) == (None, None, None)
    assert asked["risk_accepted_by"] == "Head of PDU, Kirklees"
    assert (seen["state"], hidden["state"], hidden["endings_asked"]) == ("Ending asked for", "Open", [])


def test_what_it_replaces_and_what_replaces_it(api: Clients, world: World) -> None:
    first, second, last = make_line(world, 2015, 2019)

    found = record(api("other_head"), "recommendations", second.ref)

    assert [(tie["ref"], tie["relation"], tie["is_flagged"]) for tie in found["replaces"]] == [
        (first.ref, "repeated", True)
    ]
    assert [tie["ref"] for tie in found["replaced_by"]] == [last.ref]


def test_a_confirmed_ending_is_public_and_what_was_asked_is_not(api: Clients, world: World) -> None:
    make_confirmed_ending(world)

    found = record(api("other_head"), "recommendations", world.recommendations["kirklees"].ref)

    assert (found["state"], found["endings_asked"]) == ("Ended", [])
    assert [body["ending"] for body in found["answerable_bodies"]] == ["overtaken"]


def test_an_inspection_with_its_ratings_key_questions_and_alert(api: Clients, world: World) -> None:
    inspection = world.inspections["kirklees"]
    standard = StandardRating.objects.create(
        inspection=inspection, code="P 2.1", title="Assessment", position=1, rating=Rating.GOOD
    )
    KeyQuestionResult.objects.create(standard_rating=standard, position=1, text="Does it?", percent=66)
    alert = Alert.objects.create(organisation=inspection.organisation, inspection=inspection)
    AlertConcern.objects.create(alert=alert, position=1, text="No checks")
    AlertRequiredAction.objects.create(alert=alert, position=1, text="Check")

    found = record(api("other_head"), "inspections", inspection.ref)

    assert (found["rating"], found["score"], found["max_score"]) == ("requires-improvement", 6, 21)
    assert found["standards"][0]["rating"] == "good"
    assert found["standards"][0]["previous_rating"] is None
    assert found["standards"][0]["key_questions"][0]["percent"] == 66
    assert found["alerts"] == [{"raised_on": None, "concerns": ["No checks"], "required_actions": ["Check"]}]


@pytest.mark.parametrize("name", WORDS)
def test_an_action_says_all_that_is_said_of_it(api: Clients, world: World, name: str) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(**{name: "Nine of ten"})

    found = record(api("head"), "actions", world.actions["kirklees"].ref)

    assert found[name] == "Nine of ten"


def test_an_inspection_lists_its_recommendations_and_what_it_judged(api: Clients, world: World) -> None:
    judge(world, Judge.INSPECTORATE, Progress.SOME)

    found = record(api("other_head"), "inspections", world.inspections["kirklees"].ref)

    assert [each["ref"] for each in found["recommendations"]] == [
        world.recommendations["kirklees"].ref,
        world.recommendations["region"].ref,
    ]
    assert [each["category"] for each in found["judgements"]] == ["some"]


@pytest.mark.parametrize(
    ("key", "seen"),
    [
        ("head", True),
        ("owner", True),
        ("lead", True),
        ("auditor", True),
        ("sibling_head", False),
        ("other_lead", False),
    ],
)
def test_three_views_stand_side_by_side_where_they_may_be_seen(
    api: Clients, world: World, key: str, seen: bool
) -> None:
    judge(world, Judge.OWNER, Progress.SUFFICIENT)
    judge(world, Judge.REGION, Progress.SOME)
    judge(world, Judge.INSPECTORATE, Progress.NONE)

    found = record(api(key), "recommendations", world.recommendations["kirklees"].ref)

    views = {name: view and view["category"] for name, view in found["bodies"][0].items() if name != "organisation"}
    hidden = {"owner": None, "region": None, "inspectorate": "none"}
    assert views == ({"owner": "sufficient", "region": "some", "inspectorate": "none"} if seen else hidden)
    assert found["sees_work"] is seen
    assert len(found["actions"]) == found["actions_count"] == int(seen)


@pytest.mark.parametrize(("key", "decisions"), [("head", ["agreed", "partly-agreed"]), ("sibling_head", ["agreed"])])
def test_responses_are_public_once_confirmed(api: Clients, world: World, key: str, decisions: list[str]) -> None:
    answerable = world.recommendations["kirklees"].answerables.get()
    for decision, confirmed_at in ((Decision.AGREED, NOW), (Decision.PARTLY_AGREED, None)):
        Response.objects.create(
            answerable=answerable,
            decision=decision,
            agreed_part="The rooms",
            reasons="Costs",
            drafted_at=NOW,
            confirmed_at=confirmed_at,
        )

    found = record(api(key), "recommendations", world.recommendations["kirklees"].ref)

    assert sorted(each["decision"] for each in found["responses"]) == decisions


def test_an_action_with_its_owner_and_last_update(api: Clients, world: World) -> None:
    for day in (1, 2):
        Update.objects.create(
            action=world.actions["kirklees"],
            text=f"Update {day}",
            status=ActionStatus.IN_PROGRESS,
            token=f"{day:032}",
            posted_at=datetime(2026, 11, day, tzinfo=UTC),
            posted_by=world.people["head"],
        )

    found = record(api("owner"), "actions", world.actions["kirklees"].ref)

    assert found["owner"]["holder"] == world.people["head"].name
    assert found["last_update"]["text"] == "Update 2"
    assert [each["recommendation"]["ref"] for each in found["answers"]] == [world.recommendations["kirklees"].ref]


@pytest.mark.parametrize(("key", "may"), [("head", True), ("lead", True), ("owner", False), ("auditor", False)])
def test_an_action_says_what_its_reader_may_do(api: Clients, world: World, key: str, may: bool) -> None:
    found = record(api(key), "actions", world.actions["kirklees"].ref)

    assert found["can_update"] is may
    assert bool(found["next_statuses"]) is may


@pytest.mark.parametrize(("key", "seen"), [("head", ["kirklees"]), ("lead", ["kirklees", "leeds"])])
def test_answers_outside_the_area_stay_hidden(api: Clients, world: World, key: str, seen: list[str]) -> None:
    Answers.objects.create(
        action=world.actions["region"],
        answerable=world.recommendations["leeds"].answerables.get(),
        from_on=date(2026, 1, 1),
    )

    found = record(api(key), "actions", world.actions["region"].ref)

    bodies = {each["organisation"]["slug"] for each in found["answers"]}
    assert bodies == {"yorkshire", *seen} - {"kirklees"}


def test_the_owner_of_an_action_sees_what_it_answers_elsewhere(api: Clients, world: World) -> None:
    Answers.objects.create(
        action=world.actions["kirklees"],
        answerable=world.recommendations["wigan"].answerables.get(),
        from_on=date(2026, 1, 1),
    )

    found = record(api("head"), "actions", world.actions["kirklees"].ref)

    assert {each["organisation"]["slug"] for each in found["answers"]} == {"kirklees", "wigan"}


@pytest.mark.parametrize(("key", "place"), [("head", "leeds"), ("lead", "wigan"), ("other_lead", "kirklees")])
def test_an_action_out_of_the_area_is_not_there(api: Clients, world: World, key: str, place: str) -> None:
    assert api(key).get(f"/api/v1/actions/{world.actions[place].ref}/").status_code == 404


@pytest.mark.parametrize(
    ("room", "most"), [("organisations", 8), ("inspections", 12), ("recommendations", 14), ("actions", 6)]
)
def test_a_record_asks_little_of_the_database(
    with_token: Clients, world: World, django_assert_max_num_queries: Any, room: str, most: int
) -> None:
    named = getattr(world, room)["kirklees"]
    key = named.slug if room == "organisations" else named.ref
    client = with_token("head")

    with django_assert_max_num_queries(most):
        record(client, room, key)


def test_an_action_names_what_it_answers_as_a_list_does(api: Clients, world: World) -> None:
    action, recommendation = world.actions["kirklees"], world.recommendations["kirklees"]
    named = {"ref": recommendation.ref, "number": 1, "short_title": recommendation.short_title}

    [listed] = [row for row in api("head").get("/api/v1/actions/").json()["results"] if row["ref"] == action.ref]
    record = api("head").get(f"/api/v1/actions/{action.ref}/").json()

    assert [answer["recommendation"] for answer in listed["answers"]] == [named]
    assert record["answers"] == listed["answers"]

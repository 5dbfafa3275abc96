"""People on their pages: who is listed for an administrator, what has ended, and how far a role reaches."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import Organisation
from tests.factories.world import NOW, STARTED, TODAY, World, make_person
from tracker.choices import Role
from tracker.models import Deputy, Membership, Person, PostHolder
from tracker.models.first_ones import first_ones
from tracker.operations import history
from tracker.operations.tokens import make_token
from tracker.queries import people
from tracker.queries.people import EVENTS, PersonSelection
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]


def keys(world: World, actor: Actor, **filters: Any) -> set[str]:
    found = set(people.chosen(actor, PersonSelection(**filters), on=TODAY))
    return {key for key, person in world.people.items() if person in found}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"role": Role.HEAD_OF_PDU}, {"head", "sibling_head", "other_head", "disabled"}),
        ({"role": Role.HEAD_OF_PDU, "is_open": True}, {"head", "sibling_head", "other_head"}),
        ({"is_open": False}, {"disabled"}),
        ({"words": "SIBLING-head@"}, {"sibling_head"}),
        ({"words": "head of pdu, kirk"}, {"head", "disabled"}),
    ],
)
def test_filters_narrow_together(world: World, acting: Acting, filters: dict[str, Any], expected: set[str]) -> None:
    assert keys(world, acting("administrator"), **filters) == expected


def test_a_body_keeps_the_people_below_it(world: World, acting: Acting) -> None:
    found = keys(world, acting("administrator"), organisation=world.organisations["yorkshire"])

    assert found == {"lead", "head", "owner", "sibling_head", "disabled"}


def test_a_role_that_has_ended_is_no_longer_one(world: World, acting: Acting) -> None:
    Membership.objects.filter(person=world.people["sibling_head"]).update(to_on=TODAY)

    assert keys(world, acting("administrator"), organisation=world.organisations["leeds"]) == set()


@pytest.mark.parametrize("person", ["head", "lead", "national", "coordinator", "auditor"])
def test_nobody_else_manages_people(world: World, acting: Acting, person: str) -> None:
    assert keys(world, acting(person)) == set()


def test_an_administrator_of_a_region_sees_its_people_and_those_without_a_role(world: World, acting: Acting) -> None:
    make_person(world, "regional", role=Role.ADMINISTRATOR, body="manchester", title=None)
    world.people["roleless"] = Person.objects.create_user("roleless@example.org", "Nobody")

    assert keys(world, acting("regional")) == {"other_head", "other_lead", "regional", "roleless"}


@pytest.mark.parametrize(("days", "has_ended"), [(-1, True), (0, True), (1, False)])
def test_what_ends_today_has_ended(world: World, days: int, has_ended: bool) -> None:
    person, to_on = world.people["head"], TODAY + timedelta(days=days)
    Membership.objects.filter(person=person).update(to_on=to_on)
    PostHolder.objects.filter(person=person).update(to_on=to_on)

    page = people.of_person(person, on=TODAY)

    assert [len(page.ended_roles), len(page.ended_posts)] == [has_ended, has_ended]
    assert [len(page.roles), len(page.posts)] == [not has_ended, not has_ended]


def test_cover_to_come_is_shown(world: World) -> None:
    cover = Deputy.objects.create(
        post=world.posts["Head of PDU, leeds"], person=world.people["head"], from_on=TODAY, to_on=date(2027, 1, 1)
    )

    assert people.of_person(world.people["head"], on=TODAY).covers == [cover]


def test_the_newest_events_are_said_in_words(world: World) -> None:
    given = {"role": "head-of-pdu", "body": "Kirklees PDU", "from_on": "2026-12-01"}
    for turn in range(EVENTS + 1):
        at = NOW + timedelta(hours=turn)
        history.record(verb="person.given-role", subject="PER-0001", by=SERVICE, at=at, after=given)

    events = people.happened("PER-0001")

    assert (len(events), events[0].at, events[0].by) == (EVENTS, NOW + timedelta(hours=EVENTS), "the service")
    assert events[0].title == "Role given"
    assert events[0].text == "Head of PDU for Kirklees PDU, from 1 December 2026"


@pytest.mark.parametrize(
    ("body", "words"),
    [("kirklees", "Kirklees PDU"), ("yorkshire", "2 PDUs"), ("manchester", "1 PDU"), ("moj", "3 PDUs")],
)
def test_a_role_reaches_the_pdus_below(world: World, body: str, words: str) -> None:
    assert people.reach(world.organisations[body], on=TODAY) == words


def test_a_role_does_not_reach_a_closed_pdu(world: World) -> None:
    Organisation.objects.filter(slug="leeds").update(closed_on=TODAY)

    assert people.reach(world.organisations["yorkshire"], on=TODAY) == "1 PDU"


def test_roles_are_given_where_one_is_an_administrator(world: World, acting: Acting) -> None:
    make_person(world, "regional", role=Role.ADMINISTRATOR, body="yorkshire", title=None)
    Organisation.objects.filter(slug="leeds").update(closed_on=TODAY)

    assert [body.slug for body in people.places_to_manage(acting("regional"), on=TODAY)] == ["yorkshire", "kirklees"]
    assert people.places_to_manage(acting("head"), on=TODAY) == []


def test_own_posts_are_held_and_not_covered(world: World, acting: Acting) -> None:
    Deputy.objects.create(
        post=world.posts["Head of PDU, leeds"], person=world.people["head"], from_on=STARTED, to_on=date(2027, 1, 1)
    )

    assert people.own_posts(acting("head"), on=TODAY) == [world.posts["Head of PDU, kirklees"]]


def test_a_token_says_when_it_was_made(world: World) -> None:
    person = world.people["head"]
    before = people.token_made_at(person)

    make_token(person=person, by=SERVICE, at=NOW)

    assert (before, people.token_made_at(person)) == (None, person.auth_token.created)


def test_the_table_costs_three_queries_and_a_page_four(
    world: World, acting: Acting, django_assert_num_queries: Any
) -> None:
    actor = acting("administrator")

    with django_assert_num_queries(3):
        people.page_of_people(actor, PersonSelection(), after="", before="", on=TODAY)

    with django_assert_num_queries(4):
        people.of_person(world.people["head"], on=TODAY)


def looked_after(world: World, actor: Actor) -> dict[str, list[str]]:
    found, _ = first_ones(actor, people.PARTS, on=TODAY)
    return {name: sorted(person.name for person in people.of_keys(part.keys).values()) for name, part in found.items()}


def test_an_administrator_looks_after_who_has_no_role_and_who_never_came(world: World, acting: Acting) -> None:
    Person.objects.update(first_signed_in_at=NOW)
    Person.objects.filter(pk=world.people["head"].pk).update(first_signed_in_at=None)
    Membership.objects.filter(person=world.people["auditor"]).update(to_on=TODAY)
    Membership.objects.filter(person=world.people["owner"]).update(from_on=TODAY + timedelta(days=1))

    assert looked_after(world, acting("administrator")) == {
        "without_role": [world.people["auditor"].name],
        "never_signed_in": [world.people["head"].name],
    }


@pytest.mark.parametrize("person", ["head", "national", "auditor"])
def test_nobody_else_looks_after_them(world: World, acting: Acting, person: str) -> None:
    Membership.objects.filter(person=world.people["owner"]).delete()

    assert looked_after(world, acting(person)) == {"without_role": [], "never_signed_in": []}

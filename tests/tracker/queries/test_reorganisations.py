"""Reorganisations as pages show them: who is proposed to take over, what is undecided, and for whom it waits."""

from datetime import timedelta
from typing import Any

import pytest

from inspections.models import Organisation
from tests.factories.reorganisations import (
    CASES,
    actor,
    confirm_case,
    decide_as_proposed,
    make_changing_world,
    record_case,
)
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Ending
from tracker.models import Action, Post, Reorganisation
from tracker.operations.reorganisation_undo import undo
from tracker.queries import reorganisations
from tracker.queries.reorganisations import facts_of, orphans, proposals, waiting_for, who_takes_over
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db
CASE = CASES["greater manchester"]


@pytest.fixture
def changing() -> World:
    """Stockport and Trafford has three recommendations, and two actions of its head."""
    return make_changing_world("stockport-and-trafford")


@pytest.fixture
def record(changing: World) -> Reorganisation:
    """It closed in December 2025, and two new bodies follow it."""
    return record_case(changing, CASE)


def body(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def add_post(name: str, title: str = "Head of PDU") -> Post:
    return Post.objects.create(organisation=body(name), title=title)


def test_every_body_that_follows_is_proposed_until_somebody_decides(record: Reorganisation) -> None:
    found = who_takes_over(record, on=TODAY)

    names = [[each.name for each in row.proposed] for row in found.rows]
    assert names == [["Salford and Trafford", "Stockport and Tameside"]] * 3
    assert [row.chosen for row in found.rows] == [[each.pk for each in row.proposed] for row in found.rows]
    assert (found.undecided, [row.actions for row in found.rows]) == (3, [1, 1, 0])


def test_what_is_decided_is_ticked_and_no_longer_counts(changing: World, record: Reorganisation) -> None:
    decide_as_proposed(changing, record, bodies=(body("Salford and Trafford").pk,))

    found = who_takes_over(record, on=TODAY)

    assert [row.chosen for row in found.rows] == [[body("Salford and Trafford").pk]] * 3
    assert found.undecided == 0


def test_a_decision_for_a_body_that_closed_since_is_none(changing: World, record: Reorganisation) -> None:
    decide_as_proposed(changing, record, bodies=(body("Salford and Trafford").pk,))
    Organisation.objects.filter(name="Salford and Trafford").update(closed_on=TODAY)

    found = who_takes_over(record, on=TODAY)

    assert found.undecided == 3
    assert [each.name for each in found.rows[0].proposed] == ["Stockport and Tameside"]


def test_an_ending_is_a_decision(changing: World, record: Reorganisation) -> None:
    decide_as_proposed(changing, record, ending=Ending.LAPSED, reason="No longer done")

    assert [row.is_decided for row in who_takes_over(record, on=TODAY).rows] == [True] * 3


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ([], None),
        ([("Salford and Trafford", "Head of PDU")], "Salford and Trafford"),
        ([("Salford and Trafford", "Deputy")], None),
        ([("Salford and Trafford", "Head of PDU"), ("Stockport and Tameside", "Head of PDU")], None),
    ],
)
def test_an_action_is_proposed_to_the_one_post_of_the_same_title(
    record: Reorganisation, posts: list[tuple[str, str]], expected: str | None
) -> None:
    made = {name: add_post(name, title).pk for name, title in posts}

    rows = who_takes_over(record, on=TODAY).actions

    assert [row.chosen for row in rows] == [made.get(expected or "")] * 2
    assert {len(row.posts) for row in rows} == {len(posts)}


def test_a_chosen_post_comes_before_the_proposed_one(changing: World, record: Reorganisation) -> None:
    proposed, other = add_post("Salford and Trafford"), add_post("Stockport and Tameside", "Deputy")
    decide_as_proposed(changing, record)
    record.action_takeovers.update(post=other)

    assert {row.chosen for row in who_takes_over(record, on=TODAY).actions} == {other.pk}
    assert proposed.pk != other.pk


def test_only_open_actions_pass_on(changing: World, record: Reorganisation) -> None:
    Action.objects.filter(pk=changing.actions["stockport-and-trafford-1"].pk).update(status="completed")

    rows = who_takes_over(record, on=TODAY).actions

    assert [row.action for row in rows] == [changing.actions["stockport-and-trafford-2"]]


def test_before_its_day_it_is_proposed_as_of_that_day(changing: World) -> None:
    record = record_case(changing, CASE, on=TODAY + timedelta(days=30))

    found = proposals(record, on=TODAY)[changing.organisations["salford"].pk]

    assert found.bodies == (body("Salford and Trafford").pk,)


@pytest.mark.parametrize(
    ("person", "waits"),
    [
        ("national", True),
        ("other_lead", True),
        ("coordinator", True),
        ("administrator", True),
        ("lead", False),
        ("head", False),
        ("auditor", False),
    ],
)
def test_it_waits_for_who_confirms_or_records_there(
    changing: World, record: Reorganisation, person: str, waits: bool
) -> None:
    found = waiting_for(actor(changing, person), on=TODAY)

    assert [(each, each.waiting) for each in found] == [(record, 3)] * waits


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1)])
def test_it_waits_from_its_own_day(changing: World, record: Reorganisation, days: int, count: int) -> None:
    assert len(waiting_for(SERVICE, on=CASE.on + timedelta(days=days))) == count


def test_a_confirmed_one_waits_for_nobody_and_says_what_passed_on(changing: World, record: Reorganisation) -> None:
    decide_as_proposed(changing, record)
    before = reorganisations.passed_on(record)

    confirmed = confirm_case(changing, record)

    rows = reorganisations.passed_on(confirmed)
    assert (before, waiting_for(SERVICE, on=TODAY)) == ([], [])
    assert [len(row.followers.all()) for row in rows] == [2, 2, 2]


@pytest.mark.parametrize(
    ("person", "expected"), [("national", True), ("other_lead", True), ("lead", False), ("administrator", False)]
)
def test_who_confirms_does_so_for_every_body_that_takes_over(
    changing: World, record: Reorganisation, person: str, expected: bool
) -> None:
    assert reorganisations.may_confirm(actor(changing, person), record) is expected


def test_a_list_says_how_many_wait(changing: World, record: Reorganisation) -> None:
    page = reorganisations.page_of_reorganisations(actor(changing, "head"), after="", before="", on=TODAY)

    assert [(each, each.waiting) for each in page.rows] == [(record, 3)]


def test_a_closed_body_without_a_record_is_an_orphan(changing: World) -> None:
    Organisation.objects.filter(slug="stockport-and-trafford").update(closed_on=TODAY)

    assert [(each.organisation.slug, each.open) for each in orphans(on=TODAY)] == [("stockport-and-trafford", 3)]
    assert orphans(on=TODAY - timedelta(days=1)) == []


def test_a_record_explains_a_closed_body(record: Reorganisation) -> None:
    assert orphans(on=TODAY) == []


def test_a_body_names_its_standing_reorganisations(changing: World, record: Reorganisation) -> None:
    salford = changing.organisations["salford"]
    before = reorganisations.of_body(salford)

    undo(reorganisation=record, reason="Mistake", by=actor(changing, "administrator"), at=NOW)

    assert (before, reorganisations.of_body(salford)) == ([record], [])


def test_facts_say_what_stands_in_the_way_of_a_body(changing: World, record: Reorganisation) -> None:
    keys = ("yorkshire", "salford", "leeds")

    facts = facts_of([changing.organisations[key] for key in keys], on=TODAY)

    assert [(each.name, each.is_replaced, each.has_bodies_below) for each in facts] == [
        ("Yorkshire and the Humber region", False, True),
        ("Salford PDU", True, False),
        ("Leeds PDU", False, False),
    ]


def test_regions_and_earlier_bodies_to_record(changing: World) -> None:
    regions = reorganisations.regions_to_record(actor(changing, "administrator"), on=TODAY)

    assert [region.slug for region in regions] == ["manchester", "west-midlands", "yorkshire"]
    assert reorganisations.regions_to_record(actor(changing, "national"), on=TODAY) == []
    assert [each.slug for each in reorganisations.earlier_bodies()] == ["west-yorkshire-crc"]


def test_an_earlier_body_that_is_closed_by_a_record_is_not_offered(changing: World) -> None:
    record_case(changing, CASES["west yorkshire"])

    assert reorganisations.earlier_bodies() == []


def test_a_closed_body_is_not_to_choose(changing: World, record: Reorganisation) -> None:
    found = reorganisations.bodies_to_choose([changing.organisations["manchester"].path], on=TODAY)

    names = ["Greater Manchester", "Salford and Trafford", "Stockport and Tameside", "Wigan"]
    assert [each.name for each in found] == names


def test_the_page_of_a_proposal_costs_eight_queries(record: Reorganisation, django_assert_num_queries: Any) -> None:
    shown = Reorganisation.objects.for_page().get(pk=record.pk)

    with django_assert_num_queries(8):
        who_takes_over(shown, on=TODAY)


def test_the_page_of_decisions_costs_one_more(
    changing: World, record: Reorganisation, django_assert_num_queries: Any
) -> None:
    decide_as_proposed(changing, record)
    shown = Reorganisation.objects.for_page().get(pk=record.pk)

    with django_assert_num_queries(9):
        who_takes_over(shown, on=TODAY)


def test_what_lists_cost(changing: World, record: Reorganisation, django_assert_num_queries: Any) -> None:
    national, head = actor(changing, "national"), actor(changing, "head")

    with django_assert_num_queries(2):
        reorganisations.page_of_reorganisations(national, after="", before="", on=TODAY)

    with django_assert_num_queries(1):
        waiting_for(national, on=TODAY)

    with django_assert_num_queries(0):
        waiting_for(head, on=TODAY)

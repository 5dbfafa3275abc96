"""The page of an area: its counts, what lies below and before it, and what a stranger does not see."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import Organisation, OrganisationName
from tests.factories.reorganisations import CASES, make_changing_world, record_case
from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import Ending
from tracker.models import Action, DateChange
from tracker.operations.endings import end_answerable
from tracker.queries.areas import area, every_area
from tracker.rules.access import SERVICE, Actor
from tracker.rules.deadlines import Urgency

Acting = Callable[[str], Actor]


def make_late(world: World, key: str) -> Action:
    Action.objects.filter(pk=world.actions[key].pk).update(due_on=TODAY - timedelta(days=1))
    return world.actions[key]


def test_a_region_counts_its_own_actions_and_those_below(world: World, acting: Acting) -> None:
    late = make_late(world, "kirklees")

    page = area(acting("lead"), world.organisations["yorkshire"], on=TODAY)

    assert page.counts == {Urgency.OVERDUE: 1, Urgency.DUE_THIS_WEEK: 2, Urgency.LATER: 0}
    assert [action.pk for action in page.overdue] == [late.pk]


def test_a_stranger_sees_what_is_published_and_no_work(world: World, acting: Acting) -> None:
    make_late(world, "kirklees")

    page = area(acting("other_head"), world.organisations["kirklees"], on=TODAY)

    assert (page.sees_work, page.overdue, sum(page.counts.values())) == (False, [], 0)
    assert (page.inspections, page.facts.open_recommendations) == ([world.inspections["kirklees"]], 2)


@pytest.mark.parametrize(("body", "expected"), [("kirklees", 2), ("leeds", 1), ("yorkshire", 3), ("hmpps", 4)])
def test_open_recommendations_are_those_of_the_area(world: World, body: str, expected: int) -> None:
    assert area(SERVICE, world.organisations[body], on=TODAY).facts.open_recommendations == expected


def test_what_has_ended_is_not_open(world: World) -> None:
    ended = world.recommendations["leeds"].answerables.get()
    end_answerable(answerable=ended, ending=Ending.LAPSED, reason="The team moved", by=SERVICE, at=NOW)

    assert area(SERVICE, world.organisations["leeds"], on=TODAY).facts.open_recommendations == 0


@pytest.mark.parametrize(("days", "expected"), [(14, 1), (-14, 0)])
def test_late_and_moved_counts_a_date_that_was_put_back(world: World, days: int, expected: int) -> None:
    late = make_late(world, "kirklees")
    old_on = TODAY - timedelta(days=60)
    DateChange.objects.create(
        action=late, old_on=old_on, new_on=old_on + timedelta(days=days), reason="Ill", changed_at=NOW
    )

    assert area(SERVICE, world.organisations["kirklees"], on=TODAY).late_and_moved == expected


def test_the_bodies_below_are_counted_by_name(world: World) -> None:
    make_action(world, "more", recommendation="leeds", post="Head of PDU, leeds")

    page = area(SERVICE, world.organisations["yorkshire"], on=TODAY)

    assert [(body.organisation.slug, body.open) for body in page.bodies] == [("kirklees", 1), ("leeds", 2)]


@pytest.mark.parametrize(("days", "is_closed"), [(0, True), (1, False)])
def test_a_body_is_closed_from_the_day_itself(world: World, days: int, is_closed: bool) -> None:
    Organisation.objects.filter(pk=world.organisations["leeds"].pk).update(closed_on=TODAY + timedelta(days=days))

    above = area(SERVICE, world.organisations["yorkshire"], on=TODAY)
    itself = area(SERVICE, Organisation.objects.get(slug="leeds"), on=TODAY)

    assert itself.is_closed is is_closed
    assert "leeds" in [body.organisation.slug for body in (above.closed if is_closed else above.bodies)]


def test_an_earlier_name_is_one_that_has_ended(world: World) -> None:
    leeds = world.organisations["leeds"]
    made = OrganisationName.objects.create(
        organisation=leeds, name="Leeds North", from_on=date(2019, 1, 1), to_on=date(2021, 6, 26)
    )

    assert area(SERVICE, leeds, on=TODAY).earlier_names == [made]


@pytest.mark.django_db
def test_who_came_before_and_who_follows_stand_on_their_day() -> None:
    changed = make_changing_world()
    record_case(changed, CASES["greater manchester"])
    day = CASES["greater manchester"].on

    before = area(SERVICE, changed.organisations["stockport-and-trafford"], on=TODAY)
    after = area(SERVICE, Organisation.objects.get(name="Stockport and Tameside"), on=TODAY)

    followers = [(day, ["Salford and Trafford", "Stockport and Tameside"])]
    assert [(on, [body.name for body in bodies]) for on, bodies in before.after] == followers
    assert [(on, [body.name for body in bodies]) for on, bodies in after.before] == [
        (day, ["Stockport and Trafford", "Tameside"])
    ]


def test_the_page_costs_eight_queries_at_most(world: World, acting: Acting, django_assert_max_num_queries: Any) -> None:
    make_late(world, "kirklees")
    actor = acting("lead")

    with django_assert_max_num_queries(8):
        area(actor, world.organisations["yorkshire"], on=TODAY)


def test_the_list_has_every_region_with_its_pdus_in_one_query(
    world: World, acting: Acting, django_assert_num_queries: Any
) -> None:
    actor = acting("other_head")

    with django_assert_num_queries(1):
        areas = every_area(actor, on=TODAY)

    assert [body.slug for body in areas.top] == ["hmpps"]
    assert [(region.slug, [pdu.slug for pdu in pdus]) for region, pdus in areas.regions] == [
        ("manchester", ["wigan"]),
        ("yorkshire", ["kirklees", "leeds"]),
    ]
    assert [body.slug for body in areas.own] == ["wigan"]


@pytest.mark.parametrize("dates", [{"closed_on": TODAY}, {"opened_on": TODAY + timedelta(days=1)}])
def test_the_list_has_what_exists_that_day(world: World, acting: Acting, dates: dict[str, date]) -> None:
    Organisation.objects.filter(slug="leeds").update(**dates)

    areas = every_area(acting("national"), on=TODAY)

    assert [pdu.slug for _, pdus in areas.regions for pdu in pdus] == ["wigan", "kirklees"]
    assert areas.own == []

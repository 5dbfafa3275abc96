"""Who is told that somebody's address does not work: the leads above them, each of the body in their own area."""

from typing import Any

import pytest

from tests.factories.bounces import refuse
from tests.factories.rows import save_changed
from tests.factories.world import NOW, STARTED, TODAY, World, make_person
from tracker.choices import NoticeKind, Role
from tracker.models import Membership, Person
from tracker.notifications.models import Bounce
from tracker.notifications.queries.bounces import to_tell
from tracker.notifications.queries.day import Day
from tracker.rules.notices import Identity


def refused(world: World, key: str) -> Bounce:
    person = world.people[key]
    return refuse(person=person, address=person.email, reason="550", bounced_at=NOW)


def told(world: World) -> set[tuple[str, str]]:
    """Who is told of a body below them, by their keys."""
    keys = {person.pk: key for key, person in world.people.items()}
    return {(keys[each.lead_id], each.body.slug) for each in to_tell(Day(TODAY)).values()}


@pytest.mark.parametrize(
    ("key", "lead", "body"),
    [
        ("owner", "lead", "kirklees"),
        ("other_head", "other_lead", "wigan"),
        ("lead", "national", "yorkshire"),
        ("auditor", "national", "hmpps"),
    ],
)
def test_the_regional_lead_is_told_and_of_a_lead_or_hmpps_the_nation(
    staff: World, key: str, lead: str, body: str
) -> None:
    refused(staff, key)

    assert told(staff) == {(lead, body)}


def test_every_lead_of_the_region_is_told_once_for_each_refusal(staff: World) -> None:
    bounce = refused(staff, "owner")
    second = make_person(staff, "second", role=Role.REGIONAL_LEAD, body="yorkshire", title=None)
    save_changed(second, first_signed_in_at=NOW)

    found = to_tell(Day(TODAY))

    ref = staff.people["owner"].ref
    assert set(found) == {
        Identity(NoticeKind.ADDRESS_BOUNCED, ref, lead.pk, bounce.pk) for lead in (staff.people["lead"], second)
    }


def test_who_has_roles_in_two_regions_is_told_to_each_by_their_own_body(staff: World) -> None:
    Membership.objects.create(
        person=staff.people["other_head"], organisation=staff.organisations["kirklees"], role=Role.ACTION_OWNER,
        from_on=STARTED,
    )  # fmt: skip
    refused(staff, "other_head")

    assert told(staff) == {("lead", "kirklees"), ("other_lead", "wigan")}


def test_of_who_has_no_role_nobody_is_told(staff: World) -> None:
    refused(staff, "owner")
    Membership.objects.filter(person=staff.people["owner"]).update(to_on=TODAY)

    assert told(staff) == set()


@pytest.mark.parametrize("count", [1, 6])
def test_it_costs_five_queries_at_most_and_one_where_every_address_works(
    staff: World, count: int, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert to_tell(Day(TODAY)) == {}
    for person in Person.objects.order_by("pk")[:count]:
        refuse(person=person, address=person.email, reason="550", bounced_at=NOW)

    with django_assert_max_num_queries(5):
        to_tell(Day(TODAY))

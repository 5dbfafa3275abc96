"""Kept rows are asked for by the bodies of an actor's areas."""

import pytest

from tests.factories.rows import STRANGER
from tests.factories.self_assessments import actor
from tests.factories.world import STARTED, World
from tracker.choices import Role
from tracker.models import Membership, OpenActions
from tracker.models.areas import of_areas
from tracker.rules.access import Actor


def bodies(world: World, by: Actor) -> set[str]:
    """Return by which keys the cast knows the bodies whose rows the condition lets through."""
    keys = {body.pk: key for key, body in world.organisations.items()}
    return {keys[row.organisation_id] for row in OpenActions.objects.filter(**of_areas(by))}


@pytest.mark.parametrize(
    ("key", "body"),
    [("head", "kirklees"), ("owner", "kirklees"), ("lead", "yorkshire"), ("national", "hmpps"), ("auditor", "hmpps")],
)
def test_one_area_is_one_body_and_not_those_below_it(world: World, key: str, body: str) -> None:
    assert bodies(world, actor(world, key)) == {body}


def test_several_areas_are_several_bodies(world: World) -> None:
    person = world.people["head"]
    Membership.objects.create(
        person=person, organisation=world.organisations["wigan"], role=Role.HEAD_OF_PDU, from_on=STARTED
    )

    assert bodies(world, actor(world, "head")) == {"kirklees", "wigan"}


def test_no_area_is_no_body(world: World) -> None:
    assert bodies(world, STRANGER) == set()


def test_a_prefix_leads_to_the_row(world: World) -> None:
    assert list(of_areas(actor(world, "head"), "places__")) == ["places__organisation"]

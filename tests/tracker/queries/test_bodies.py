"""Which bodies answer for a recommendation, which more could be named, and whole groups of them."""

from tests.factories.self_assessments import actor, answerable
from tests.factories.world import NOW, TODAY, World
from tracker.models import Answerable
from tracker.queries.endings import EVERY_REGION, answering_bodies, bodies_to_name


def test_one_of_several_can_end_where_the_actor_may(world: World) -> None:
    recommendation = world.recommendations["kirklees"]
    alone = [row.can_end for row in answering_bodies(actor(world, "coordinator"), recommendation)]
    Answerable.objects.create(
        recommendation=recommendation, organisation=world.organisations["wigan"], from_on=TODAY, given_at=NOW,
        given_reason="It asks them too",
    )  # fmt: skip

    listed = {}
    for key in ("coordinator", "lead"):
        rows = answering_bodies(actor(world, key), recommendation)
        listed[key] = [(row.answerable.organisation.slug, row.can_end) for row in rows]

    assert alone == [False]
    assert listed == {
        "coordinator": [("kirklees", True), ("wigan", True)],
        "lead": [("kirklees", False), ("wigan", False)],
    }


def test_those_that_ended_come_last(world: World) -> None:
    row = answerable(world)
    Answerable.objects.filter(pk=row.pk).update(to_on=TODAY, ending="lapsed", ended_at=NOW)
    Answerable.objects.create(
        recommendation=row.recommendation, organisation=world.organisations["wigan"], from_on=TODAY
    )

    listed = answering_bodies(actor(world, "coordinator"), row.recommendation)

    assert [row.answerable.organisation.slug for row in listed] == ["wigan", "kirklees"]


def test_whole_groups_of_more_than_one(world: World) -> None:
    offered = bodies_to_name(["/"], on=TODAY)

    assert offered.groups == [
        (EVERY_REGION, "Every probation region (2)"),
        ("yorkshire", "Every PDU of Yorkshire and the Humber region (2)"),
    ]
    leeds, wigan = world.organisations["leeds"].pk, world.organisations["wigan"].pk
    chosen = offered.chosen(groups=["yorkshire"], bodies=[wigan])
    assert chosen == {leeds, wigan, world.organisations["kirklees"].pk}
    assert offered.chosen(groups=[], bodies=[]) == frozenset()


def test_only_of_the_actors_areas(world: World) -> None:
    offered = bodies_to_name([world.organisations["yorkshire"].path], on=TODAY)

    names = {name for _, rows in offered.bodies for _, name in rows}
    assert names == {"Yorkshire and the Humber region", "Kirklees PDU", "Leeds PDU"}
    assert [code for code, _ in offered.groups] == ["yorkshire"]

"""After any sequence of changes lists, counts and rows are what the path rules say, for whoever asks.

A step is a row of STEPS with how often it is chosen. A walk is drawn from its number alone, so a failure that names
walk 17 is seen again with `one_walk(world, 17, 40)`.
"""

from collections import Counter
from datetime import date
from random import Random

import pytest
from django.db import transaction

from inspections import data
from inspections.operations.frameworks import load_frameworks
from tests.factories import walks, walks_carry_over, walks_work
from tests.factories.reorganisations import make_changing_world
from tests.factories.same_as_defined import check_same
from tests.factories.walks import Step, Walk, take
from tests.factories.world import STARTED, World, make_person
from tracker.choices import Role
from tracker.models import Membership, PostHolder, actor_of
from tracker.rules.access import Actor

pytestmark = pytest.mark.django_db
BODIES = ("salford", "tameside", "wakefield")
PEOPLE = ("head", "sibling_head", "lead", "national", "auditor", "two_areas", "post_outside", "post_alone")

STEPS: dict[str, tuple[Step, int]] = {
    "plan": (walks_work.plan, 6),
    "update": (walks_work.update, 8),
    "complete": (walks_work.complete, 4),
    "edit": (walks_work.edit, 6),
    "change together": (walks_work.change_together, 3),
    "hand post": (walks_work.hand_post, 2),
    "respond": (walks_work.respond, 4),
    "acknowledge": (walks_work.acknowledge, 3),
    "self-assess": (walks_work.self_assess, 5),
    "review": (walks_work.decide_on_it, 4),
    "take back": (walks_work.take_back, 2),
    "end": (walks_work.end, 3),
    "publish": (walks_work.publish, 3),
    "say before": (walks_work.say_before, 3),
    "rename": (walks.rename, 2),
    "change": (walks.change, 4),
    "who takes over": (walks.who_takes_over_now, 4),
    "undo": (walks.undo, 7),
    "days pass": (walks.days_pass, 2),
    "inspect again": (walks_carry_over.inspect_again, 4),
    "decide": (walks_carry_over.decide, 2),
    "confirm": (walks_carry_over.confirm, 4),
    "check after closing": (walks_carry_over.check_after_closing, 4),
}


@pytest.fixture
def busy_world() -> World:
    """A changing world, with one of two areas, one with a post outside the area, and one with a post alone."""
    world = make_changing_world(*BODIES)
    load_frameworks(frameworks=data.frameworks())
    make_person(world, "two_areas", role=Role.HEAD_OF_PDU, body="kirklees", title="Second head")
    Membership.objects.create(
        person=world.people["two_areas"],
        organisation=world.organisations["manchester"],
        role=Role.REGIONAL_LEAD,
        from_on=STARTED,
    )
    make_person(world, "post_outside", role=Role.HEAD_OF_PDU, body="leeds", title="Third head")
    make_person(world, "post_alone", role=Role.ACTION_OWNER, body="wigan", title="Partner")
    Membership.objects.filter(person=world.people["post_alone"]).delete()
    PostHolder.objects.filter(post=world.posts["Head of PDU, kirklees"]).update(to_on=date(2026, 11, 1))
    for key, post in (("post_outside", "Head of PDU, kirklees"), ("post_alone", "Head of PDU, wigan")):
        PostHolder.objects.filter(post=world.posts[post]).update(to_on=date(2026, 11, 1))
        PostHolder.objects.create(post=world.posts[post], person=world.people[key], from_on=date(2026, 11, 1))
    return world


def actors_on(world: World, day: date) -> dict[str, Actor]:
    return {key: actor_of(world.people[key], on=day) for key in PEOPLE}


def one_walk(world: World, number: int, length: int) -> Walk:
    """So many steps, each compared for a person drawn by lot; at the end for all, with more filters."""
    random, names = Random(number), list(STEPS)
    lot = Random(number)
    tried: list[tuple[str, int]] = []
    with transaction.atomic():
        walk = Walk(world)
        walk.begin()
        try:
            for name in random.choices(names, [often for _, often in STEPS.values()], k=length):
                tried.append((name, random.randrange(10**6)))
                take(walk, name, STEPS[name][0], tried[-1][1])
                walk.remember()
                actors = actors_on(walk.world, walk.on)
                check_same({key: actors[key] for key in lot.sample(PEOPLE, 1)}, on=walk.on, random=lot, filters=2)
            check_same(actors_on(walk.world, walk.on), on=walk.on, random=lot, filters=6)
        except AssertionError as failure:
            raise AssertionError(f"walk {number}, step {len(tried)} of {tried}: {failure}") from failure
        transaction.set_rollback(True)
    return walk


def test_nothing_differs_before_the_first_step(busy_world: World) -> None:
    check_same(actors_on(busy_world, date(2026, 11, 18)), on=date(2026, 11, 18), random=Random(1), filters=6)


@pytest.mark.parametrize("number", range(3))
def test_nothing_differs_after_any_change(busy_world: World, number: int) -> None:
    walk = one_walk(busy_world, number, 45)

    assert len(walk.done) > 15


@pytest.mark.battery
@pytest.mark.parametrize("block", range(4))
def test_nothing_differs_after_many_changes(busy_world: World, block: int) -> None:
    done: Counter[str] = Counter()
    for number in range(100 * (block + 1), 100 * (block + 1) + 6):
        done.update(one_walk(busy_world, number, 150).done)

    assert done.keys() == set(STEPS)

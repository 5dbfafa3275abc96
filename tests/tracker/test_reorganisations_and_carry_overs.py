"""Any sequence of reorganisations, carry-overs, checks after closing and undoing loses nothing and resets no age.

A step is a row of STEPS with how often it is chosen; what must hold after each is in tests/factories/walks_checked.
A walk is drawn from its number alone, so a failure that names walk 17 is seen again with `one_walk(world, 17, 40)`.
"""

from collections import Counter
from random import Random
from typing import Any

import pytest
from django.db import transaction

from tests.factories import walks, walks_carry_over
from tests.factories.reorganisations import make_changing_world
from tests.factories.walks import Step, Walk, take
from tests.factories.walks_checked import check
from tests.factories.world import World

pytestmark = pytest.mark.django_db
BODIES = ("salford", "stockport-and-trafford", "tameside", "wakefield", "staffordshire-and-stoke")

STEPS: dict[str, tuple[Step, int]] = {
    "rename": (walks.rename, 1),
    "change": (walks.change, 3),
    "who takes over": (walks.who_takes_over_now, 3),
    "undo": (walks.undo, 2),
    "days pass": (walks.days_pass, 2),
    "inspect again": (walks_carry_over.inspect_again, 5),
    "decide": (walks_carry_over.decide, 3),
    "think again": (walks_carry_over.think_again, 2),
    "confirm": (walks_carry_over.confirm, 5),
    "check after closing": (walks_carry_over.check_after_closing, 3),
}


@pytest.fixture(autouse=True)
def own_cache(settings: Any) -> None:
    """The API counts nobody's requests."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture
def changing_world() -> World:
    return make_changing_world(*BODIES)


def one_walk(world: World, number: int, length: int) -> Walk:
    """So many steps, each checked, then all taken back; a failure names the walk and the steps up to it."""
    random, names = Random(number), list(STEPS)
    weights = [often for _, often in STEPS.values()]
    tried: list[tuple[str, int]] = []
    with transaction.atomic():
        walk = Walk(world)
        walk.begin()
        try:
            check(walk, last="")
            for name in random.choices(names, weights, k=length):
                tried.append((name, random.randrange(10**6)))
                if take(walk, name, STEPS[name][0], tried[-1][1]):
                    check(walk, last=name)
            check(walk, last="", pages=None)
        except AssertionError as failure:
            raise AssertionError(f"walk {number}, step {len(tried)} of {tried}: {failure}") from failure
        transaction.set_rollback(True)
    return walk


def walk_all(world: World, numbers: range, length: int) -> Counter[str]:
    """How often each step did something; those that were refused count as 'refused'."""
    done: Counter[str] = Counter()
    for number in numbers:
        walk = one_walk(world, number, length)
        done.update(walk.done)
        done["refused"] += walk.refused
    return done


def test_no_sequence_loses_anything(changing_world: World) -> None:
    done = walk_all(changing_world, range(5), 12)

    assert done.keys() >= {"change", "who takes over", "inspect again", "confirm"}


@pytest.mark.battery
@pytest.mark.parametrize("block", range(4))
def test_no_long_sequence_loses_anything(changing_world: World, block: int) -> None:
    done = walk_all(changing_world, range(100 * (block + 1), 100 * (block + 1) + 12), 40)

    assert done.keys() - {"refused"} == set(STEPS)

"""Two people confirm at the same moment, and a process that is killed in the middle: one carry-over, or none."""

import os
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from threading import Barrier
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.db import connection, transaction

from inspections.models import Inspection
from tests.factories.carry_over import actor, answer, confirm_it, decide, make_earlier, make_reinspection, make_verdict
from tests.factories.mail_process import database_url
from tests.factories.world import NOW, TODAY, World, make_world
from tracker.choices import Ending, Progress, Relation
from tracker.errors import WrongState
from tracker.models import Action, Answerable, Answers, CarryOver, Event, Judgement, Link, Person, Update, actor_of
from tracker.operations.carry_over_confirm import confirm
from tracker.queries.carry_over import board_of
from tracker.queries.carry_over_plan import plan_of
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db(transaction=True)
NEVER = 100_000
FOR_ITS_OWN_TRANSACTION = 2  # statements that only one inside another has
SECONDS_OF_A_CHILD = 60  # after which it is killed wherever it hangs
SECONDS_FOR_AN_ANSWER = SECONDS_OF_A_CHILD + 60  # the first also waits until the service is loaded
# Loads the service once and forks for each line on standard input. The tests' own process must not: it has threads, and
# after a browser test an event loop, which a child has not. Django keeps connections apart for each loop, so that the
# child would find an older one, shared with its parent and open, and what it began there would outlive it.
PROGRAM = """
import os, sys
import django
django.setup()
from tests.tracker.operations.test_carry_over_at_once import confirm_in_a_child
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        confirm_in_a_child(*line.split())
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def decided_world() -> World:
    """A carry-over with every kind of decision, ready to be confirmed."""
    world = make_world()
    make_earlier(world, 4)
    make_reinspection(world, new=3)
    make_verdict(world, "old-3", Progress.SUFFICIENT)
    decide(world, "kirklees", answer(world, "new-1", verdict=Progress.SOME))
    decide(world, "region", answer(world, ending=Ending.LAPSED, reason="The need went away"))
    decide(world, "old-1", answer(world, "new-2", "new-3", relation=Relation.SPLIT))
    decide(world, "old-2", answer(world, "new-2", relation=Relation.MERGED))
    decide(world, "old-3", answer(world, ending=Ending.SUFFICIENT))
    decide(world, "old-4", answer(world, ending=None))
    return world


def state() -> dict[str, Any]:
    """Everything that a confirmation touches."""
    return {
        "confirmed": CarryOver.objects.filter(confirmed_at__isnull=False).count(),
        "ended": sorted(Answerable.objects.exclude(ending="").values_list("recommendation_id", "ending")),
        "links": Link.objects.count(),
        "judgements": Judgement.objects.count(),
        "answers": Answers.objects.count(),
        "current": Answers.objects.current().count(),
        "statuses": sorted(Action.objects.values_list("pk", "status", "version")),
        "updates": Update.objects.count(),
        "events": Event.objects.count(),
    }


def at_once(*windows: Callable[[], object]) -> list[str]:
    """What each window gets: 'confirmed', or what it is told."""
    start = Barrier(len(windows))

    def run(window: Callable[[], object]) -> str:
        try:
            start.wait(timeout=60)
            window()
            return "confirmed"
        except WrongState as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(windows)) as pool:
        return sorted(pool.map(run, windows))


class TestAtOnce:
    def windows(self, world: World, *people: str, at: datetime = NOW) -> list[Callable[[], object]]:
        seen = plan_of(board_of(SERVICE, world.inspections["again"])).seen
        return [
            lambda each=each, by=by: confirm_it(world, by=by, seen=seen, at=at + timedelta(seconds=each))
            for each, by in enumerate(people)
        ]

    def test_two_people_make_one_carry_over(self) -> None:
        world = decided_world()

        told = at_once(*self.windows(world, "lead", "coordinator"))

        assert told == ["This carry-over was confirmed already. Nothing was changed.", "confirmed"]
        assert Event.objects.filter(verb="carry-over.confirmed").count() == 1
        assert Link.objects.count() == 4

    def test_a_double_click_makes_one_too(self) -> None:
        world = decided_world()

        told = at_once(*self.windows(world, "lead", "lead"))

        assert told == ["confirmed", "confirmed"]
        assert Event.objects.filter(verb="carry-over.confirmed").count() == 1

    def test_two_halves_of_a_loop_are_not_linked_at_once(self) -> None:
        world = make_world()
        first, second = world.inspections["kirklees"], make_reinspection(world, new=1)
        Inspection.objects.filter(pk__in=[first.pk, second.pk]).update(published_on=None, published_month=None)
        decide(world, "kirklees", answer(world, "new-1"))
        decide(world, "region", answer(world, ending=None))
        seen = plan_of(board_of(SERVICE, second)).seen
        half = Link(
            earlier=world.recommendations["new-1"],
            later=world.recommendations["kirklees"],
            relation=Relation.REPEATED,
            inspection=first,
            linked_at=NOW,
        )

        def link_back() -> None:
            """As the confirmation of the first report's carry-over would: it waits for the oldest, then looks."""
            other = CarryOver.objects.create(inspection=first, started_at=NOW)
            with transaction.atomic():
                CarryOver.objects.locked(other.inspection)
                if not Link.objects.filter(later=world.recommendations["new-1"]).exists():
                    half.save()

        at_once(link_back, lambda: confirm(inspection=second, seen=seen, by=actor(world, "lead"), at=NOW))

        assert Link.objects.count() == 1


class Killer:
    """Kills its own process, as the power would go, at a query of the confirmation."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        return execute(*args)


def queries_of_a_confirmation(world: World) -> int:
    """How many statements it takes at least; nothing of it stays."""
    seen, counted = plan_of(board_of(SERVICE, world.inspections["again"])).seen, Killer(after=NEVER)
    with transaction.atomic():
        with connection.execute_wrapper(counted):
            confirm_it(world, seen=seen)
        transaction.set_rollback(True)
    statements = NEVER - counted.left - FOR_ITS_OWN_TRANSACTION
    return statements * 4 // 5  # the tests' own notes of what is written ask some too, and a child has none


def confirm_in_a_child(inspection: str, person: str, seen: str, queries: str) -> NoReturn:
    """All of a child's life: it confirms and is killed after so many statements; 0 if it did all, 1 if it failed."""
    signal.alarm(SECONDS_OF_A_CHILD)
    ended = 1
    try:
        report = Inspection.objects.select_related("organisation").get(pk=inspection)
        who = Person.objects.get(pk=person)
        with connection.execute_wrapper(Killer(int(queries))):
            confirm(inspection=report, seen=seen, by=actor_of(who, on=TODAY), at=NOW)
        ended = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(ended)


class Children:
    """Lets one child after the other confirm the world's carry-over, in a process apart."""

    def __init__(self, world: World, process: "subprocess.Popen[str]") -> None:
        self.world, self.process = world, process

    def killed_after(self, queries: int) -> int:
        """How the child ended: minus the number of the signal that killed it, or 0 where it lived and did all."""
        inspection, person = self.world.inspections["again"], self.world.people["lead"]
        seen = plan_of(board_of(SERVICE, inspection)).seen
        assert self.process.stdin is not None
        self.process.stdin.write(f"{inspection.pk} {person.pk} {seen} {queries}\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> int:
        answers = self.process.stdout
        assert answers is not None
        # One line is asked for at a time, so that none waits unseen in the buffer.
        ready, _, _ = select.select([answers], [], [], SECONDS_FOR_AN_ANSWER)
        assert ready, f"no word of a child for {SECONDS_FOR_AN_ANSWER} seconds, killed after {SECONDS_OF_A_CHILD}"
        line = answers.readline()
        assert line, "the process of the children has ended"
        return int(line)


@contextmanager
def open_children(world: World) -> Iterator[Children]:
    """Children on the test's database; none of them outlives the block, however it ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings", "REDIS_URL": ""},
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield Children(world, process)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()  # reads until the last of them has let go of its output


@pytest.mark.parametrize("kills", [10, pytest.param(100, marks=pytest.mark.battery)])
def test_killed_in_the_middle_it_is_all_or_nothing(kills: int) -> None:
    world, chance = decided_world(), Random(kills)
    before, queries = state(), queries_of_a_confirmation(world)

    with open_children(world) as children:
        found = [(children.killed_after(chance.randrange(1, queries)), state()) for _ in range(kills)]

    assert found == [(-signal.SIGKILL, before)] * kills
    confirm_it(world)
    assert state()["confirmed"] == 1


def test_a_child_that_lives_confirms_all() -> None:
    world = decided_world()

    with open_children(world) as children:
        ended = children.killed_after(NEVER)

    after = state()
    assert ended == 0
    assert (after["confirmed"], after["links"], len(after["ended"])) == (1, 4, 5)

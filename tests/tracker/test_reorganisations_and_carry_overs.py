"""Any sequence of renames, mergers, splits, transfers, decisions and undoing loses nothing and makes nothing younger.

A step is a row of STEPS: it takes the walk and a number to choose by, and says whether it did something. Steps of
other rooms (a carry-over) are added there; what must hold after every step is in `check`.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.choices import OrganisationKind
from inspections.models import Organisation, Succession
from inspections.rules.succession import Edge, living_bodies
from tests.factories.reorganisations import actor, dump, later, make_changing_world
from tests.factories.world import TODAY, World
from tracker.choices import Ending, ReorganisationKind
from tracker.errors import NotNow, Refusal, Unacceptable
from tracker.models import Action, Answerable, Answers, Recommendation, Reorganisation
from tracker.operations import passing_on, reorganisation_undo
from tracker.operations import reorganisations as operations
from tracker.operations.passing_on import Choice
from tracker.operations.reorganisations import Change, NewBody
from tracker.portfolio.areas import area
from tracker.portfolio.recommendations import Filters, chosen
from tracker.portfolio.reorganisations import waiting_for, who_takes_over

pytestmark = pytest.mark.django_db
BODIES = ("salford", "stockport-and-trafford", "tameside", "wakefield", "staffordshire-and-stoke")
Kind = ReorganisationKind


@dataclass(slots=True)
class Walk:
    """The world on its way: the day, and what was true at the start."""

    world: World
    on: date = TODAY
    asked: dict[int, date] = field(default_factory=dict)
    answered: set[tuple[int, int]] = field(default_factory=set)
    before: dict[int, Any] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    last: int | None = None

    def begin(self) -> None:
        rows = Answerable.objects.open().select_related("recommendation__inspection")
        self.asked = {row.recommendation_id: row.asked_on() for row in rows}
        self.answered = set(Answers.objects.current().values_list("action_id", "answerable__recommendation_id"))

    def pdus(self, random: Random, least: int, most: int) -> tuple[Organisation, ...]:
        living = list(Organisation.objects.pdus().living(on=self.on).filter(closed_on__isnull=True).order_by("pk"))
        random.shuffle(living)
        return tuple(living[: random.randint(least, most)])


def rename(walk: Walk, random: Random) -> Reorganisation:
    [body] = walk.pdus(random, 1, 1)
    return operations.rename(
        organisation=body, name=f"Name {random.randint(1, 99)}", on=_day(walk, random), token=uuid.uuid4(),
        by=actor(walk.world, "administrator"), at=later(walk.on),
    )  # fmt: skip


def change(walk: Walk, random: Random) -> Reorganisation:
    kind = random.choice([Kind.MERGER, Kind.SPLIT, Kind.TRANSFER])
    closing = walk.pdus(random, *{Kind.MERGER: (2, 3), Kind.SPLIT: (1, 1), Kind.TRANSFER: (1, 3)}[kind])
    after = random.randint(*{Kind.MERGER: (1, 1), Kind.SPLIT: (2, 3), Kind.TRANSFER: (1, 3)}[kind])
    others = [each for each in walk.pdus(random, 20, 20) if each not in closing][: random.randint(0, after)]
    region = random.choice(list(Organisation.objects.regions().order_by("pk")))
    new = tuple(NewBody(f"New {random.randint(1, 10**6)}", region) for _ in range(after - len(others)))
    pairs = {(place, random.randrange(after)) for place in range(len(closing))}
    pairs |= {(random.randrange(len(closing)), place) for place in range(after)}
    given = Change(kind, _day(walk, random), closing, tuple(others), new, frozenset(pairs))
    by = actor(walk.world, "administrator")
    return operations.record(change=given, token=uuid.uuid4(), by=by, at=later(walk.on))


def decide(walk: Walk, random: Random) -> Reorganisation:
    record = random.choice(list(Reorganisation.objects.standing().order_by("pk")) or [None])
    if record is None:
        raise NotNow("There is none yet.")
    choices = []
    for row in who_takes_over(record, on=walk.on).rows:
        bodies = [each.pk for each in row.proposed]
        if random.random() < 0.2 or not bodies:
            choices.append(Choice(row.answerable.pk, (), Ending.LAPSED, "No longer asked"))
        else:
            choices.append(Choice(row.answerable.pk, tuple(random.sample(bodies, random.randint(1, len(bodies))))))
    given = {"reorganisation": record, "by": actor(walk.world, "national"), "at": later(walk.on)}
    saved = passing_on.decide(version=record.version, choices=choices, posts={}, **given)
    if random.random() < 0.7:
        passing_on.confirm(version=saved.version, **given)
    return record


def undo(walk: Walk, random: Random) -> Reorganisation:
    record = random.choice(list(Reorganisation.objects.standing().order_by("pk")) or [None])
    if record is None:
        raise NotNow("There is none yet.")
    is_last = walk.last == record.pk
    by = actor(walk.world, "administrator")
    reorganisation_undo.undo(reorganisation=record, reason="Mistake", by=by, at=later(walk.on))
    if is_last:
        assert dump() == walk.before[record.pk]
    return record


def days_pass(walk: Walk, random: Random) -> None:
    walk.on += timedelta(days=random.randint(1, 60))
    operations.show_names_of_the_day(by=actor(walk.world, "administrator"), at=later(walk.on))
    walk.last = None  # names may have changed with the day


STEPS: dict[str, Callable[[Walk, Random], Any]] = {
    "rename": rename,
    "change": change,
    "decide": decide,
    "undo": undo,
    "days pass": days_pass,
}


def _day(walk: Walk, random: Random) -> date:
    return walk.on + timedelta(days=random.randint(-400, 60))


def take(walk: Walk, name: str, number: int) -> None:
    """One step; what is refused changes nothing."""
    before = dump()
    try:
        with transaction.atomic():
            found = STEPS[name](walk, Random(number))
    except (Refusal, Unacceptable):
        assert dump() == before
        return
    walk.done.append(name)
    if name in ("rename", "change"):
        walk.before[found.pk], walk.last = before, found.pk
    elif name == "decide" and found.pk != walk.last:
        walk.last = None


def check(walk: Walk) -> None:
    """What holds after every step."""
    edges = [Edge(*row) for row in Succession.objects.values_list("predecessor_id", "successor_id", "on")]
    closed = dict(Organisation.objects.filter(closed_on__isnull=False).values_list("pk", "closed_on"))
    waiting = {each.pk for each in waiting_for(actor(walk.world, "national"), on=walk.on)}
    by_body = {
        each.organisation_id: record.pk for record in Reorganisation.objects.standing() for each in record.closing
    }
    check_no_loop(edges)
    rows = list(Answerable.objects.open().select_related("recommendation__inspection", "organisation"))
    for row in rows:
        assert row.asked_on() == walk.asked[row.recommendation_id], "an age was reset"
        living = living_bodies(row.organisation_id, edges, closed, walk.on)
        assert living, f"{row} has nobody"
        if row.organisation_id not in living:
            assert by_body[row.organisation_id] in waiting, f"{row} is not on the list"
    for recommendation in Recommendation.objects.prefetch_related("answerables"):
        held = list(recommendation.answerables.all())
        assert held, f"{recommendation} is lost"
        assert any(each.to_on is None for each in held) or all(each.ending and each.ended_at for each in held)
    check_answers(walk)
    check_totals(walk)


def check_no_loop(edges: list[Edge[int]]) -> None:
    following: dict[int, set[int]] = {}
    for edge in edges:
        following.setdefault(edge.predecessor, set()).add(edge.successor)
    for start in following:
        reached, waiting = set(), [start]
        while waiting:
            for each in following.get(waiting.pop(), set()) - reached:
                reached.add(each)
                waiting.append(each)
        assert start not in reached, "a loop"


def check_answers(walk: Walk) -> None:
    """Every action answers what it answered, as long as somebody answers for that."""
    open_ones = set(Answerable.objects.open().values_list("recommendation_id", flat=True))
    now = set(Answers.objects.current().values_list("action_id", "answerable__recommendation_id"))
    assert {pair for pair in walk.answered if pair[1] in open_ones} == now
    # A page that filters by status finds the same actions.
    assert not Action.objects.open().exclude(pk__in=[action for action, _ in now]).exists()


def check_totals(walk: Walk) -> None:
    reader = actor(walk.world, "national")
    for body in Organisation.objects.in_tree_of_probation().living(on=walk.on).order_by("pk"):
        if body.kind not in (OrganisationKind.REGION, OrganisationKind.PDU):
            continue
        filters = Filters(scope="all", state="open", **{"pdu" if body.kind == OrganisationKind.PDU else "region": body})
        total = chosen(reader, filters, on=walk.on).count()
        assert area(reader, body, on=walk.on).open_recommendations == total


def walk_with(examples: int, longest: int) -> set[str]:
    """Take so many random walks; returns which steps did something."""
    world, done = make_changing_world(*BODIES), set()

    @settings(max_examples=examples, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 10**6)), min_size=2, max_size=longest))
    def run(steps: list[tuple[str, int]]) -> None:
        with transaction.atomic():
            walk = Walk(world)
            walk.begin()
            for name, number in steps:
                take(walk, name, number)
                check(walk)
            done.update(walk.done)
            transaction.set_rollback(True)

    run()
    return done


def test_no_sequence_loses_anything() -> None:
    assert walk_with(6, 6) >= {"change", "days pass"}


@pytest.mark.battery
def test_no_long_sequence_loses_anything() -> None:
    assert walk_with(60, 14) == set(STEPS)

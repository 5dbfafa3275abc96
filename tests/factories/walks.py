"""A world on a random walk: what is remembered of it, and the steps that reorganise its bodies."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from inspections.models import Organisation
from tests.factories.reorganisations import actor, dump, later
from tests.factories.world import TODAY, World
from tracker.choices import Ending, ReorganisationKind
from tracker.errors import InvalidInput, Refusal, WrongState
from tracker.models import Answerable, Answers, Recommendation, Reorganisation
from tracker.operations import reorganisation_undo, takeovers
from tracker.operations import reorganisations as operations
from tracker.operations.reorganisations import BodyChange, NewBody
from tracker.operations.takeovers import TakeoverChoice
from tracker.queries.reorganisations import who_takes_over

Kind = ReorganisationKind
Step = Callable[["Walk", Random], Any]


@dataclass(slots=True)
class Walk:
    """The world on its way: the day, and what was true before and must stay so."""

    world: World
    on: date = TODAY
    recommendations: int = 0
    asked: dict[int, date] = field(default_factory=dict)  # by recommendation
    first_said: dict[int, date] = field(default_factory=dict)
    duties: dict[int, tuple[int, int]] = field(default_factory=dict)  # (recommendation, body) by row
    answers: set[tuple[int, int]] = field(default_factory=set)  # (action, row that it answers)
    before: dict[int, Any] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    refused: int = 0
    last: int | None = None  # the reorganisation after which nothing else happened
    seconds: int = 0

    def begin(self) -> None:
        """Its own books of the world, which other walks share."""
        held = self.world
        self.world = replace(
            held, organisations=dict(held.organisations), inspections=dict(held.inspections),
            recommendations=dict(held.recommendations), actions=dict(held.actions),
        )  # fmt: skip
        self.recommendations = Recommendation.objects.count()
        self.remember()

    def remember(self) -> None:
        """What stands now; an age that is known already stays as it was first seen."""
        for row in Answerable.objects.select_related("recommendation__inspection").order_by("pk"):
            self.asked.setdefault(row.recommendation_id, row.asked_on())
        self.duties = {pk: (one, body) for pk, one, body in Answerable.objects.values_list(*DUTY)}
        self.answers = set(Answers.objects.current().values_list("action_id", "answerable_id"))

    def at(self) -> datetime:
        """Later than anything before: a second passes with each."""
        self.seconds += 1
        return later(self.on) + timedelta(seconds=self.seconds)

    def pdus(self, random: Random, least: int, most: int) -> tuple[Organisation, ...]:
        living = list(Organisation.objects.pdus().living(on=self.on).filter(closed_on__isnull=True).order_by("pk"))
        random.shuffle(living)
        return tuple(living[: random.randint(least, most)])


DUTY = ("pk", "recommendation_id", "organisation_id")


def take(walk: Walk, name: str, step: Step, number: int) -> bool:
    """One step, with what it chooses drawn from the number; says whether it did something.

    What is refused changes nothing.
    """
    before, on, seconds = dump(), walk.on, walk.seconds
    try:
        with transaction.atomic():
            found = step(walk, Random(number))
    except (Refusal, InvalidInput):
        walk.on, walk.seconds = on, seconds
        walk.refused += 1
        assert dump() == before, "a refused step changed something"
        return False
    walk.done.append(name)
    if name in ("rename", "change"):
        walk.before[found.pk], walk.last = before, found.pk
    elif name != "who takes over" or found.pk != walk.last:
        walk.last = None
    return True


def rename(walk: Walk, random: Random) -> Reorganisation:
    [body] = walk.pdus(random, 1, 1)
    return operations.rename(
        organisation=body, name=f"Name {random.randint(1, 99)}", on=_day(walk, random), token=_token(random),
        by=actor(walk.world, "administrator"), at=walk.at(),
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
    given = BodyChange(kind, _day(walk, random), closing, tuple(others), new, frozenset(pairs))
    by = actor(walk.world, "administrator")
    return operations.record(change=given, token=_token(random), by=by, at=walk.at())


def who_takes_over_now(walk: Walk, random: Random) -> Reorganisation:
    """Decided for every row of one reorganisation, and most times confirmed."""
    record = _standing(random)
    choices = []
    for row in who_takes_over(record, on=walk.on).rows:
        bodies = [each.pk for each in row.proposed]
        if random.random() < 0.2 or not bodies:
            choices.append(TakeoverChoice(row.answerable.pk, (), Ending.LAPSED, "No longer asked"))
        else:
            choices.append(
                TakeoverChoice(row.answerable.pk, tuple(random.sample(bodies, random.randint(1, len(bodies)))))
            )
    given = {"reorganisation": record, "by": actor(walk.world, "national"), "at": walk.at()}
    saved = takeovers.decide(version=record.version, choices=choices, posts={}, **given)
    if random.random() < 0.7:
        takeovers.confirm(version=saved.version, **given)
    return record


def undo(walk: Walk, random: Random) -> Reorganisation:
    """The rows that it made go; where nothing else happened since, everything is as it was."""
    record = _standing(random)
    made = record.made.get("confirmed", {}).get("answerables", [])
    is_last = walk.last == record.pk
    by = actor(walk.world, "administrator")
    reorganisation_undo.undo(reorganisation=record, reason="Mistake", by=by, at=walk.at())
    if is_last:
        assert dump() == walk.before[record.pk]
    for row in made:
        one, body = walk.duties.pop(row)
        assert not Answerable.objects.filter(pk=row).exists(), f"{one} of {body} stayed"
    return record


def days_pass(walk: Walk, random: Random) -> None:
    go_to(walk, walk.on + timedelta(days=random.randint(1, 60)))


def go_to(walk: Walk, on: date) -> None:
    walk.on = on
    operations.show_names_of_the_day(by=actor(walk.world, "administrator"), at=walk.at())


def _standing(random: Random) -> Reorganisation:
    record = random.choice(list(Reorganisation.objects.standing().order_by("pk")) or [None])
    if record is None:
        raise WrongState("There is none yet.")
    return record


def _day(walk: Walk, random: Random) -> date:
    return walk.on + timedelta(days=random.randint(-400, 60))


def _token(random: Random) -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128))

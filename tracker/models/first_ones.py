"""The first of several things that wait for a person, and how many there are: all of them in one statement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import DateField, QuerySet, Value

from tracker.models.person import Person
from tracker.models.statements import Question
from tracker.paging import CountUpTo, KeysOf
from tracker.rules.access import Actor
from tracker.rules.deadlines import end_of_this_week

# Given the actor, the day and the last day of its week; of these the first ones are asked, in this order.
Choosing = Callable[[Actor, date, date], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked for: the first so many of some rows, and whether all of them are counted (to 1,001)."""

    choosing: Choosing
    most: int
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of the first ones, and how many there are; of what is not counted, how many keys."""

    keys: list[int] = field(default_factory=list)
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.keys)


NOTHING = Found()
Parts = Mapping[str, Part]
Along = Callable[[Actor, date], Any]


def first_ones(
    actor: Actor, parts: Parts, *, on: date, along: tuple[Along, ...] = ()
) -> tuple[dict[str, Found], list[Any]]:
    """Return what there is of each part, and the values of the expressions that were asked along; 1 query.

    Its SQL is made once for each person.
    """
    asked = tuple(parts.items())
    rows = _QUESTION.rows(actor, asked, along, on=on, week_end=end_of_this_week(on))
    if not rows:  # nobody is signed in
        return dict.fromkeys(parts, NOTHING), []
    values = iter(rows[0])
    there = {}
    for name, part in asked:
        keys = next(values) or []
        there[name] = Found(keys, next(values) if part.is_counted else len(keys))
    return there, list(values)[:-2]


def _build(
    actor: Actor, parts: tuple[tuple[str, Part], ...], along: tuple[Along, ...], *, on: date, week_end: date
) -> "QuerySet[Any, Any]":
    expressions: list[Any] = []
    for _, part in parts:
        rows = part.choosing(actor, on, week_end)
        expressions.append(KeysOf(rows, most=part.most))
        if part.is_counted:
            expressions.append(CountUpTo(rows))
    expressions += [expression(actor, on) for expression in along]
    # The two days are named here, so that a question of which no part asks for them is one too.
    days = (Value(on, DateField()), Value(week_end, DateField()))
    return Person.objects.filter(pk=actor.person_id).values_list(*expressions, *days)


_QUESTION = Question(_build)

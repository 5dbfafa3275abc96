"""The shapes in which the facts of recommendations are read to be worked out, and which of them are meant."""

from collections import namedtuple
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from tracker.models.statements import Question


@dataclass(frozen=True, slots=True)
class Keys:
    """Some records by their keys, in conditions of one size for each statement."""

    keys: Collection[int]

    def matching(self, column: str) -> Q:
        """Return the condition that a column holds one of these keys."""
        return Q(**{f"{column}__in": self.keys})


@dataclass(frozen=True, slots=True)
class Span:
    """Records by a span of keys, the last not included: for working out everything, part by part."""

    first: int
    end: int

    def matching(self, column: str) -> Q:
        """Return the condition that a column holds a key of this span."""
        return Q(**{f"{column}__gte": self.first, f"{column}__lt": self.end})


Chosen = Keys | Span


def named_row(name: str, columns: Collection[str]) -> Any:
    """Return a tuple whose parts go by the names of these columns, as `values_list(named=True)` makes one."""
    return namedtuple(name, list(columns))


class Reading:
    """Facts about some records, as a queryset of `values_list` for those that are chosen.

    Every operation ends with the same questions about a few keys, so their SQL is made once. Of a span, which only
    working out everything asks, it is made anew.
    """

    def __init__(self, build: "Callable[[Chosen], QuerySet[Any, Any]]") -> None:
        self._build = build
        self._of_keys = Question(lambda keys: build(Keys(keys)))

    def rows(self, chosen: Chosen) -> list[Any]:
        """Return the rows; 1 query, none for no keys."""
        if isinstance(chosen, Keys):
            return self._of_keys.rows(keys=sorted(chosen.keys))
        return list(self._build(chosen))


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """A row of a body that answers or answered: its place, what it took over from, and when and how it ended."""

    pk: int
    body: int
    path: str
    is_open: bool
    ended_at: datetime | None
    has_passed_on: bool
    follows: int | None


@dataclass(frozen=True, slots=True)
class ActionFact:
    """An action as it is: open until when, owned where, and whether its date was ever moved to a later day."""

    pk: int
    is_open: bool
    due_on: date | None
    owner_path: str
    owner: str
    is_moved: bool


@dataclass(frozen=True, slots=True)
class WorkFact:
    """An action that answers a recommendation now: who sees that it does, and when it is due."""

    action: int
    is_open: bool
    due_on: date | None
    precision: str
    owner_path: str
    seen_from: tuple[str, ...]

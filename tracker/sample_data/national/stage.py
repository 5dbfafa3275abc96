"""What all parts of the national world share: the day, chance, wording, bodies with their posts, and the tables."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from inspections.models.reference import reference
from tracker.models import Event
from tracker.sample_data.national.phrases import Wording
from tracker.sample_data.national.tables import Tables


@dataclass(slots=True)
class Place:
    """A post, named as in a list, with its holders, oldest first; the last day of each no longer counts."""

    pk: int
    name: str
    held: list[tuple[date, date | None, int]] = field(default_factory=list)

    def holder(self, day: date) -> int | None:
        """Return who held it on the day; None while it was vacant."""
        return next((who for start, end, who in self.held if start <= day and (end is None or day < end)), None)


@dataclass(slots=True)
class Body:
    """A body of the tree; the first post is its head's."""

    pk: int
    kind: str
    slug: str
    name: str
    parent: "Body | None"
    closed_on: date | None
    posts: list[Place] = field(default_factory=list)
    children: list["Body"] = field(default_factory=list)
    successors: list["Body"] = field(default_factory=list)


@dataclass(slots=True)
class Stage:
    """The day on which the world stands and everything to make it with; `at` is a moment of that day."""

    on: date
    at: datetime
    chance: Random
    bodies: dict[str, Body]
    themes: dict[str, int]
    tables: Tables = field(default_factory=Tables)
    words: Wording = field(init=False)
    coordinator: int = 0

    def __post_init__(self) -> None:
        self.words = Wording(self.chance, on=self.on)

    def of_kind(self, kind: str) -> list[Body]:
        return [body for body in self.bodies.values() if body.kind == kind]

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def between(self, low: int, high: int) -> int:
        """Return a whole number between the two, both included."""
        return low + int(self.chance.random() * (high - low + 1))

    def day(self, start: date, least: int, most: int) -> date:
        """Return a day that many days after the start, but not after yesterday."""
        return min(start + timedelta(days=self.between(least, most)), self.on - timedelta(days=1))

    def moment(self, day: date) -> datetime:
        """Return a working moment of a day, or of the Friday before a weekend; before the moment of the world."""
        working_day = day - timedelta(days=max(0, day.weekday() - 4))
        minutes = int(self.chance.random() * 420)
        return min(datetime.combine(working_day, time(9 + minutes // 60, minutes % 60), UTC), self.at)

    def uid(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def tell(
        self,
        verb: str,
        prefix: str,
        number: int,
        at: datetime,
        by: int | None,
        *,
        after: dict[str, Any],
        before: dict[str, Any] | None = None,
    ) -> None:
        """Record the event of a change."""
        self.tables.table_of(Event).add(
            at=at, by_id=by, verb=verb, subject=reference(prefix, number), before=before or {}, after=after
        )

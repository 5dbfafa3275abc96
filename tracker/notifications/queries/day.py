"""One day as a run sees it, handed down to whoever asks, so that what is the same for everybody is asked once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from tracker.queries.accountable import Accountable, accountable
from tracker.rules import working_days

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Day:
    """A day with what was asked of it before.

    A run makes one and drops it at its end: that takes seconds, so what is told is still true when it goes.
    """

    on: date
    _answers: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def people(self) -> Accountable:
        """Return who can be told what on the day; 1 query, once."""
        return self.once("who is accountable", lambda: accountable(on=self.on))

    def last_working_day(self) -> "Day":
        """Return this day, or the last one before it on which somebody works."""
        on = working_days.before(self.on, 0, working_days.bank_holidays())
        return self if on == self.on else Day(on)

    def once(self, question: str, ask: Callable[[], Answer]) -> Answer:
        """Return what `ask` answers, or what it answered to the same question before."""
        if question not in self._answers:
            self._answers[question] = ask()
        return cast(Answer, self._answers[question])

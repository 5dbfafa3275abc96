"""Keeps a fault of the reader to the one fact that it spoils."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from inspections.errors import ReportRefused
from inspections.reader.draft import ReaderDoubt

T = TypeVar("T")
Other = TypeVar("Other")


class Attempt(Protocol):
    """What reads one fact and survives that it cannot: Faults.attempt."""

    def __call__(self, fact: str, find: Callable[[], T], otherwise: Other) -> T | Other: ...


@dataclass(slots=True)
class Faults:
    """What could not be read because the reader itself failed, as doubts that name it."""

    doubts: list[ReaderDoubt] = field(default_factory=list)

    def attempt(self, fact: str, find: Callable[[], T], otherwise: Other) -> T | Other:
        """Return what `find` finds; `otherwise`, and a doubt that names the fact, where it fails.

        A refusal is no fault, and the sandbox has to hear of memory that has run out.
        """
        try:
            return find()
        except (ReportRefused, MemoryError):
            raise
        except Exception:
            self.doubts.append(
                ReaderDoubt(
                    "not-read",
                    f"A fault in this service kept it from reading {fact}. Look in the report and enter what it says.",
                )
            )
            return otherwise

    def attempt_all(self, fact: str, find: Callable[[], Iterable[T]]) -> list[T]:
        """Return what `find` yields, up to where it fails; the doubt names the fact."""
        yielded: list[T] = []
        self.attempt(fact, lambda: yielded.extend(find()), None)
        return yielded

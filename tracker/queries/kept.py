"""Keeps answers for one run of a job, so that what is the same for everybody is asked once and not once a batch."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers kept for one run", default=None)


@contextmanager
def for_this_run() -> Iterator[None]:
    """Keep answers until the end of the block: for seconds, so that what is told is still true when it goes."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` answers, or what it answered to the same question earlier in the run.

    Outside a run it is asked.
    """
    kept = _answers.get()
    if kept is None:
        return ask()
    if question not in kept:
        kept[question] = ask()
    return cast(Answer, kept[question])

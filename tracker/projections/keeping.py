"""The one way in: operations open their transaction here, and what their events touch is kept before it closes."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar, overload

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic

from tracker.projections.rebuild import MODELS
from tracker.projections.refresh import refresh
from tracker.projections.touched import Touched

Function = TypeVar("Function", bound=Callable[..., Any])


class _State(threading.local):
    """What this thread's connection has touched, how deep in operations it is, and whether it keeps just now.

    `waiting` is, for each operation that it is in, what was touched and not yet kept when that one began.
    """

    def __init__(self) -> None:
        self.touched = Touched()
        self.waiting: list[Touched] = []
        self.depth = 0
        self.is_keeping = False


_state = _State()


class _Operation(Atomic):
    """A transaction, or a part of one, whose end brings the kept rows up to date.

    A part that fails takes back what was kept inside it, so what waited when it began waits again.
    """

    def __enter__(self) -> None:
        super().__enter__()
        _state.depth += 1
        _state.waiting.append(_state.touched.copy())

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        _state.depth -= 1
        waiting = _state.waiting.pop()
        if kind is not None:
            _state.touched = waiting
            super().__exit__(kind, error, trace)
            return
        try:
            if _state.depth == 0:
                settle()
        except BaseException as failure:
            _state.touched = waiting
            super().__exit__(type(failure), failure, failure.__traceback__)
            raise
        super().__exit__(None, None, None)


@overload
def atomic(function: Function) -> Function: ...
@overload
def atomic() -> _Operation: ...
def atomic(function: Callable[..., Any] | None = None) -> Any:
    """Return the function as one transaction that keeps what it touched, or such a transaction for `with`.

    Inside another one it is a part of it, and the outermost keeps.
    """
    block = _Operation(using=None, savepoint=True, durable=False)
    return block(function) if function is not None else block


def touch(*, verb: str, subject: str) -> None:
    """Note what an event touches (touched.TOUCHES), to be kept when the operation ends.

    Outside an operation (samples, a shell) it is kept when the transaction has ended.
    """
    _state.touched.note(verb=verb, subject=subject)
    if _state.touched and _state.depth == 0:
        transaction.on_commit(settle)


def touch_bodies(*, bodies: set[int]) -> None:
    """Note that bodies changed their names without an event of the day: their first day had come."""
    _state.touched.bodies |= bodies


def settle() -> None:
    """Bring the kept rows of all that this thread has touched up to date."""
    if _state.is_keeping or not _state.touched:
        return
    touched, _state.touched = _state.touched, Touched()
    _state.is_keeping = True
    try:
        with transaction.atomic(savepoint=False):
            refresh(touched)
    finally:
        _state.is_keeping = False


KEPT = tuple(f'"{model._meta.db_table}"' for model in MODELS)


def settle_before_reading(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Keep what was touched before a statement asks for it: an operation reads what it has just changed."""
    if _state.touched and not _state.is_keeping and any(name in sql for name in KEPT):
        settle()
    return execute(sql, params, many, context)


def watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Let a new connection settle before it reads kept rows."""
    if settle_before_reading not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, settle_before_reading)  # who wraps for a while takes the last one off

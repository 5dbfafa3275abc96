"""Rows that tests write by themselves are kept as an operation's are; and no operation changes a fact untold.

What a test writes outside an operation (a factory, `objects.update`) is noted here, by the record, and kept before
anything reads it. What an operation writes is noted too, and must be touched by its events (projections/touched.py)
when it ends: so every test of an operation is a test of that table.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.test.utils import CaptureQueriesContext

from inspections.models import Alias, Inspection, Organisation, OrganisationName, Succession
from tracker.models import (
    Acknowledgement,
    Action,
    Answerable,
    Answers,
    DateChange,
    EndingRequest,
    Judgement,
    Link,
    Recommendation,
    RecommendationTheme,
    Reorganisation,
    Response,
    Review,
    Takeover,
    Withdrawal,
)
from tracker.projections import keeping
from tracker.projections.rebuild import differences
from tracker.projections.touched import Touched

# What a row of a fact touches: the name of the set in `Touched`, and where its key is.
FACTS: dict[type[models.Model], tuple[str, str]] = {
    Recommendation: ("whole", "pk"),
    RecommendationTheme: ("whole", "recommendation_id"),
    Answerable: ("whole", "recommendation_id"),
    Response: ("said", "answerable__recommendation_id"),
    Acknowledgement: ("said", "answerable__recommendation_id"),
    Judgement: ("said", "answerable__recommendation_id"),
    Review: ("said", "judgement__answerable__recommendation_id"),
    Withdrawal: ("said", "judgement__answerable__recommendation_id"),
    EndingRequest: ("said", "answerable__recommendation_id"),
    Takeover: ("whole", "answerable__recommendation_id"),
    Reorganisation: ("reorganisations", "pk"),
    Action: ("actions", "pk"),
    Answers: ("actions", "action_id"),
    DateChange: ("actions", "action_id"),
    Link: ("linked", "later_id"),
    Inspection: ("reports", "pk"),
    Organisation: ("bodies", "pk"),
    OrganisationName: ("bodies", "organisation_id"),
    Alias: ("bodies", "organisation_id"),
    Succession: ("bodies", "predecessor_id"),
}
# Written in an operation, these change no kept row by themselves: a draft, a decision that waits, a new body.
QUIET_IN_OPERATIONS = frozenset(
    {Inspection, Takeover, Reorganisation, Organisation, OrganisationName, Alias, Succession}
)

# PROVE_KEPT=1 compares all that is kept with its definition after each operation of every test, which takes long.
PROVED = os.environ.get("PROVE_KEPT") == "1"


class _Noted(threading.local):
    """What this thread's operation has written, and what was kept of it; other threads are in operations of theirs."""

    def __init__(self) -> None:
        self.expected, self.kept = Touched(), Touched()


_noted = _Noted()


def note(model: type[models.Model], key: Any) -> None:
    """Note that a row with this key was written."""
    name, _ = FACTS[model]
    if keeping._state.depth:
        if model not in QUIET_IN_OPERATIONS:
            getattr(_noted.expected, name).add(key)
        return
    getattr(keeping._state.touched, name).add(key)


def note_records(*records: models.Model) -> None:
    """Note what all of these touch; outside a transaction it is kept at once."""
    for record in records:
        value: Any = record
        for part in FACTS[type(record)][1].split("__"):
            value = getattr(value, part)
        note(type(record), value)
    settle_outside_transactions()


def settle_outside_transactions() -> None:
    """Keep what was noted where no transaction will end."""
    if not keeping._state.depth and not transaction.get_connection().in_atomic_block:
        keeping.settle()


def note_updated(model: type[models.Model], rows: list[tuple[Any, Any]], written: Iterable[str]) -> None:
    """Note what these rows (key, and key of what they touch) touched before, and touch now if that was written."""
    path = FACTS[model][1]
    own = path.partition("__")[0].removesuffix("_id")
    if own in {model._meta.get_field(name).name for name in written}:
        now = models.QuerySet(model).filter(pk__in=[pk for pk, _ in rows])
        rows = [*rows, *now.values_list("pk", path)]
    for _, touched in rows:
        note(model, touched)
    settle_outside_transactions()


def saved(
    sender: type[models.Model], instance: models.Model, created: bool = False, raw: bool = False, **_: Any
) -> None:
    if sender in FACTS and not raw and not (created and sender in (Organisation, OrganisationName, Inspection)):
        note_records(instance)


def deleted(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    if sender in FACTS and sender not in (Recommendation, Action, Inspection, Organisation):
        note_records(instance)


def bodies_chosen(sender: type[models.Model], instance: models.Model, action: str, **_: Any) -> None:
    if isinstance(instance, Takeover) and action.startswith("post"):
        note_records(instance)


@contextmanager
def bulk_writes_noted() -> Iterator[None]:
    """`update` and `bulk_create` send no signal."""
    update, bulk_create = models.QuerySet.update, models.QuerySet.bulk_create

    def noted_update(self: Any, **values: Any) -> int:
        if self.model not in FACTS:
            return update(self, **values)
        rows = list(self.order_by().values_list("pk", FACTS[self.model][1]))
        changed = update(self, **values)
        note_updated(self.model, rows, values)
        return changed

    def noted_bulk_create(self: Any, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        made = bulk_create(self, objs, *args, **kwargs)
        note_records(*(made if self.model in FACTS else ()))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models.QuerySet, "update", noted_update)
        patch.setattr(models.QuerySet, "bulk_create", noted_bulk_create)
        yield


@contextmanager
def operations_watched() -> Iterator[None]:
    """At the end of an operation what it wrote must have been kept; before a part that may be undone, all is kept."""
    settle, refresh, enter, atomic = (
        keeping.settle,
        keeping.refresh,
        keeping._Operation.__enter__,
        transaction.Atomic.__enter__,
    )

    def begun(self: Any) -> None:
        if keeping._state.depth == 0:
            _clear(_noted.expected)
            _clear(_noted.kept)
        enter(self)

    def part_begun(self: Any) -> None:
        if self.savepoint and keeping._state.depth == 0 and keeping._state.touched and not keeping._state.is_keeping:
            settle()
        atomic(self)

    def noted_refresh(touched: Touched) -> None:
        for name in Touched.__slots__:
            getattr(_noted.kept, name).update(getattr(touched, name))
        refresh(touched)

    def checked() -> None:
        settle()
        if keeping._state.depth == 0:
            forgotten = list(_forgotten())
            _clear(_noted.expected)
            assert not forgotten, f"An operation changed facts that its events do not touch: {forgotten}"
            if PROVED and not keeping._state.is_keeping:
                wrong = differences(mend=False)
                assert not wrong, f"What is kept is not as the facts say: {wrong}"

    counted = CaptureQueriesContext.__enter__

    def counting(self: Any) -> Any:
        settle()
        return counted(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping._Operation, "__enter__", begun)
        patch.setattr(transaction.Atomic, "__enter__", part_begun)
        patch.setattr(keeping, "refresh", noted_refresh)
        patch.setattr(keeping, "settle", checked)
        patch.setattr(CaptureQueriesContext, "__enter__", counting)
        yield


def _clear(touched: Touched) -> None:
    for name in Touched.__slots__:
        getattr(touched, name).clear()


def _forgotten() -> Iterator[str]:
    """Yield what an operation wrote and no event of it touched."""
    if not _noted.expected:
        return
    whole = _noted.kept.whole | set(
        Recommendation.objects.filter(inspection__in=_noted.kept.reports).values_list("pk", flat=True)
        if _noted.kept.reports
        else ()
    )
    kept: dict[str, Callable[[int], bool]] = {
        "whole": lambda key: key in whole,
        "said": lambda key: key in whole | _noted.kept.said,
        "linked": lambda key: key in whole | _noted.kept.linked,
        "actions": lambda key: (
            key in _noted.kept.actions
            or Answers.objects.filter(action=key, answerable__recommendation__in=whole).exists()
            or not Action.objects.filter(pk=key).exists()
        ),
    }
    for name, is_kept in kept.items():
        yield from (f"{name} {key}" for key in getattr(_noted.expected, name) if not is_kept(key))


@contextmanager
def facts_kept() -> Iterator[None]:
    """Everything of this module, for a whole run."""
    post_save.connect(saved)
    post_delete.connect(deleted)
    pre_delete.connect(deleted)
    m2m_changed.connect(bodies_chosen)
    with bulk_writes_noted(), operations_watched():
        yield

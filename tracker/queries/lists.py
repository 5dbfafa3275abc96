"""The lists that are downloaded: which rows each has, how many, and all of them as they stand at one moment."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from inspections.models import Organisation
from tracker.choices import ListKind
from tracker.models import ListFile
from tracker.paging import exceeds
from tracker.queries import actions, inspections, people, recommendations, reviews
from tracker.rules.access import Actor
from tracker.rules.list_files import MOST_AT_ONCE

FILES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ListQuery:
    """One list: what it is narrowed by, the rows that are chosen, and all of them with what a file shows."""

    selection: type
    chosen: Callable[[Actor, Any, date], QuerySet[Any]]
    every: Callable[[Actor, Any, str, date], Iterable[Any]]


LISTS: dict[ListKind, ListQuery] = {
    ListKind.RECOMMENDATIONS: ListQuery(
        recommendations.RecommendationSelection,
        lambda actor, selection, on: recommendations.chosen(actor, selection, on=on),
        lambda actor, selection, sort, on: recommendations.every_recommendation(actor, selection, sort=sort, on=on),
    ),
    ListKind.ACTIONS: ListQuery(
        actions.ActionSelection,
        lambda actor, selection, on: actions.chosen(actor, selection, on=on),
        lambda actor, selection, sort, on: actions.every_action(actor, selection, sort=sort, on=on),
    ),
    ListKind.INSPECTIONS: ListQuery(
        inspections.InspectionSelection,
        lambda actor, selection, on: inspections.chosen(selection),
        lambda actor, selection, sort, on: inspections.every_inspection(selection, sort=sort),
    ),
    ListKind.REVIEWS: ListQuery(
        reviews.ReviewSelection,
        lambda actor, selection, on: reviews.chosen(actor, selection),
        lambda actor, selection, sort, on: reviews.every_review(actor, selection),
    ),
    ListKind.USERS: ListQuery(
        people.PersonSelection,
        lambda actor, selection, on: people.chosen(actor, selection, on=on),
        lambda actor, selection, sort, on: people.every_person(actor, selection, on=on),
    ),
}


def is_long(kind: ListKind, actor: Actor, selection: Any, *, on: date) -> bool:
    """Return whether a list is too long to be written while somebody waits; 1 query, which counts to 5,001 at most."""
    return exceeds(LISTS[kind].chosen(actor, selection, on), MOST_AT_ONCE)


def count_of(kind: ListKind, actor: Actor, selection: Any, *, on: date) -> int:
    """Return how many rows a list has; 1 query, which counts them all."""
    return LISTS[kind].chosen(actor, selection, on).order_by().count()


def every(kind: ListKind, actor: Actor, selection: Any, *, sort: str, on: date) -> Iterable[Any]:
    """Return every row of a list in the order of its pages, read as it is written; read it at `one_moment`."""
    return LISTS[kind].every(actor, selection, sort, on)


def packed(selection: Any) -> dict[str, Any]:
    """Return a selection as plain values, to be kept until the worker writes its list."""
    values = {field.name: getattr(selection, field.name) for field in fields(selection)}
    return {name: {"body": value.pk} if isinstance(value, Organisation) else value for name, value in values.items()}


def unpacked(kind: ListKind, kept: dict[str, Any]) -> Any:
    """Return the selection that was packed; 1 query for each body that it names."""
    values = {
        name: Organisation.objects.get(pk=value["body"]) if isinstance(value, dict) else value
        for name, value in kept.items()
    }
    return LISTS[kind].selection(**values)


def files_of(actor: Actor) -> list[ListFile]:
    """Return the files that the actor asked for last; 1 query."""
    return list(ListFile.objects.visible_to(actor).newest_first()[:FILES_SHOWN])


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything inside as it stood when the reading began, however long it takes; nothing can be written.

    Inside another transaction the moment is that one's own affair.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # Plan for all of the rows: by itself a cursor's plan is the one that is quick for the first tenth.
            cursor.execute("SET LOCAL cursor_tuple_fraction = 1.0")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # `atomic` would keep everybody else from writing
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")

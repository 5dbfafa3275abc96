"""Questions that every request asks: their SQL is made once, and asked again with other values.

Django makes the SQL of a queryset anew each time, which takes longer than the database takes to answer a small one.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.query import ModelIterable

MOST_KEPT = 500  # statements of one question in one thread
MOST_PREPARED = 300  # statements that one connection keeps planned; each takes some memory of the database
# For how many keys a statement has room: a list of them is filled up, so that few statements serve lists of any length.
SIZES = (1, 4, 10, 25, 50, 100, 200, 500, 1_000)


# No fact is as old as the stand-ins for days and moments.
FIRST_YEAR = 1900
OLD_DAY = re.compile(r"1[678]\d\d-\d\d-\d\d")


class Statement:
    """A queryset as SQL, with places for the values that differ from one request to the next."""

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"], named: dict[str, Any]) -> None:
        """Make the SQL with a stand-in for each value, and find where the database is given each of them.

        Raises ValueError where a value is not passed on as it is, such as the beginning of a text in LIKE, or a day
        that is worked out from it: the statement would ask for the first one's for ever.
        """
        numbers = iter(range(sum(_size(value) for value in named.values())))
        stand_ins = {name: _stand_ins(value, numbers) for name, value in named.items()}
        queryset: Any = build(**stand_ins)
        self.alias = queryset.db
        self.compiler = queryset.query.get_compiler(self.alias)
        self.gives_records = queryset._iterable_class is ModelIterable
        self.fetched_along = queryset._prefetch_related_lookups
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:  # nobody is asked about: `none()`
            self.sql, self.params, self.places = "", (), {}
            return
        names = {self._adapted(stand_in): name for name, stand_in in _singly(stand_ins)}
        self.places = {place: names[param] for place, param in enumerate(self.params) if _is_among(param, names)}
        worked_out = any(_is_near_stand_in(param) and not _is_among(param, names) for param in self.params)
        if worked_out or set(self.places.values()) != set(names.values()):
            raise ValueError(f"the SQL does not take each of {sorted(named)} as it is")
        if connections[self.alias].vendor == "postgresql":
            self._write_out_constants()

    def rows(self, named: dict[str, Any]) -> list[Any]:
        """Return the rows for these values; one query.

        Each is a list of what `values_list` names, or a record, with what its queryset fetches along.
        """
        if not self.sql:
            return []
        values = dict(_singly(named))
        params = list(self.params)
        for place, name in self.places.items():
            params[place] = self._adapted(values[name])
        with self._cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        if not rows:
            return []
        if not self.gives_records:
            return list(self.compiler.results_iter([rows]))
        records = list(_Read(self.compiler, rows))
        prefetch_related_objects(records, *self.fetched_along)
        return records

    def _write_out_constants(self) -> None:
        """Leave places for the named values alone: PostgreSQL then knows the rest when it plans the statement once.

        It could not use an index on a condition, such as that of open actions, for a condition with a place in it.
        """
        connection: Any = connections[self.alias]
        parts = iter(enumerate(self.params))
        kept: list[Any] = []

        def written(match: re.Match[str]) -> str:
            if match[0] == "%%":
                return "%%"
            place, param = next(parts)
            if place in self.places:
                kept.append((self.places[place], param))
                return "%s"
            literal: str = connection.ops.compose_sql("%s", [param])
            return literal.replace("%", "%%")

        self.sql = re.sub("%[s%]", written, self.sql)
        self.params = tuple(param for _, param in kept)
        self.places = {place: name for place, (name, _) in enumerate(kept)}

    def _cursor(self) -> Any:
        """Return a cursor; on PostgreSQL one that has the statement planned once for its connection.

        Planning one that asks a dozen tables takes longer than answering it.
        """
        connection: Any = connections[self.alias]
        if connection.vendor != "postgresql":
            return connection.cursor()
        connection.ensure_connection()
        return connection._prepare_cursor(_planned_once()(connection.connection))

    def _adapted(self, value: Any) -> Any:
        """Return a value as this database is given it."""
        ops = connections[self.alias].ops
        if isinstance(value, datetime):
            return ops.adapt_datetimefield_value(value)
        return ops.adapt_datefield_value(value) if isinstance(value, date) else value


class _Read:
    """Records out of rows that were read before: Django's own way from a row to a record, without its own query."""

    def __init__(self, compiler: Any, rows: list[Any]) -> None:
        self.db, self.query = compiler.using, self
        self.compiler, self.read = compiler, rows
        self._known_related_objects: dict[Any, Any] = {}

    def __iter__(self) -> Any:
        return iter(ModelIterable(self))  # type: ignore[arg-type]

    def get_compiler(self, using: str) -> Any:
        return self

    def execute_sql(self, **_: Any) -> list[Any]:
        return [self.read]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.compiler, name)


@cache
def _planned_once() -> Any:
    """Return the cursor of PostgreSQL whose statements are planned once for a connection."""
    from django.db.backends.postgresql import base  # noqa: PLC0415 (needs psycopg)

    cursor: Any = base.ServerBindingCursor

    class PlannedOnce(cursor):
        def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
            self.connection.prepared_max, self.connection.prepare_threshold = MOST_PREPARED, 0
            try:
                return super().execute(query, params)
            finally:
                self.connection.prepare_threshold = None  # of all other statements none is

    return PlannedOnce


class Question:
    """A queryset that is asked again and again; its SQL is made once in each thread.

    `build` takes the values by name; one may be a list of keys or references. What decides how the SQL looks (how many
    places somebody has) is `shape`: it is given to `build` as it is, and each one has a statement of its own.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self.build = build
        self._kept = threading.local()  # a statement belongs to the connection of its thread

    def rows(self, *shape: Hashable, **named: Any) -> list[Any]:
        """Return the rows for these values; one query, none where a list of keys is empty."""
        if any(isinstance(value, list) and not value for value in named.values()):
            return []
        filled = {name: _filled(value) if isinstance(value, list) else value for name, value in named.items()}
        return self._statement(shape, filled).rows(filled)

    def _statement(self, shape: tuple[Hashable, ...], named: dict[str, Any]) -> Statement:
        kept: OrderedDict[Any, Statement] = self._kept.__dict__.setdefault("statements", OrderedDict())
        # By the names too: what is left out of one request is no condition of its statement.
        sized = (*shape, *named, *(_size(value) for value in named.values() if isinstance(value, list)))
        statement = kept.get(sized)
        if statement is None or statement.compiler.connection is not connections[statement.alias]:
            statement = kept[sized] = Statement(lambda **values: self.build(*shape, **values), named)
            if len(kept) > MOST_KEPT:
                kept.popitem(last=False)
        kept.move_to_end(sized)  # those not asked for longest go first
        return statement


def _filled(values: Sequence[Any]) -> list[Any]:
    """Return the values with the last one repeated up to a size; more than the largest size as they are."""
    size = next((size for size in SIZES if size >= len(values)), len(values))
    return [*values, *[values[-1]] * (size - len(values))]


def _size(value: Any) -> int:
    return len(value) if isinstance(value, list) else 1


def _singly(named: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Return each value with its name, those of a list one by one."""
    return list(
        chain.from_iterable(
            [((name, place), entry) for place, entry in enumerate(value)]
            if isinstance(value, list)
            else [(name, value)]
            for name, value in named.items()
        )
    )


def _stand_ins(value: Any, numbers: Any) -> Any:
    is_list = isinstance(value, list)
    return [_stand_in(entry, next(numbers)) for entry in value] if is_list else _stand_in(value, next(numbers))


def _stand_in(value: Any, number: int) -> Any:
    """Return a value of the same kind that no statement has of its own."""
    if isinstance(value, datetime):
        return datetime(1800, 1, 1, tzinfo=UTC) + timedelta(days=number)
    if isinstance(value, date):
        return date(1700, 1, 1) + timedelta(days=number)
    return -(2**62) + number if isinstance(value, int) else f"\x01 stand-in {number} \x01"


def _is_near_stand_in(param: Any) -> bool:
    """Return whether a value was worked out from a stand-in: a day or moment of those centuries, a key near theirs.

    SQLite is given days and moments as text.
    """
    if isinstance(param, date):
        return param.year < FIRST_YEAR
    if isinstance(param, str):
        return "\x01 stand-in" in param or OLD_DAY.match(param) is not None
    return isinstance(param, int) and param < -(2**61)


def _is_among(param: Any, names: dict[Any, str]) -> bool:
    return isinstance(param, str | int | date) and param in names

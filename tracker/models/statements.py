"""Questions that every request asks: their SQL is made once, and asked again with other values.

Django makes the SQL of a queryset anew each time, which takes longer than the database takes to answer a small one.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connections
from django.db.models import QuerySet

MOST_KEPT = 500  # statements of one question in one thread


class Statement:
    """A queryset of `values_list` as SQL, with places for the values that differ from one request to the next."""

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"], named: dict[str, Any]) -> None:
        """Make the SQL with a stand-in for each value, and find where the database is given each of them.

        Raises ValueError where a value is not passed on as it is, such as the beginning of a text in LIKE.
        """
        stand_ins = {name: _stand_in(value, number) for number, (name, value) in enumerate(named.items())}
        queryset = build(**stand_ins)
        self.alias = queryset.db
        self.compiler = queryset.query.get_compiler(self.alias)
        self.sql, self.params = self.compiler.as_sql()
        names = {self._adapted(stand_in): name for name, stand_in in stand_ins.items()}
        self.places = {place: names[param] for place, param in enumerate(self.params) if _is_among(param, names)}
        if set(self.places.values()) != set(named):
            raise ValueError(f"the SQL does not take each of {sorted(named)} as it is")

    def rows(self, named: dict[str, Any]) -> list[Any]:
        """Return the rows for these values, each a list of what `values_list` names; one query."""
        params = list(self.params)
        for place, name in self.places.items():
            params[place] = self._adapted(named[name])
        with connections[self.alias].cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        return list(self.compiler.results_iter([rows])) if rows else []

    def _adapted(self, value: Any) -> Any:
        """Return a value as this database is given it."""
        ops = connections[self.alias].ops
        if isinstance(value, datetime):
            return ops.adapt_datetimefield_value(value)
        return ops.adapt_datefield_value(value) if isinstance(value, date) else value


class Question:
    """A queryset of `values_list` that is asked again and again; its SQL is made once in each thread.

    `build` takes the values by name. What decides how the SQL looks (how many places somebody has) is `shape`: it is
    given to `build` as it is, and each one has a statement of its own.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self.build = build
        self._kept = threading.local()  # a statement belongs to the connection of its thread

    def rows(self, *shape: Hashable, **named: Any) -> list[Any]:
        """Return the rows for these values; one query."""
        return self._statement(shape, named).rows(named)

    def _statement(self, shape: tuple[Hashable, ...], named: dict[str, Any]) -> Statement:
        kept: OrderedDict[Any, Statement] = self._kept.__dict__.setdefault("statements", OrderedDict())
        statement = kept.get(shape)
        if statement is None or statement.compiler.connection is not connections[statement.alias]:
            statement = kept[shape] = Statement(lambda **values: self.build(*shape, **values), named)
            if len(kept) > MOST_KEPT:
                kept.popitem(last=False)
        kept.move_to_end(shape)  # those not asked for longest go first
        return statement


def _stand_in(value: Any, number: int) -> Any:
    """Return a value of the same kind that no statement has of its own."""
    if isinstance(value, datetime):
        return datetime(1800, 1, 1, tzinfo=UTC) + timedelta(days=number)
    if isinstance(value, date):
        return date(1700, 1, 1) + timedelta(days=number)
    return -(2**62) + number if isinstance(value, int) else f"\x01 stand-in {number} \x01"


def _is_among(param: Any, names: dict[Any, str]) -> bool:
    return isinstance(param, str | int | date) and param in names

"""Takes rows by the hundred thousand: COPY on PostgreSQL, batches elsewhere; numbers them, and checks every column."""

import json
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max
from django.db.models.expressions import DatabaseDefault

HELD = 50_000  # rows of all tables that are held before they are written
STATEMENT = 500  # rows of one INSERT


class Table:
    """Rows of one model. A column that is not given has the model's default."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        self._defaults = {field.attname: _default_of(field) for field in fields}
        self._json = [at for at, field in enumerate(fields) if isinstance(field, models.JSONField)]
        self._rows: list[tuple[Any, ...]] = []
        self._last: int = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        self.count = 0

    def number(self) -> int:
        """Return the next primary key, for rows that name each other."""
        self._last += 1
        return self._last

    def add(self, **values: Any) -> int:
        """Add one row, with an `id` from `number` or a new one, and return its primary key."""
        if "id" not in values:
            values["id"] = self.number()
        row = {**self._defaults, **values}
        if len(row) != len(self._defaults):
            raise TypeError(f"{self.model.__name__} has no column {sorted(row.keys() - self._defaults.keys())}")
        self._rows.append(tuple(row.values()))
        self.count += 1
        return int(values["id"])

    @property
    def held(self) -> int:
        """Return how many rows wait to be written."""
        return len(self._rows)

    def write(self) -> None:
        """Send what is held to the database."""
        rows, self._rows = self._rows, []
        if not rows:
            return
        if connection.vendor == "postgresql":
            self._copy(rows)
        else:
            names = list(self._defaults)
            made = [self.model(**dict(zip(names, row, strict=True))) for row in rows]
            self.model._default_manager.bulk_create(made, batch_size=STATEMENT)

    def _copy(self, rows: list[tuple[Any, ...]]) -> None:
        name = connection.ops.quote_name
        columns = ", ".join(name(field.column or "") for field in self.model._meta.concrete_fields)
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {name(self.model._meta.db_table)} ({columns}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(self._as_text(row) if self._json else row)

    def _as_text(self, row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for at in self._json:
            values[at] = json.dumps(values[at])
        return values


def _default_of(field: Any) -> Any:
    """Return what a column holds that is not given; the value of the database's own default, which COPY cannot ask."""
    default = field.get_default()
    return field.db_default if isinstance(default, DatabaseDefault) else default


class Tables:
    """One table for each model that is asked for."""

    def __init__(self) -> None:
        self._held: dict[type[models.Model], Table] = {}

    def table_of(self, model: type[models.Model]) -> Table:
        if model not in self._held:
            self._held[model] = Table(model)
        return self._held[model]

    def write_when_full(self) -> None:
        """Write what is held once it is much; every row that a row names must have been added by then.

        PostgreSQL would keep the foreign keys of all rows in memory until the end, so they are checked each time.
        """
        if sum(table.held for table in self._held.values()) < HELD:
            return
        self._write()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    def _write(self) -> None:
        for table in self._held.values():
            table.write()

    def finish(self) -> dict[str, int]:
        """Write the rest, set the sequences and refresh the planner's statistics; return how many rows of what."""
        self._write()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self._held)):
                cursor.execute(statement)
            for model in self._held:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
        return {str(model._meta.verbose_name_plural): table.count for model, table in self._held.items()}


def take_the_time_it_needs() -> None:
    """Lift the limits on one statement and on a pause, for this transaction only."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")

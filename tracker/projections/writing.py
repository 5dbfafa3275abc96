"""Brings kept rows up to date: writes what is new or other, deletes what is no longer so, and leaves the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection, models

from tracker.models import ActionPlace, KeptAnswer, KeptChain, KeptRecommendation, RecommendationPlace
from tracker.projections.facts import Chosen, Reading

# By the key of a row what its other columns hold.
Rows = dict[tuple[int, ...], dict[str, Any]]
AT_A_TIME = 500


@dataclass(frozen=True)
class KeptTable:
    """A table of kept rows: its key, and the column by which a part of it is chosen."""

    model: type[models.Model]
    keys: tuple[str, ...]
    chosen_by: str

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Return the columns beside the key and the row's own number."""
        names = (field.attname for field in self.model._meta.concrete_fields)
        return tuple(name for name in names if name not in (*self.keys, "id"))

    @cached_property
    def _held(self) -> Reading:
        columns = (*self.keys, *self.columns)
        return Reading(
            lambda chosen: models.QuerySet(self.model).filter(chosen.matching(self.chosen_by)).values_list(*columns)
        )

    def held(self, chosen: Chosen) -> Rows:
        """Return the rows that are kept of what is chosen; 1 query."""
        columns, key = self.columns, len(self.keys)
        rows = self._held.rows(chosen)
        return {tuple(row[:key]): dict(zip(columns, row[key:], strict=True)) for row in rows}

    def write(self, rows: Rows, *, held: Rows) -> None:
        """Make the rows that are held equal to `rows`; no query where nothing changed."""
        other = {key: columns for key, columns in rows.items() if held.get(key) != columns}
        if other:
            models.QuerySet(self.model).bulk_create(
                self._records(other),
                batch_size=AT_A_TIME,
                update_conflicts=True,
                unique_fields=list(self.keys),
                update_fields=list(self.columns),
            )
        for key in held.keys() - rows.keys():
            models.QuerySet(self.model).filter(**dict(zip(self.keys, key, strict=True))).delete()

    def fill(self, rows: Rows) -> None:
        """Add rows to a table that has none of these: COPY on PostgreSQL, batches elsewhere."""
        if connection.vendor != "postgresql":
            models.QuerySet(self.model).bulk_create(self._records(rows), batch_size=AT_A_TIME)
            return
        name = connection.ops.quote_name
        by_name = {field.attname: field.column or "" for field in self.model._meta.concrete_fields}
        columns = ", ".join(name(by_name[column]) for column in (*self.keys, *self.columns))
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {name(self.model._meta.db_table)} ({columns}) FROM STDIN") as copy,
        ):
            for key, held in rows.items():
                copy.write_row((*key, *(held[column] for column in self.columns)))

    def _records(self, rows: Mapping[tuple[int, ...], Any]) -> Iterator[Any]:
        """Yield the rows as records, in the order of their keys, so that two writers take their locks in one order."""
        return (self.model(**dict(zip(self.keys, key, strict=True)), **rows[key]) for key in sorted(rows))


ANSWERS = KeptTable(KeptAnswer, ("answerable_id",), "recommendation")
RECOMMENDATIONS = KeptTable(KeptRecommendation, ("recommendation_id",), "recommendation")
CHAINS = KeptTable(KeptChain, ("latest_id",), "latest")
PLACES = KeptTable(RecommendationPlace, ("recommendation_id", "organisation_id"), "recommendation")
ACTION_PLACES = KeptTable(ActionPlace, ("action_id", "organisation_id"), "action")
TABLES = (ANSWERS, CHAINS, RECOMMENDATIONS, PLACES, ACTION_PLACES)

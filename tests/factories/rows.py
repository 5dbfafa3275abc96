"""Rows that the database refuses, and rows of the cast by their keys, for the tests of models."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from tracker.rules.access import Actor

STRANGER = Actor(person_id=None, name="Nobody")


@contextmanager
def refused_by(model: type[models.Model], name: str) -> Iterator[None]:
    """Expect that the database refuses what is done here, and that it is this constraint of the model that does."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    said = str(refusal.value)
    assert name in said or f"failed: {_columns(model, name)}" in said, said


def save_changed(row: models.Model, **changes: Any) -> None:
    """Write these values over those of the row, past every operation."""
    type(row)._base_manager.filter(pk=row.pk).update(**changes)


def save_twin(row: models.Model, **changes: Any) -> None:
    """Save a second row with the values of this one but for these."""
    twin = copy(row)
    twin.pk, twin._state.adding = None, True
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.save(force_insert=True)


def keys_of(held: Mapping[str, models.Model], rows: Iterable[models.Model]) -> set[str]:
    """Return by which keys the cast knows these rows; a row that it does not know fails the test."""
    keys = {row.pk: key for key, row in held.items()}
    return {keys[row.pk] for row in rows}


def places_of(held: Mapping[str, models.Model], rows: Iterable[Any]) -> set[str]:
    """Return by which keys the cast knows the recommendations of these answerables."""
    return keys_of(held, (row.recommendation for row in rows))


def _columns(model: type[models.Model], name: str) -> str:
    """Return how SQLite names a constraint of uniqueness: by its columns; a row of the table has no other words."""
    [constraint] = [constraint for constraint in model._meta.constraints if constraint.name == name]
    fields = constraint.fields if isinstance(constraint, models.UniqueConstraint) else ()
    columns = ", ".join(f"{model._meta.db_table}.{model._meta.get_field(field).column}" for field in fields)
    return columns or name

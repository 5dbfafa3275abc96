"""Makes a world once for each process: after that its rows come back in few statements, and its objects as copies."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, models, transaction
from django.db.models.sql import InsertQuery

T = TypeVar("T")
Rows = dict[type[models.Model], dict[Any, dict[str, Any]]]


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A world as it was made: its objects, pickled, and the statements that put its rows back."""

    objects: bytes
    statements: tuple[tuple[str, Any], ...]

    def put_back(self) -> Any:
        """Fresh objects, which no other test has seen, with their rows, unless these are there for several tests."""
        if self not in shared:
            self.put_rows_back()
        return pickle.loads(self.objects)

    def put_rows_back(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, values in self.statements:
                cursor.execute(sql, values)


_kept: dict[tuple[Any, Any], Kept] = {}
shared: set[Kept] = set()  # whose rows are there already (harness/shared_world)


def made(database: Any) -> Kept | None:
    """The first world that was kept of this database: that of the fixture `world`."""
    return next((kept for (_, name), kept in _kept.items() if name == database), None)


def kept(make: Callable[[], T]) -> T:
    """What `make` makes. It is called once for a database, and again where its rows' keys are taken by others."""
    key = (make, connection.settings_dict["NAME"])
    if key not in _kept:
        _kept[key] = keep(make)
    try:
        return _kept[key].put_back()  # type: ignore[no-any-return]
    except IntegrityError:
        return make()


def keep(make: Callable[[], Any]) -> Kept:
    """Makes it, notes what came to be, and takes it back. Keys that were given are not given again."""
    with transaction.atomic():
        before = rows()
        objects = pickle.dumps(make())
        made = _made(before, rows())
        statements = tuple(statement for each in made for statement in _statements(*each)) + _counters(made)
        transaction.set_rollback(True)
    return Kept(objects, statements)


def _counters(made: list[tuple[type[models.Model], list[models.Model]]]) -> tuple[tuple[str, Any], ...]:
    """On PostgreSQL, one statement that counts on after these keys: a test may have set a counter back for good."""
    if connection.vendor != "postgresql":
        return ()
    parts = []
    with connection.cursor() as cursor:
        for model, held in made:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, model._meta.pk.column])
            counter = cursor.fetchone()[0]
            if counter:
                parts.append(f"setval('{counter}', GREATEST((SELECT last_value FROM {counter}), {held[-1].pk}))")
    return ((f"SELECT {', '.join(parts)}", ()),)


def rows() -> Rows:
    """Every row of every table by its key."""
    return {
        model: {row["pk"]: row for row in models.QuerySet(model).order_by("pk").values("pk", *_columns(model))}
        for model in apps.get_models(include_auto_created=True)
        if model is not ContentType
    }


def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.generated]


def _made(before: Rows, after: Rows) -> list[tuple[type[models.Model], list[models.Model]]]:
    found = []
    for model, held in after.items():
        assert held.keys() >= before[model].keys(), f"{model} lost rows; only new rows can be put back"
        assert all(held[key] == row for key, row in before[model].items()), f"Rows of {model} were changed"
        if new := sorted(held.keys() - before[model].keys()):
            found.append((model, list(models.QuerySet(model).filter(pk__in=new).order_by("pk"))))
    return found


def _statements(model: type[models.Model], made: list[models.Model]) -> list[tuple[str, Any]]:
    """Django's own statement for these rows, whose keys are given."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    query = InsertQuery(model)
    query.insert_values(fields, made, raw=True)
    compiler: Any = query.get_compiler(connection=connection)
    return [(sql, values) for sql, values in compiler.as_sql()]

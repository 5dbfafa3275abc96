"""To whom a body's answer passed on, over any number of reorganisations: one recursive query inside another."""

from typing import Any

from django.db import models
from django.db.models import Exists, Func, OuterRef, Q

# A row is followed by what took over from it, and where two rows became one, by that of a body named when it was
# confirmed; by the same body's own row too, after a check failed.
SQL = """(
WITH RECURSIVE heir(id, recommendation_id, ended_at) AS (
    SELECT begun.id, begun.recommendation_id, begun.ended_at FROM {answerable} begun WHERE begun.id = %(expressions)s
    UNION
    SELECT later.id, later.recommendation_id, later.ended_at
    FROM heir JOIN {answerable} later ON later.recommendation_id = heir.recommendation_id
    WHERE later.follows_id = heir.id OR (
        (later.ended_at IS NULL OR later.ended_at >= heir.ended_at) AND EXISTS (
            SELECT 1 FROM {takeover} decided
            JOIN {bodies} named ON named.takeover_id = decided.id
            JOIN {reorganisation} held ON held.id = decided.reorganisation_id
            WHERE decided.answerable_id = heir.id AND named.organisation_id = later.organisation_id
            AND heir.ended_at IS NOT NULL AND decided.ending = ''
            AND held.confirmed_at IS NOT NULL AND held.undone_at IS NULL
        )
    )
) SELECT id FROM heir)"""


def has_heirs(rows: models.QuerySet[Any], prefix: str = "") -> Q:
    """Return the condition that an ended answer passed, in however many steps, to one of these rows.

    Django has no recursive query of its own. It reads rows of the same recommendation alone.
    """
    takeover: Any = rows.model._meta.get_field("takeovers").related_model
    tables = {
        "answerable": rows.model,
        "takeover": takeover,
        "bodies": takeover.bodies.through,
        "reorganisation": takeover._meta.get_field("reorganisation").related_model,
    }
    sql = SQL.format(**{name: model._meta.db_table for name, model in tables.items()})
    heirs = Func(OuterRef(f"{prefix}pk"), template=sql, output_field=models.BigAutoField())
    heir_rows = rows.filter(recommendation=OuterRef(f"{prefix}recommendation"), pk__in=heirs)
    return Q(Exists(heir_rows), **{f"{prefix}to_on__isnull": False})

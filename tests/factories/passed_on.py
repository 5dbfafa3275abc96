"""What passed on to a body's answers, over any number of reorganisations: one recursive query."""

from typing import Any

from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, Subquery

# A row took over from the one that it follows, of another body or of its own after a check failed; and where two rows
# became one, from that of each body whose takeover named its body when it was confirmed. The query begins with the rows
# that took anything over, which are few, and asks nothing of the row that is looked at: it is worked out once.
SQL = """(
WITH RECURSIVE line(id, recommendation_id, organisation_id, follows_id, ended_at) AS (
    SELECT begun.id, begun.recommendation_id, begun.organisation_id, begun.follows_id, begun.ended_at
    FROM {answerable} begun WHERE begun.id IN %(expressions)s
    UNION
    SELECT earlier.id, earlier.recommendation_id, earlier.organisation_id, earlier.follows_id, earlier.ended_at
    FROM line JOIN {answerable} earlier ON earlier.recommendation_id = line.recommendation_id
    WHERE earlier.ended_at IS NOT NULL AND (earlier.id = line.follows_id OR (
        (line.ended_at IS NULL OR line.ended_at >= earlier.ended_at) AND EXISTS (
            SELECT 1 FROM {takeover} decided
            JOIN {bodies} named ON named.takeover_id = decided.id
            JOIN {reorganisation} held ON held.id = decided.reorganisation_id
            WHERE decided.answerable_id = earlier.id AND named.organisation_id = line.organisation_id
            AND decided.ending = '' AND held.confirmed_at IS NOT NULL AND held.undone_at IS NULL
        )
    ))
) SELECT id FROM line)"""


def passed_on_to(rows: models.QuerySet[Any], prefix: str = "") -> Q:
    """Return the condition that an answer passed on, in however many steps, to one of these rows, or is one of them.

    Django has no recursive query of its own.
    """
    takeover: Any = rows.model._meta.get_field("takeovers").related_model
    tables = {
        "answerable": rows.model,
        "takeover": takeover,
        "bodies": takeover.bodies.through,
        "reorganisation": takeover._meta.get_field("reorganisation").related_model,
    }
    sql = SQL.format(**{name: model._meta.db_table for name, model in tables.items()})
    named: models.QuerySet[Any] = models.QuerySet(takeover.bodies.through).filter(organisation=OuterRef("organisation"))
    took_over = rows.filter(Q(follows__isnull=False) | Exists(named)).order_by()
    line = Func(Subquery(took_over.values("pk")), template=sql, output_field=models.BigAutoField())
    return Q(**{f"{prefix}pk__in": line})

"""The bodies of an actor's areas, as kept rows are asked for by them."""

from typing import Any

from django.db.models import Subquery

from inspections.models import Organisation
from tracker.rules.access import Actor, Doing


def of_areas(actor: Actor, prefix: str = "") -> dict[str, Any]:
    """Return the condition on `organisation` of kept rows that it is the body of one of the actor's areas.

    Asked for as a single value where it is one: the database then reads a list in the order of its index.
    """
    areas = actor.areas(Doing.SEE_WORK)
    bodies = Organisation.objects.filter(path__in=areas).values("pk")
    if len(areas) == 1:
        return {f"{prefix}organisation": Subquery(bodies[:1])}
    return {f"{prefix}organisation__in": bodies}

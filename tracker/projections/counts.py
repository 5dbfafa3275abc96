"""Keeps how many open actions each body has by due date: what one change adds and takes, and all of it anew."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from tracker.models import ActionPlace, OpenActions
from tracker.projections.writing import Rows

Key = tuple[int, date]
# Django's bulk_create replaces what is there and cannot add to it.
ADD = """
INSERT INTO tracker_openactions (organisation_id, due_on, actions, moved) VALUES {values}
ON CONFLICT (organisation_id, due_on) DO UPDATE
SET actions = tracker_openactions.actions + excluded.actions, moved = tracker_openactions.moved + excluded.moved
"""


def count(*, held: Rows, rows: Rows) -> None:
    """Add what these rows of places have more than those that were held, and take what they have less.

    No query where nothing changes its count, else 1, and one more where something was taken. The counts are changed in
    one order by all, so that two that change the same ones wait for each other and never in a ring.
    """
    actions, moved = _counted(rows.items()), _counted(rows.items(), moved=True)
    actions.subtract(_counted(held.items()))
    moved.subtract(_counted(held.items(), moved=True))
    changes = [
        (*key, actions[key], moved[key]) for key in sorted(actions.keys() | moved.keys()) if actions[key] or moved[key]
    ]
    if not changes:
        return
    with connection.cursor() as cursor:
        values = ", ".join(["(%s, %s, %s, %s)"] * len(changes))
        cursor.execute(ADD.format(values=values), [value for change in changes for value in change])
    if any(number < 0 for _, _, number, _ in changes):
        OpenActions.objects.filter(organisation__in={change[0] for change in changes}, actions=0).delete()


def recount() -> None:
    """Fill the table, which is empty, from the places of all actions; 1 query and a write."""
    OpenActions.objects.bulk_create(
        (
            OpenActions(organisation_id=organisation, due_on=due_on, actions=actions, moved=moved)
            for (organisation, due_on), (actions, moved) in sorted(_all().items())
        ),
        batch_size=500,
    )


def differences(*, mend: bool) -> list[str]:
    """Return where the counts differ from the places, in words; `mend` counts anew."""
    held = {
        (organisation, due_on): (actions, moved)
        for organisation, due_on, actions, moved in OpenActions.objects.values_list(
            "organisation_id", "due_on", "actions", "moved"
        )
    }
    counted = _all()
    wrong = [
        f"{key}: {held.get(key)}, not {counted.get(key)}"
        for key in sorted(held.keys() | counted.keys())
        if held.get(key) != counted.get(key)
    ]
    if wrong and mend:
        OpenActions.objects.all().delete()
        recount()
    return wrong


def _counted(rows: Iterable[tuple[tuple[int, ...], Mapping[str, Any]]], *, moved: bool = False) -> Counter[Key]:
    return Counter(
        (organisation, place["open_due_on"] or OpenActions.NEVER)
        for (_, organisation), place in rows
        if place["is_open"] and place["is_owned"] and (place["is_moved"] or not moved)
    )


def _all() -> dict[Key, tuple[int, int]]:
    """Return the counts as the places say; 1 query."""
    places = ActionPlace.objects.filter(is_open=True, is_owned=True).order_by()
    rows = places.values_list("organisation_id", "open_due_on").annotate(
        actions=Count("pk"), moved=Count("pk", filter=Q(is_moved=True))
    )
    return {
        (organisation, due_on or OpenActions.NEVER): (actions, moved) for organisation, due_on, actions, moved in rows
    }

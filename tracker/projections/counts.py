"""Keeps how many open actions each body has by due date: what one change adds and takes, and all of it anew."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q

from tracker.models import ActionPlace, OpenActions
from tracker.projections.writing import Rows

Key = tuple[int, date]


def count(*, held: Rows, rows: Rows) -> None:
    """Add what these rows of places have more than those that were held, and take what they have less.

    2 queries where nothing changes its count, else 1 more for each body and date, always in one order.
    """
    actions, moved = _counted(rows.items()), _counted(rows.items(), moved=True)
    actions.subtract(_counted(held.items()))
    moved.subtract(_counted(held.items(), moved=True))
    for key in sorted(key for key in actions.keys() | moved.keys() if actions[key] or moved[key]):
        _add(key, actions[key], moved[key])


def recount() -> None:
    """Fill the table, which is empty, from the places of all actions; 1 query and a write."""
    OpenActions.objects.bulk_create(
        (
            OpenActions(organisation_id=organisation, due_on=due_on, actions=actions, moved=moved)
            for (organisation, due_on), (actions, moved) in sorted(_all().items())
        ),
        batch_size=500,
    )


@transaction.atomic
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


def _add(key: Key, actions: int, moved: int) -> None:
    """Change one count; a row that counts nothing goes."""
    organisation, due_on = key
    row = OpenActions.objects.filter(organisation=organisation, due_on=due_on)
    if not row.update(actions=F("actions") + actions, moved=F("moved") + moved):
        # Two that begin one count at once: the second waits for the first and adds to its row.
        OpenActions.objects.bulk_create(
            [OpenActions(organisation_id=organisation, due_on=due_on, actions=0, moved=0)], ignore_conflicts=True
        )
        row.update(actions=F("actions") + actions, moved=F("moved") + moved)
    if actions < 0:
        row.filter(actions=0).delete()

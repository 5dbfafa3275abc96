"""How many open actions bodies have, as far as a person may see them: summed up by date, not one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from inspections.models import Organisation, within
from tracker.models import Action, DateChange, OpenActions
from tracker.models.action import ActionQuerySet
from tracker.models.statements import Question
from tracker.rules.access import Actor, Doing, may
from tracker.rules.deadlines import Urgency, end_of_this_week


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """The open actions that posts of a body, or of those below it, own."""

    open: int = 0
    overdue: int = 0
    this_week: int = 0
    late_and_moved: int = 0

    def by_urgency(self) -> dict[Urgency, int]:
        later = self.open - self.overdue - self.this_week
        return {Urgency.OVERDUE: self.overdue, Urgency.DUE_THIS_WEEK: self.this_week, Urgency.LATER: later}


NONE = OpenCounts()


def open_counts(actor: Actor, bodies: Sequence[Organisation], *, on: date) -> dict[int, OpenCounts]:
    """Return the counts of these bodies, by key, as far as the actor sees the actions; at most 2 queries.

    What stands in the actor's area is summed up from what is kept. Of a body outside it the actor sees its actions that
    serve an answer of the area, which are few, and where the area is a part of the body, that part as a whole.
    """
    if not bodies:
        return {}
    if not actor.sees_by_area_alone:
        return _asked(actor, bodies, outside=False, on=on)
    areas = actor.areas(Doing.SEE_WORK)
    seen = {body.pk: _part_seen(body.path, areas) for body in bodies}
    kept = _kept({path for path in seen.values() if path}, on=on)
    counts = {pk: kept.get(path or "", NONE) for pk, path in seen.items()}
    outside = [body for body in bodies if not may(actor, Doing.SEE_WORK, paths=[body.path])]
    if outside and areas:
        for pk, more in _asked(actor, outside, outside=True, on=on).items():
            counts[pk] = _sum(counts[pk], more)
    return counts


def overdue_of(actor: Actor, body: Organisation, *, on: date) -> ActionQuerySet:
    """Return the overdue actions of a body's posts, and of those below it, that the actor may see; by date."""
    if not actor.sees_by_area_alone:
        return Action.objects.visible_to(actor).of_body(body).overdue(on=on).order_by("due_on", "pk")
    if may(actor, Doing.SEE_WORK, paths=[body.path]):
        late = Action.objects.open_of_body(body, Q(places__open_due_on__lt=on))
    else:
        late = Action.objects.in_area_of(actor, Q(places__is_open=True, places__open_due_on__lt=on)).of_body(body)
    return late.order_by("open_due_on", "pk")


def _part_seen(path: str, areas: Sequence[str]) -> str | None:
    """Return the part of a body that is seen as a whole: itself inside an area, else the area inside it, or nothing."""
    if any(path.startswith(area) for area in areas):
        return path
    return next((area for area in areas if area.startswith(path)), None)


def _kept(paths: set[str], *, on: date) -> dict[str, OpenCounts]:
    rows = _KEPT.rows(paths=sorted(paths), on=on, week_end=end_of_this_week(on))
    return {path: OpenCounts(*counts) for path, *counts in rows}


def _build_kept(*, paths: list[str], on: date, week_end: date) -> "QuerySet[Any, Any]":
    rows = OpenActions.objects.filter(organisation__path__in=paths).values_list("organisation__path")
    return rows.annotate(**OpenActions.objects.counted(on=on, week_end=week_end))


_KEPT = Question(_build_kept)


def _asked(actor: Actor, bodies: Sequence[Organisation], *, outside: bool, on: date) -> dict[int, OpenCounts]:
    """Return the counts of these bodies by the owning post's, asked of each action that the actor sees; 1 query.

    `outside`: of those alone that serve an answer of the actor's area, and are owned outside it.
    """
    shown = tuple((body.pk, body.path) for body in bodies)
    rows = _ASKED.rows(actor, outside, shown, on=on, week_end=end_of_this_week(on))
    counted = [row[1:] for row in rows] or [[0] * (len(COLUMNS) * len(shown))]
    sums = iter([sum(column) for column in zip(*counted, strict=True)])
    return {pk: OpenCounts(*(next(sums) for _ in COLUMNS)) for pk, _ in shown}


def _build(
    actor: Actor, outside: bool, bodies: tuple[tuple[int, str], ...], *, on: date, week_end: date
) -> "QuerySet[Any, Any]":
    """Return a row of counts for each status: which of them are open is no matter here."""
    if outside:
        actions = Action.objects.in_area_of(actor, Q(places__is_open=True, places__is_owned=False))
    else:
        actions = Action.objects.visible_to(actor)
    overdue = Q(due_on__lt=on)
    moved = Q(Exists(DateChange.objects.slips().filter(action=OuterRef("pk"))))
    conditions = (Q(), overdue, Q(due_on__gte=on, due_on__lte=week_end), overdue & moved)
    counts = {
        f"{column}_{pk}": Count("pk", filter=within([path], "owner_post__organisation__") & condition)
        for pk, path in bodies
        for column, condition in zip(COLUMNS, conditions, strict=True)
    }
    return actions.open().order_by().values_list("status").annotate(**counts)


COLUMNS = ("open", "overdue", "this_week", "late_and_moved")
_ASKED = Question(_build)


def _sum(one: OpenCounts, other: OpenCounts) -> OpenCounts:
    return OpenCounts(
        one.open + other.open,
        one.overdue + other.overdue,
        one.this_week + other.this_week,
        one.late_and_moved + other.late_and_moved,
    )

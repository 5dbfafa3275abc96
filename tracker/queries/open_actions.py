"""How many open actions bodies have, as far as a person may see them: summed up by date, not one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from inspections.models import Organisation, within
from tracker.models import Action, OpenActions
from tracker.models.action import ActionQuerySet
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
        return _asked(Action.objects.visible_to(actor), bodies, on=on)
    areas = actor.areas(Doing.SEE_WORK)
    seen = {body.pk: _part_seen(body.path, areas) for body in bodies}
    kept = _kept({path for path in seen.values() if path}, on=on)
    counts = {pk: kept.get(path or "", NONE) for pk, path in seen.items()}
    outside = [body for body in bodies if not may(actor, Doing.SEE_WORK, paths=[body.path])]
    if outside and areas:
        others = Action.objects.in_area_of(actor, Q(places__is_open=True, places__is_owned=False))
        for pk, more in _asked(others, outside, on=on).items():
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
    rows = OpenActions.objects.filter(organisation__path__in=paths).values("organisation__path")
    summed: Any = rows.annotate(**OpenActions.objects.counted(on=on))
    return {row.pop("organisation__path"): OpenCounts(**row) for row in summed}


def _asked(actions: ActionQuerySet, bodies: Sequence[Organisation], *, on: date) -> dict[int, OpenCounts]:
    """Return the counts of these actions by the body of the owning post, asked of each action; 1 query."""
    overdue = Q(due_on__lt=on)
    conditions = {
        "open": Q(),
        "overdue": overdue,
        "this_week": Q(due_on__gte=on, due_on__lte=end_of_this_week(on)),
        "late_and_moved": overdue & Q(moves__gt=0),
    }
    counted = (
        actions.open()
        .with_slips()
        .aggregate(
            **{
                f"{name}_{body.pk}": Count("pk", filter=within([body.path], "owner_post__organisation__") & condition)
                for body in bodies
                for name, condition in conditions.items()
            }
        )
    )
    return {body.pk: OpenCounts(**{name: counted[f"{name}_{body.pk}"] for name in conditions}) for body in bodies}


def _sum(one: OpenCounts, other: OpenCounts) -> OpenCounts:
    return OpenCounts(
        one.open + other.open,
        one.overdue + other.overdue,
        one.this_week + other.this_week,
        one.late_and_moved + other.late_and_moved,
    )

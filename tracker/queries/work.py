"""What needs a person: their actions by urgency, their area in counts, drafts that wait for a check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from inspections.models.organisation import OrganisationQuerySet
from tracker.choices import Role
from tracker.models import Action, OpenActions, ReportDraft
from tracker.models.action import ActionQuerySet
from tracker.models.first_ones import Found, Part, Parts, first_ones
from tracker.models.said_before import still_asked
from tracker.models.statements import Question
from tracker.queries.action_rows import ActionLine, action_rows_of
from tracker.queries.open_actions import open_counts
from tracker.rules.access import Actor, Doing
from tracker.rules.deadlines import Urgency, end_of_this_week

ROWS_PER_GROUP = 10


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Actions of one urgency: how many there are, and the first ten."""

    urgency: Urgency
    count: int
    actions: list[ActionLine]


@dataclass(frozen=True, slots=True)
class BodyCounts:
    """One body of an area in three counts of open actions."""

    organisation: Organisation
    open: int
    overdue: int
    due_this_week: int


@dataclass(frozen=True, slots=True)
class YourWork:
    """The page after sign-in."""

    groups: list[WorkGroup]
    bodies: list[BodyCounts]
    drafts: list[ReportDraft]

    @property
    def is_empty(self) -> bool:
        return not (any(group.count for group in self.groups) or self.bodies or self.drafts)


def your_work(actor: Actor, found: Mapping[str, Found] | None = None, *, has_drafts: bool = True, on: date) -> YourWork:
    """Return everything on the page, in at most 6 queries for any number of actions, 5 where GROUPS were `found`.

    `has_drafts`: reports wait for this coordinator's check.
    """
    there = found if found is not None else first_ones(actor, GROUPS, on=on)[0]
    return YourWork(
        groups=_groups(actor, there, on=on), bodies=_bodies(actor, on=on), drafts=_drafts(actor) if has_drafts else []
    )


def bodies_in_counts(actor: Actor, bodies: Iterable[Organisation], *, on: date) -> list[BodyCounts]:
    """Return the open actions of each body and of those below it that the actor may see; at most 2 queries."""
    shown = list(bodies)
    counts = open_counts(actor, shown, on=on)
    return [
        BodyCounts(body, counts[body.pk].open, counts[body.pk].overdue, counts[body.pk].this_week) for body in shown
    ]


def _mine(actor: Actor, condition: Q) -> ActionQuerySet:
    """Return the actor's own open actions: all are in their area or their own, so that the gate lets each through.

    One that answers only what a later report has judged waits for the carry-over, and for nobody's work.
    """
    return Action.objects.mine(actor).open().filter(condition, still_asked()).most_urgent_first()


GROUPS: Parts = {
    Urgency.OVERDUE.value: Part(lambda actor, on, _: _mine(actor, Q(due_on__lt=on)), ROWS_PER_GROUP, is_counted=True),
    Urgency.DUE_THIS_WEEK.value: Part(
        lambda actor, on, week_end: _mine(actor, Q(due_on__gte=on, due_on__lte=week_end)),
        ROWS_PER_GROUP,
        is_counted=True,
    ),
    Urgency.LATER.value: Part(
        lambda actor, _, week_end: _mine(actor, Q(due_on__gt=week_end) | Q(due_on__isnull=True)),
        ROWS_PER_GROUP,
        is_counted=True,
    ),
}


def _groups(actor: Actor, found: Mapping[str, Found], *, on: date) -> list[WorkGroup]:
    """Return the three groups; 2 queries for all rows."""
    keys = [pk for name in GROUPS for pk in found[name].keys]
    rows = {row.pk: row for row in action_rows_of(actor, keys, on=on)}
    return [
        WorkGroup(Urgency(name), found[name].count, [rows[pk] for pk in found[name].keys if pk in rows])
        for name in GROUPS
    ]


def _bodies(actor: Actor, *, on: date) -> list[BodyCounts]:
    """Return the bodies right below a lead's own: PDUs for a region, regions for HMPPS; 1 query."""
    places = actor.places(Role.REGIONAL_LEAD, Role.NATIONAL, Role.AUDITOR)
    if not places:
        return []
    if not actor.sees_by_area_alone:
        return bodies_in_counts(actor, _below(places, on=on).select_related("parent"), on=on)
    bodies = _BELOW.rows(places, on=on, week_end=end_of_this_week(on))
    return [BodyCounts(body, body.open, body.overdue, body.this_week) for body in bodies]


def _below(places: tuple[str, ...], *, on: date) -> OrganisationQuerySet:
    kinds = [OrganisationKind.REGION, OrganisationKind.PDU]
    return Organisation.objects.filter(parent__path__in=places, kind__in=kinds).living(on=on).by_name()


def _counted_below(places: tuple[str, ...], *, on: date, week_end: date) -> "QuerySet[Any]":
    """Return the bodies below with their open actions: all of them are in the area of whoever has these places."""
    bodies = _below(places, on=on).select_related("parent")
    return bodies.annotate(**OpenActions.objects.counted(on=on, week_end=week_end, prefix="open_actions__"))


_BELOW = Question(_counted_below)


def _drafts(actor: Actor) -> list[ReportDraft]:
    if not actor.areas(Doing.IMPORT_REPORTS):
        return []
    return list(ReportDraft.objects.visible_to(actor).waiting().for_page()[:ROWS_PER_GROUP])

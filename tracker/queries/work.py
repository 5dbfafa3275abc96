"""What needs a person: their actions by urgency, their area in counts, drafts that wait for a check."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tracker.choices import Role
from tracker.models import Action, ReportDraft
from tracker.models.action import ActionQuerySet
from tracker.queries.action_rows import ActionLine, action_rows_of
from tracker.queries.open_actions import OpenCounts, open_counts
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


def your_work(actor: Actor, *, has_drafts: bool = True, on: date) -> YourWork:
    """Return everything on the page, in at most 9 queries for any number of actions.

    `has_drafts`: reports wait for this coordinator's check.
    """
    mine = Action.objects.mine(actor)  # all of them in the actor's area or their own: the gate lets each through
    return YourWork(
        groups=_groups(actor, mine, on=on), bodies=_bodies(actor, on=on), drafts=_drafts(actor) if has_drafts else []
    )


def bodies_in_counts(actor: Actor, bodies: Iterable[Organisation], *, on: date) -> list[BodyCounts]:
    """Return the open actions of each body and of those below it that the actor may see; at most 2 queries."""
    shown = list(bodies)
    counts = open_counts(actor, shown, on=on)
    return [
        BodyCounts(body, counts[body.pk].open, counts[body.pk].overdue, counts[body.pk].this_week) for body in shown
    ]


def _groups(actor: Actor, mine: ActionQuerySet, *, on: date) -> list[WorkGroup]:
    """Return the three groups; 1 query for the counts, 1 for the keys of each group that has any, 2 for all rows."""
    counts = _counted(mine, on=on)
    chosen = {
        Urgency.OVERDUE: mine.overdue(on=on),
        Urgency.DUE_THIS_WEEK: mine.due_this_week(on=on),
        Urgency.LATER: mine.due_later(on=on),
    }
    keys = {
        urgency: list(actions.most_urgent_first().values_list("pk", flat=True)[:ROWS_PER_GROUP])
        for urgency, actions in chosen.items()
        if counts[urgency]
    }
    rows = {row.pk: row for row in action_rows_of(actor, [pk for group in keys.values() for pk in group], on=on)}
    return [
        WorkGroup(urgency, counts[urgency], [rows[pk] for pk in keys.get(urgency, ()) if pk in rows])
        for urgency in chosen
    ]


def _counted(actions: ActionQuerySet, *, on: date) -> dict[Urgency, int]:
    """Return how many are overdue, due this week and due later, in one query."""
    counts = actions.open().aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=on)),
        this_week=Count("pk", filter=Q(due_on__gte=on, due_on__lte=end_of_this_week(on))),
    )
    return OpenCounts(counts["open"], counts["overdue"], counts["this_week"]).by_urgency()


def _bodies(actor: Actor, *, on: date) -> list[BodyCounts]:
    """Return the bodies right below a regional or national lead's own: PDUs for a region, regions for HMPPS."""
    places = actor.places(Role.REGIONAL_LEAD, Role.NATIONAL, Role.AUDITOR)
    kinds = [OrganisationKind.REGION, OrganisationKind.PDU]
    children = Organisation.objects.filter(parent__path__in=places, kind__in=kinds).living(on=on).by_name()
    return bodies_in_counts(actor, children.select_related("parent"), on=on) if places else []


def _drafts(actor: Actor) -> list[ReportDraft]:
    if not actor.areas(Doing.IMPORT_REPORTS):
        return []
    return list(ReportDraft.objects.visible_to(actor).waiting().for_page()[:ROWS_PER_GROUP])

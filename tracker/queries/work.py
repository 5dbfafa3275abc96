"""What needs a person: their actions by urgency, their area in counts, drafts that wait for a check."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, prefetch_related_objects

from inspections.choices import OrganisationKind
from inspections.models import Organisation, within
from tracker.choices import Role
from tracker.models import Action, ReportDraft
from tracker.models.action import ActionQuerySet, answers_prefetch
from tracker.rules.access import Actor, Doing
from tracker.rules.deadlines import Urgency, end_of_this_week
from tracker.rules.lifecycle import OPEN_STATUSES

ROWS_PER_GROUP = 10


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Actions of one urgency: how many there are, and the first ten."""

    urgency: Urgency
    count: int
    actions: list[Action]


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


def your_work(actor: Actor, *, on: date) -> YourWork:
    """Return everything on the page, in at most 9 queries for any number of actions."""
    mine = Action.objects.visible_to(actor).mine(actor)
    return YourWork(groups=_groups(actor, mine, on=on), bodies=_bodies(actor, on=on), drafts=_drafts(actor))


def action_counts(actions: ActionQuerySet, *, on: date) -> dict[Urgency, int]:
    """Return how many are overdue, due this week and due later, in one query."""
    counts = actions.aggregate(
        overdue=Count("pk", filter=_overdue(on)),
        this_week=Count("pk", filter=_this_week(on)),
        open=Count("pk", filter=Q(status__in=OPEN_STATUSES)),
    )
    later = counts["open"] - counts["overdue"] - counts["this_week"]
    return {Urgency.OVERDUE: counts["overdue"], Urgency.DUE_THIS_WEEK: counts["this_week"], Urgency.LATER: later}


def bodies_in_counts(actor: Actor, bodies: Iterable[Organisation], *, on: date) -> list[BodyCounts]:
    """Return the open actions of each body and of those below it that the actor may see; one query."""
    shown = list(bodies)
    if not shown:
        return []
    actions = Action.objects.visible_to(actor).open()
    totals = actions.aggregate(
        **{
            f"{name}_{body.pk}": Count("pk", filter=within([body.path], "owner_post__organisation__") & condition)
            for body in shown
            for name, condition in (("open", Q()), ("overdue", _overdue(on)), ("week", _this_week(on)))
        }
    )
    return [
        BodyCounts(body, totals[f"open_{body.pk}"], totals[f"overdue_{body.pk}"], totals[f"week_{body.pk}"])
        for body in shown
    ]


def _groups(actor: Actor, mine: ActionQuerySet, *, on: date) -> list[WorkGroup]:
    counts = action_counts(mine, on=on)
    chosen = {
        Urgency.OVERDUE: mine.overdue(on=on),
        Urgency.DUE_THIS_WEEK: mine.due_this_week(on=on),
        Urgency.LATER: mine.due_later(on=on),
    }
    groups = [
        WorkGroup(urgency, counts[urgency], list(actions.most_urgent_first().for_row()[:ROWS_PER_GROUP]))
        if counts[urgency]
        else WorkGroup(urgency, 0, [])
        for urgency, actions in chosen.items()
    ]
    rows = [action for group in groups for action in group.actions]
    prefetch_related_objects(rows, answers_prefetch(actor))
    return groups


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


def _overdue(on: date) -> Q:
    return Q(status__in=OPEN_STATUSES, due_on__lt=on)


def _this_week(on: date) -> Q:
    return Q(status__in=OPEN_STATUSES, due_on__gte=on, due_on__lte=end_of_this_week(on))

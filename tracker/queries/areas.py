"""All areas in a list; and one on a page: who leads it, what is late, what was inspected, what lies below."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from inspections.choices import OrganisationKind
from inspections.models import Inspection, Organisation, OrganisationName, Succession, within
from inspections.models.organisation import AREA_KINDS, OrganisationQuerySet
from tracker.models import OpenActions, Post
from tracker.models.first_ones import Along
from tracker.models.statements import Question
from tracker.queries.action_rows import ActionLine, action_rows_of
from tracker.queries.area_facts import AreaFacts, area_facts
from tracker.queries.open_actions import OpenCounts, open_counts
from tracker.queries.posts import team
from tracker.queries.work import BodyCounts
from tracker.rules.access import Actor, Doing, may
from tracker.rules.deadlines import Urgency, end_of_this_week

INSPECTIONS = 10


@dataclass(frozen=True, slots=True)
class Area:
    """What the page shows; the work is empty for somebody outside, the published part is for everybody."""

    organisation: Organisation
    sees_work: bool
    posts: list[Post]
    counts: dict[Urgency, int]
    overdue: list[ActionLine]
    facts: AreaFacts
    inspections: list[Inspection]
    bodies: list[BodyCounts]
    late_and_moved: int
    closed: list[BodyCounts]
    before: list[tuple[date, list[Organisation]]]
    after: list[tuple[date, list[Organisation]]]
    earlier_names: list[OrganisationName]
    is_closed: bool
    adds_posts: bool


@dataclass(frozen=True, slots=True)
class AreaList:
    """Every body with an area page: one's own, those at the top, and each region with what is below it."""

    own: list[Organisation]
    top: list[Organisation]
    regions: list[tuple[Organisation, list[Organisation]]]


def every_area(actor: Actor, *, on: date) -> AreaList:
    """Return the living bodies by name; 1 query. They are public: whose they are decides the order alone."""
    living = _LIVING.rows(on=on)
    below: dict[int | None, list[Organisation]] = defaultdict(list)
    for body in living:
        below[body.parent_id].append(body)
    own = {body.path for body in actor.bodies}
    return AreaList(
        own=[body for body in living if body.path in own],
        top=[body for body in living if body.kind == OrganisationKind.AGENCY],
        regions=[(body, below[body.pk]) for body in living if body.kind == OrganisationKind.REGION],
    )


_LIVING = Question(
    lambda on: Organisation.objects.in_tree_of_probation().living(on=on).by_name().select_related("parent")
)


def area(actor: Actor, organisation: Organisation, *, on: date, along: tuple[Along, ...] = ()) -> Area:
    """Return the whole page in at most 8 queries, 2 more for who sees by several areas; `along` is asked with it."""
    facts = area_facts(actor, organisation, on=on, along=along)
    before, after = _before_and_after(organisation) if facts.has_successions else ([], [])
    counts, below = _counted(actor, organisation, on=on)
    by_urgency = counts[organisation.pk].by_urgency()
    living = [body for body in below if _is_living(body, on=on)]
    closed = sorted((body for body in below if _is_closed(body, on=on)), key=_last_to_close)
    return Area(
        organisation=organisation,
        sees_work=may(actor, Doing.SEE_WORK, paths=[organisation.path]),
        posts=team(organisation, on=on),
        counts=by_urgency,
        overdue=action_rows_of(actor, facts.overdue_actions, on=on),
        facts=facts,
        inspections=_INSPECTIONS.rows(organisation.path),
        bodies=[_line(body, counts) for body in living],
        late_and_moved=counts[organisation.pk].late_and_moved,
        closed=[_line(body, counts) for body in closed],
        before=before,
        after=after,
        earlier_names=_earlier_names(organisation, on=on) if facts.has_earlier_names else [],
        is_closed=_is_closed(organisation, on=on),
        adds_posts=may(actor, Doing.CHANGE_POSTS, paths=[organisation.path]),
    )


def _counted(actor: Actor, organisation: Organisation, *, on: date) -> tuple[dict[int, OpenCounts], list[Organisation]]:
    """Return the counts of the body and of those right below it, and these; 1 query, or 2 for who sees a part of it."""
    if actor.sees_by_area_alone and may(actor, Doing.SEE_WORK, paths=[organisation.path]):
        rows = _WITH_COUNTS.rows(body=organisation.pk, on=on, week_end=end_of_this_week(on))
        counts = {row.pk: OpenCounts(row.open, row.overdue, row.this_week, row.late_and_moved) for row in rows}
        return counts, [row for row in rows if row.pk != organisation.pk]
    below = list(_below(organisation.pk))
    return open_counts(actor, [organisation, *below], on=on), below


def _below(body: int) -> OrganisationQuerySet:
    return Organisation.objects.filter(parent=body).in_tree_of_probation().by_name().select_related("parent")


def _with_counts(*, body: int, on: date, week_end: date) -> OrganisationQuerySet:
    """Return a body and those right below it with their open actions: all are in the area of who sees the body's."""
    here = Organisation.objects.filter(Q(pk=body) | Q(parent=body, kind__in=AREA_KINDS)).by_name()
    counted = OpenActions.objects.counted(on=on, week_end=week_end, prefix="open_actions__")
    return here.select_related("parent").annotate(**counted)


_WITH_COUNTS = Question(_with_counts)
_INSPECTIONS = Question(
    lambda path: (
        Inspection.objects.published()
        .filter(within([path], "organisation__"))
        .select_related("organisation__parent")
        .newest_first()[:INSPECTIONS]
    )
)


def _earlier_names(organisation: Organisation, *, on: date) -> list[OrganisationName]:
    return list(organisation.names.filter(to_on__lte=on).order_by("-to_on", "-pk"))


def _line(body: Organisation, counts: dict[int, OpenCounts]) -> BodyCounts:
    return BodyCounts(body, counts[body.pk].open, counts[body.pk].overdue, counts[body.pk].this_week)


def _is_living(body: Organisation, *, on: date) -> bool:
    """Return whether a body exists on a day (OrganisationQuerySet.living)."""
    return (body.opened_on is None or body.opened_on <= on) and not _is_closed(body, on=on)


def _last_to_close(body: Organisation) -> tuple[int, str, int]:
    return (-(body.closed_on or date.min).toordinal(), body.name, body.pk)


def _is_closed(body: Organisation, *, on: date) -> bool:
    return body.closed_on is not None and body.closed_on <= on


def _before_and_after(organisation: Organisation) -> tuple[list[tuple[date, list[Organisation]]], ...]:
    """Return who came before and who follows, by day; 1 query."""
    before: dict[date, list[Organisation]] = defaultdict(list)
    after: dict[date, list[Organisation]] = defaultdict(list)
    for succession in Succession.objects.about(organisation):
        if succession.successor_id == organisation.pk:
            before[succession.on].append(succession.predecessor)
        else:
            after[succession.on].append(succession.successor)
    return tuple([(on, sorted(by_day[on], key=str)) for on in sorted(by_day)] for by_day in (before, after))

"""One region, PDU or HMPPS on a page: who leads it, what is late, what was inspected, what lies below."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from inspections.models import Inspection, Organisation, OrganisationName, Succession
from tracker.models import Post
from tracker.queries.action_rows import ActionLine, action_rows_of
from tracker.queries.area_facts import AreaFacts, area_facts
from tracker.queries.open_actions import OpenCounts, open_counts, overdue_of
from tracker.queries.posts import team
from tracker.queries.work import ROWS_PER_GROUP, BodyCounts
from tracker.rules.access import Actor, Doing, may
from tracker.rules.deadlines import Urgency

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


def area(actor: Actor, organisation: Organisation, *, on: date) -> Area:
    """Return the whole page in at most 10 queries."""
    facts = area_facts(actor, organisation, on=on)
    before, after = _before_and_after(organisation) if facts.has_successions else ([], [])
    closed = Organisation.objects.children_of(organisation).in_tree_of_probation().closed(on=on)
    below = Organisation.objects.children_of(organisation).in_tree_of_probation().living(on=on).by_name()
    bodies = [organisation, *below.select_related("parent"), *closed.select_related("parent")]
    counts = open_counts(actor, bodies, on=on)
    by_urgency = counts[organisation.pk].by_urgency()
    return Area(
        organisation=organisation,
        sees_work=may(actor, Doing.SEE_WORK, paths=[organisation.path]),
        posts=team(organisation, on=on),
        counts=by_urgency,
        overdue=_overdue(actor, organisation, on=on) if by_urgency[Urgency.OVERDUE] else [],
        facts=facts,
        inspections=list(
            Inspection.objects.published()
            .within(organisation)
            .select_related("organisation__parent")
            .newest_first()[:INSPECTIONS]
        ),
        bodies=[_line(body, counts) for body in bodies[1:] if not _is_closed(body, on=on)],
        late_and_moved=counts[organisation.pk].late_and_moved,
        closed=[_line(body, counts) for body in bodies[1:] if _is_closed(body, on=on)],
        before=before,
        after=after,
        earlier_names=_earlier_names(organisation, on=on) if facts.has_earlier_names else [],
        is_closed=_is_closed(organisation, on=on),
        adds_posts=may(actor, Doing.CHANGE_POSTS, paths=[organisation.path]),
    )


def _overdue(actor: Actor, organisation: Organisation, *, on: date) -> list[ActionLine]:
    """Return the first overdue actions; 3 queries."""
    overdue = overdue_of(actor, organisation, on=on).order_by("due_on", "pk").values_list("pk", flat=True)
    return action_rows_of(actor, list(overdue[:ROWS_PER_GROUP]), on=on)


def _earlier_names(organisation: Organisation, *, on: date) -> list[OrganisationName]:
    return list(organisation.names.filter(to_on__lte=on).order_by("-to_on", "-pk"))


def _line(body: Organisation, counts: dict[int, OpenCounts]) -> BodyCounts:
    return BodyCounts(body, counts[body.pk].open, counts[body.pk].overdue, counts[body.pk].this_week)


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

"""One region, PDU or HMPPS on a page: who leads it, what is late, what was inspected, what lies below."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from inspections.models import Inspection, Organisation, OrganisationName, Succession
from tracker.models import Action, Post, Recommendation
from tracker.queries.posts import team
from tracker.queries.work import ROWS_PER_GROUP, BodyCounts, action_counts, bodies_in_counts
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
    overdue: list[Action]
    open_recommendations: int
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
    """Return the whole page in at most 14 queries."""
    actions = Action.objects.visible_to(actor).of_body(organisation)
    counts = action_counts(actions, on=on)
    late = actions.overdue(on=on).for_list(actor).with_owner(on=on).most_urgent_first()
    before, after = _before_and_after(organisation)
    closed = Organisation.objects.children_of(organisation).in_tree_of_probation().closed(on=on)
    below = Organisation.objects.children_of(organisation).in_tree_of_probation().living(on=on).by_name()
    return Area(
        organisation=organisation,
        sees_work=may(actor, Doing.SEE_WORK, paths=[organisation.path]),
        posts=team(organisation, on=on),
        counts=counts,
        overdue=list(late[:ROWS_PER_GROUP]) if counts[Urgency.OVERDUE] else [],
        open_recommendations=Recommendation.objects.visible_to(actor)
        .concerning(organisation)
        .open(of=organisation)
        .count(),
        inspections=list(
            Inspection.objects.published()
            .within(organisation)
            .select_related("organisation__parent")
            .newest_first()[:INSPECTIONS]
        ),
        bodies=bodies_in_counts(actor, below.select_related("parent"), on=on),
        late_and_moved=actions.overdue(on=on).moved().count() if counts[Urgency.OVERDUE] else 0,
        closed=bodies_in_counts(actor, closed.select_related("parent"), on=on),
        before=before,
        after=after,
        earlier_names=list(organisation.names.filter(to_on__lte=on).order_by("-to_on", "-pk")),
        is_closed=organisation.closed_on is not None and organisation.closed_on <= on,
        adds_posts=may(actor, Doing.CHANGE_POSTS, paths=[organisation.path]),
    )


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

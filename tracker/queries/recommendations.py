"""Recommendations as lists and pages show them: three views side by side, next date, overdue actions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from inspections.models import Organisation
from tracker.choices import ActionStatus, Judge
from tracker.models import Action, Answerable, Answers, EvidenceUse, Judgement, Recommendation, Response
from tracker.models.action import AnswersQuerySet
from tracker.models.recommendation import RecommendationQuerySet
from tracker.paging import PAGE_SIZE, Page, every_row, in_parts, page_of, read_sort
from tracker.queries import answering
from tracker.queries.recurrence import MadeAgain, made_of
from tracker.rules.access import Actor, Doing, may
from tracker.rules.deadlines import is_overdue
from tracker.rules.progress import View, latest_by_judge

SORTS = {"published": "inspection__published_on", "due": "next_due_on", "body": "inspection__organisation__name"}
DEFAULT_SORT = "-published"


@dataclass(frozen=True, slots=True)
class RecommendationSelection:
    """What a list is narrowed to; empty means not at all. `state` is open, ended, overdue or one of answering's."""

    scope: str = "area"
    region: Organisation | None = None
    pdu: Organisation | None = None
    theme: str = ""
    state: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class BodyViews:
    """What owner, region and inspectorate said of one body's progress.

    `is_hidden`: the recommendation stands in the reader's area, and this body's work is shown to others alone. What is
    empty was then not shown, rather than not said.
    """

    organisation: Organisation
    views: dict[Judge, View | None]
    is_hidden: bool = False


@dataclass(slots=True)
class ListedRecommendation:
    """One recommendation in a list; the work is what the reader may see of it."""

    recommendation: Recommendation
    bodies: list[BodyViews] = field(default_factory=list)
    next_due: tuple[date, str] | None = None
    overdue: int = 0
    actions: int = 0
    tags: list[str] = field(default_factory=list)
    made: MadeAgain | None = None

    @property
    def hidden(self) -> list[BodyViews]:
        return [body for body in self.bodies if body.is_hidden]


@dataclass(frozen=True, slots=True)
class WholeRecommendation:
    """The page of one recommendation.

    `answerables` say with `is_seen` whether the reader sees the work on this body's answer, `sees_work` whether on any.
    """

    row: ListedRecommendation
    sees_work: bool
    answerables: list[Answerable]
    responses: list[Response]
    actions: list[Action]
    judgements: list[Judgement]

    @property
    def seen(self) -> list[Answerable]:
        """Return the answers on which the reader sees the work."""
        return [answerable for answerable in self.answerables if answerable.is_seen]

    @property
    def bodies_seen(self) -> frozenset[str]:
        """Return the slugs of the bodies on whose answers the reader sees the work."""
        return frozenset(answerable.organisation.slug for answerable in self.seen)

    @property
    def hidden(self) -> list[Organisation]:
        """Return the bodies that answer now and whose work is shown to others, to a reader who sees some of it."""
        rows = self.answerables if self.sees_work else []
        return [answerable.organisation for answerable in rows if answerable.to_on is None and not answerable.is_seen]

    def open_paths(self) -> list[str]:
        """Return the places of the bodies that answer for it now: who may plan actions for one of them may plan one."""
        return [answerable.organisation.path for answerable in self.answerables if answerable.to_on is None]


def chosen(actor: Actor, filters: RecommendationSelection, *, on: date) -> RecommendationQuerySet:
    """Return the recommendations that these filters choose, through the gate."""
    recommendations = Recommendation.objects.visible_to(actor)
    if filters.scope == "area":
        recommendations = recommendations.in_area_of(actor)
    for organisation in (filters.region, filters.pdu):
        if organisation is not None:
            recommendations = recommendations.concerning(organisation)
    if filters.theme:
        recommendations = recommendations.themed(filters.theme)
    if filters.words:
        recommendations = recommendations.matching(filters.words)
    if filters.state in answering.STATES:
        owing = answering.owing(filters.state, bodies=[filters.region, filters.pdu], on=on)
        if filters.state == answering.UNACKNOWLEDGED:  # silence is seen by those who see the work
            owing = owing.work_seen_by(actor)
        return recommendations.answered_for_in(owing)
    if filters.state == "stale-evidence":
        uses = EvidenceUse.objects.visible_to(actor).of_stale(on=on, after_days=settings.EVIDENCE_STALE_DAYS)
        return recommendations.with_evidence(uses, _answers(actor))
    if filters.state == "overdue":
        return recommendations.answered_by(_answers(actor).of_overdue_actions(on=on))
    of = filters.pdu or filters.region
    if filters.state == "open":
        return recommendations.open(of=of)
    return recommendations.ended(of=of) if filters.state == "ended" else recommendations


def page_of_recommendations(
    actor: Actor,
    filters: RecommendationSelection,
    *,
    sort: str,
    after: str,
    before: str,
    on: date,
    size: int = PAGE_SIZE,
    with_made: bool = True,
) -> tuple[Page, list[ListedRecommendation]]:
    """Return one page of rows in 8 queries for any size of list, and one or two more with how often each was made."""
    recommendations = _to_sort(actor, filters, sort, on=on)
    page = page_of(
        recommendations, sort=read_sort(sort, SORTS, default=DEFAULT_SORT), after=after, before=before, size=size
    )
    return page, rows_of(actor, page.rows, on=on, with_made=with_made)


def every_recommendation(
    actor: Actor, filters: RecommendationSelection, *, sort: str, on: date
) -> Iterator[ListedRecommendation]:
    """Yield every row in the order of the pages: 1 query, and 7 for each 1,000 rows."""
    rows = every_row(_to_sort(actor, filters, sort, on=on), sort=read_sort(sort, SORTS, default=DEFAULT_SORT))
    for part in in_parts(rows):
        yield from rows_of(actor, part, on=on)


def _to_sort(actor: Actor, filters: RecommendationSelection, sort: str, *, on: date) -> RecommendationQuerySet:
    recommendations = chosen(actor, filters, on=on).for_list(actor)
    return recommendations.with_next_due(_answers(actor)) if sort.removeprefix("-") == "due" else recommendations


def rows_of(
    actor: Actor, recommendations: Iterable[Recommendation], *, on: date, with_made: bool = True
) -> list[ListedRecommendation]:
    """Return rows with views and actions of recommendations that came from `for_list`.

    4 queries, and made_of's if wanted.
    """
    rows = {
        recommendation.pk: ListedRecommendation(recommendation, tags=answering.tags_of(actor, recommendation, on=on))
        for recommendation in recommendations
    }
    for pk, made in (made_of(actor, rows) if with_made else {}).items():
        rows[pk].made = made
    _add_views(actor, rows)
    answers = _answers(actor).filter(answerable__recommendation__in=list(rows))
    facts = answers.values_list(
        "answerable__recommendation_id", "action_id", "action__status", "action__due_on", "action__due_precision"
    )
    for pk, _, status, due_on, precision in sorted(set(facts), key=lambda fact: (fact[3] or date.max, fact[1])):
        row = rows[pk]
        row.actions += 1
        row.overdue += is_overdue(status=ActionStatus(status), due_on=due_on, on=on)
        if row.next_due is None and due_on and status in (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS):
            row.next_due = (due_on, precision)
    return list(rows.values())


def whole(actor: Actor, recommendation: Recommendation, *, on: date, with_made: bool = True) -> WholeRecommendation:
    """Return everything on a recommendation's page but its timeline; 10 queries for any number of actions."""
    listed = Recommendation.objects.filter(pk=recommendation.pk).for_list(actor)
    [row] = rows_of(actor, listed, on=on, with_made=with_made)
    answerables = list(
        Answerable.objects.filter(recommendation=recommendation)
        .with_work_seen_by(actor)
        .select_related("organisation__parent")
        .order_by("to_on", "organisation__name", "pk")
    )
    printed = [recommendation.inspection.organisation, recommendation.addressee]
    sees_all = may(actor, Doing.SEE_WORK, paths=[body.path for body in printed if body])
    return WholeRecommendation(
        row=row,
        sees_work=sees_all or any(answerable.is_seen for answerable in answerables),
        answerables=answerables,
        responses=list(Response.objects.visible_to(actor).of_recommendation(recommendation)),
        actions=list(
            Action.objects.answering([recommendation.pk], actor).for_list(actor).with_owner(on=on).most_urgent_first()
        ),
        judgements=list(
            Judgement.objects.visible_to(actor)
            .filter(answerable__recommendation=recommendation)
            .select_related("answerable__organisation", "inspection")
            .newest_first()
        ),
    )


def _add_views(actor: Actor, rows: dict[int, ListedRecommendation]) -> None:
    judgements = Judgement.objects.visible_to(actor).standing().filter(answerable__recommendation__in=list(rows))
    by_body: dict[int, dict[Organisation, list[View]]] = defaultdict(lambda: defaultdict(list))
    for judgement in judgements.select_related("answerable__organisation", "inspection", "review", "withdrawal"):
        answerable = judgement.answerable
        by_body[answerable.recommendation_id][answerable.organisation].append(judgement.view())
    for pk, row in rows.items():
        bodies = by_body[pk]
        hidden = set()
        for answerable in row.recommendation.open_answerables:
            bodies.setdefault(answerable.organisation, [])
            if row.recommendation.is_in_area and not may(actor, Doing.SEE_WORK, paths=answerable.paths()):
                hidden.add(answerable.organisation)
        row.bodies = [
            BodyViews(organisation, latest_by_judge(bodies[organisation]), is_hidden=organisation in hidden)
            for organisation in sorted(bodies, key=lambda body: (body.name, body.pk))
        ]


def _answers(actor: Actor) -> AnswersQuerySet:
    """Return what actions answer now, as far as the row and the page of a recommendation may show it."""
    return Answers.objects.current().shown_to(actor)

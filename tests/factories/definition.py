"""What lists hold by definition: the path rules asked of every record in SQL, as pages asked before anything was kept.

It reads no kept row: only facts. What is kept must say the same (tests/tracker/projections/test_same_as_the_facts.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When

from inspections.models import Organisation, within
from tracker.choices import ActionStatus, BeforeService, Ending, Judge, Role
from tracker.models import (
    Action,
    Answerable,
    Answers,
    DateChange,
    EndingRequest,
    Judgement,
    Link,
    Recommendation,
    Response,
    SaidBefore,
)
from tracker.models.recommendation import answer_in_area
from tracker.queries import answering
from tracker.queries.actions import ActionSelection
from tracker.queries.answering import clock_of
from tracker.queries.recommendations import RecommendationSelection
from tracker.rules.access import Actor, Doing, may
from tracker.rules.deadlines import end_of_this_week, is_overdue
from tracker.rules.lifecycle import OPEN_STATUSES
from tracker.rules.progress import View, latest_by_judge
from tracker.rules.wording import date_long, date_month

Row = dict[str, Any]
Counts = tuple[int, int, int, int]  # open, overdue, due this week, overdue after a move
SORTS = {"published": "inspection__published_on", "due": "next_due_on", "body": "inspection__organisation__name"}


def stands_in_area(actor: Actor) -> Q:
    """Return the condition that the inspected body or the addressee is there, or any body that answers for it."""
    areas = actor.areas(Doing.SEE_WORK)
    answered = Answerable.objects.filter(within(areas, "organisation__"), recommendation=OuterRef("pk"))
    return within(areas, "inspection__organisation__") | within(areas, "addressee__") | Q(Exists(answered))


def concerns(body: Organisation) -> Q:
    """Return the condition that a report is on the body or a lower one, or that these answer or a predecessor left."""
    rows = Answerable.objects.filter(recommendation=OuterRef("pk"))
    answered = rows.filter(within([body.path], "organisation__"))
    left = rows.filter(within(Organisation.objects.paths_before(body), "organisation__"))
    left = left.exclude(ending=Ending.PASSED_ON)
    return within([body.path], "inspection__organisation__") | Q(Exists(answered)) | Q(Exists(left))


def is_open(body: Organisation | None) -> Q:
    """Return the condition that somebody still answers: anybody, or of a body's own duties and reports."""
    rows = Answerable.objects.filter(to_on__isnull=True, recommendation=OuterRef("pk"))
    if body is None:
        return Q(Exists(rows))
    here = within([body.path, *Organisation.objects.paths_before(body)], "organisation__")
    return (within([body.path], "inspection__organisation__") & Q(Exists(rows))) | Q(Exists(rows.filter(here)))


def owned_by(actor: Actor, prefix: str = "") -> Q:
    """Return the condition that a post of the actor, or one in their area, owns the action."""
    areas = within(actor.areas(Doing.SEE_WORK), f"{prefix}owner_post__organisation__")
    return areas | Q(**{f"{prefix}owner_post_id__in": actor.post_ids})


def shown_answers(actor: Actor) -> QuerySet[Answers]:
    """Return what actions answer now, as far as a recommendation's row may show it."""
    shown = answer_in_area(actor, "answerable__") | owned_by(actor, "action__")
    return Answers.objects.filter(shown, to_on__isnull=True)


def recommendations(actor: Actor, filters: RecommendationSelection, *, on: date) -> QuerySet[Recommendation]:
    """Return the recommendations that these filters choose, with `next_due_on`."""
    rows: QuerySet[Recommendation] = Recommendation.objects.visible_to(actor)
    if filters.scope == "area":
        rows = rows.filter(stands_in_area(actor))
    bodies = [body for body in (filters.region, filters.pdu) if body is not None]
    for body in bodies:
        rows = rows.filter(concerns(body))
    if filters.theme:
        rows = rows.filter(theme_links__theme__code=filters.theme)
    if filters.words:
        rows = rows.filter(_matching(filters.words))
    return _in_state(actor, rows, filters, on=on).annotate(next_due_on=Subquery(_soonest(actor)))


def in_order(rows: QuerySet[Recommendation], sort: str) -> list[int]:
    """Return the keys in the order of '-published' or 'due'; those without a value come last both ways."""
    column = F(SORTS[sort.removeprefix("-")])
    first = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return list(rows.order_by(first, "pk").values_list("pk", flat=True))


def rows_of(actor: Actor, *, on: date) -> dict[int, Row]:
    """Return what a row shows of each recommendation, by key."""
    open_ones = Answerable.objects.open().with_answering().select_related("organisation").order_by("pk")
    listed = (
        Recommendation.objects.annotate(stands=Case(When(stands_in_area(actor), then=True), default=False))
        .select_related("inspection__organisation", "addressee")
        .prefetch_related(Prefetch("answerables", queryset=open_ones, to_attr="answering"))
    )
    primary = Recommendation.objects.filter(theme_links__is_primary=True).values_list("pk", "theme_links__theme__name")
    themes, made, views, work = dict(primary), made_again(), _views(actor), _work(actor, on=on)
    return {
        held.pk: {
            "title": held.short_title,
            "inspected": held.inspection.organisation.name if held.inspection.organisation else None,
            "addressee": held.addressee.name if held.addressee else None,
            "theme": themes.get(held.pk, ""),
            "made": made.get(held.pk),
            "stands": held.stands,  # type: ignore[attr-defined]
            "bodies": _bodies(actor, held, views[held.pk]),
            "tags": _tags(actor, held, on=on),
            **work[held.pk],
        }
        for held in listed
    }


def made_again() -> dict[int, tuple[int, date | None, str]]:
    """Return how often and since when each was made that was made before: along every way back, one by one."""
    earlier: dict[int, set[int]] = defaultdict(set)
    for before, after in Link.objects.values_list("earlier_id", "later_id"):
        earlier[after].add(before)
    dates = {
        pk: (day, precision)
        for pk, day, precision in Recommendation.objects.values_list(
            "pk", "inspection__published_on", "inspection__published_precision"
        )
    }
    made = {}
    for pk in list(earlier):
        ways = _ways_back(pk, earlier)
        known = sorted(dates[way[-1]] for way in ways if dates[way[-1]][0])
        made[pk] = (max(map(len, ways)), *(known[0] if known else (None, "")))
    return made


def actions(actor: Actor, filters: ActionSelection, *, on: date) -> QuerySet[Action]:
    """Return the actions that these filters choose, through the gate."""
    rows: QuerySet[Action] = Action.objects.filter(seen(actor)) if not actor.is_service else Action.objects.all()
    if filters.mine:
        rows = rows.filter(
            Q(owner_post_id__in=actor.post_ids)
            | within(actor.places(Role.HEAD_OF_PDU), "owner_post__organisation__")
            | Q(owner_post__organisation__path__in=actor.places(Role.REGIONAL_LEAD, Role.NATIONAL))
        )
    for body in (filters.region, filters.pdu):
        rows = rows.filter(within([body.path], "owner_post__organisation__")) if body else rows
    if filters.blocked:
        rows = rows.filter(status__in=OPEN_STATUSES).exclude(blocked_by_whom="")
    if filters.moved:
        rows = rows.filter(_moved())
    week = end_of_this_week(on)
    conditions = {
        "": Q(),
        "open": Q(status__in=OPEN_STATUSES),
        "overdue": Q(status__in=OPEN_STATUSES, due_on__lt=on),
        "due-this-week": Q(status__in=OPEN_STATUSES, due_on__gte=on, due_on__lte=week),
        "later": Q(status__in=OPEN_STATUSES) & (Q(due_on__gt=week) | Q(due_on__isnull=True)),
    }
    return rows.filter(conditions.get(filters.state, Q(status=filters.state)))


def urgent_first(rows: QuerySet[Action]) -> list[int]:
    """Return the keys of open ones by date, then those of the others."""
    due = Case(When(status__in=OPEN_STATUSES, then=F("due_on")))
    in_order = rows.annotate(open_due=due).order_by(F("open_due").asc(nulls_last=True), "pk")
    return list(in_order.values_list("pk", flat=True))


def by_owner(actor: Actor, filters: ActionSelection, sort: str, *, on: date) -> list[int]:
    """Return the keys in the order of 'owner' or '-owner', the title of the owning post."""
    return list(actions(actor, filters, on=on).order_by(f"{sort}_post__title", "pk").values_list("pk", flat=True))


def seen(actor: Actor) -> Q:
    """Return the condition that the owning post is in the area or one's own, or an answer is seen that it serves."""
    answers = Answers.objects.filter(answer_in_area(actor, "answerable__"), action=OuterRef("pk"), to_on__isnull=True)
    return owned_by(actor) | Q(Exists(answers))


def answers_shown(actor: Actor) -> dict[int, list[int]]:
    """Return by action the recommendations that it answers now, as a list of actions names them."""
    own = Q(action__owner_post_id__in=actor.post_ids)
    answers: dict[int, list[int]] = defaultdict(list)
    rows = Answers.objects.filter(answer_in_area(actor, "answerable__") | own, to_on__isnull=True).order_by("pk")
    for action, recommendation in rows.values_list("action_id", "answerable__recommendation_id"):
        answers[action].append(recommendation)
    return answers


def counts_of(actor: Actor, bodies: Iterable[Organisation], *, on: date) -> dict[int, Counts]:
    """Return the open actions of the posts of each body, and of those below it, that the actor may see."""
    rows = Action.objects.filter(seen(actor), status__in=OPEN_STATUSES) if not actor.is_service else None
    assert rows is not None, "nobody asks for the counts of the service"
    counted = {}
    for body in bodies:
        here = rows.filter(within([body.path], "owner_post__organisation__"))
        late = here.filter(due_on__lt=on)
        week = here.filter(due_on__gte=on, due_on__lte=end_of_this_week(on))
        counted[body.pk] = (here.count(), late.count(), week.count(), late.filter(_moved()).count())
    return counted


def tally() -> dict[tuple[int, date], tuple[int, int]]:
    """Return how many open actions each body has by due date, and how many of them were moved; none for none."""
    tallied = {}
    for body in Organisation.objects.order_by("pk"):
        here = Action.objects.filter(within([body.path], "owner_post__organisation__"), status__in=OPEN_STATUSES)
        by_date = here.order_by().values_list("due_on").annotate(every=Count("pk"), moved=Count("pk", filter=_moved()))
        tallied |= {(body.pk, day or date.max): (every, moved) for day, every, moved in by_date}
    return tallied


def drafts_to_confirm() -> list[int]:
    """Return the newest response of each answer that goes on, where nobody has confirmed it."""
    newest: dict[int, Response] = {}
    for response in Response.objects.filter(answerable__to_on__isnull=True).order_by("pk"):
        newest[response.answerable_id] = response
    waits = [response for response in newest.values() if response.confirmed_at is None]
    return sorted(response.pk for response in waits if not judged_before(response.answerable))


def judged_before(row: Answerable) -> list[tuple[date | None, str]]:
    """Return when a later report judged a row, or one that was passed on; or is said to have. Empty: none has."""
    passed_on = Answerable.objects.filter(recommendation=row.recommendation_id, ending=Ending.PASSED_ON)
    rows = [row, *passed_on.exclude(pk=row.pk).order_by("pk")]
    days = []
    for one in rows:
        later = Judgement.objects.filter(answerable=one, judge=Judge.INSPECTORATE).select_related("inspection")
        own = row.recommendation.inspection_id
        said = [judgement for judgement in later if judgement.inspection_id != own]
        in_order = sorted(said, key=lambda judgement: (judgement.dated_on or date.min, judgement.pk))
        days += [(judgement.dated_on, str(judgement.precision())) for judgement in in_order[-1:]]
    said_of = SaidBefore.objects.filter(inspection=row.recommendation.inspection_id, said=BeforeService.JUDGED)
    return days or [(told.said_on, "day") for told in said_of]


def stands(row: Answerable) -> str:
    """Return what a list says of an open answer beside its clocks."""
    for day, precision in judged_before(row):
        words = f", in {date_month(day)}" if precision == "month" else f", on {date_long(day)}"
        return "Judged by a later report" + (words if day else "")
    passed_on = Answerable.objects.filter(recommendation=row.recommendation_id, ending=Ending.PASSED_ON)
    for answered in (row, *passed_on.exclude(pk=row.pk).order_by("pk")):
        given = Response.objects.filter(answerable=answered, confirmed_at__isnull=False).order_by("pk").last()
        if given is not None and given.answered_on is not None:
            return f"Answered before this service, on {date_long(given.answered_on)}"
    return ""


def _moved() -> Q:
    later = DateChange.objects.filter(old_on__isnull=False, new_on__gt=F("old_on"), action=OuterRef("pk"))
    return Q(Exists(later))


def _matching(words: str) -> Q:
    return (
        Q(pk=Recommendation.number_of(words) or 0)
        | Q(text__icontains=words)
        | Q(short_title__icontains=words)
        | Q(addressee_as_printed__icontains=words)
        | Q(inspection__organisation__in=Organisation.objects.matching(words).values("pk"))
    )


def _in_state(
    actor: Actor, rows: QuerySet[Recommendation], filters: RecommendationSelection, *, on: date
) -> QuerySet[Recommendation]:
    body = filters.pdu or filters.region
    if filters.state == "open":
        return rows.filter(is_open(body))
    if filters.state == "ended":
        return rows.filter(~is_open(body))
    if filters.state == "overdue":
        late = shown_answers(actor).filter(action__status__in=OPEN_STATUSES, action__due_on__lt=on)
        return rows.filter(Exists(late.filter(answerable__recommendation=OuterRef("pk"))))
    if filters.state in answering.STATES:
        owing: Any = answering.owing(filters.state, bodies=[filters.region, filters.pdu], on=on)
        if filters.state in answering.OF_THE_WORK:
            owing = owing.filter(answer_in_area(actor))
        return rows.filter(Exists(owing.filter(recommendation=OuterRef("pk"))))
    return rows


def _soonest(actor: Actor) -> QuerySet[Any]:
    dates = shown_answers(actor).filter(action__status__in=OPEN_STATUSES, answerable__recommendation=OuterRef("pk"))
    return dates.order_by(F("action__due_on").asc(nulls_last=True)).values("action__due_on")[:1]


def _ways_back(pk: int, earlier: dict[int, set[int]]) -> list[list[int]]:
    before = earlier.get(pk, set())
    return [[pk, *way] for one in before for way in _ways_back(one, earlier)] if before else [[pk]]


def _views(actor: Actor) -> dict[int, dict[Organisation, list[View]]]:
    public = Q(judge=Judge.INSPECTORATE) | answer_in_area(actor, "answerable__")
    views: dict[int, dict[Organisation, list[View]]] = defaultdict(lambda: defaultdict(list))
    rows = Judgement.objects.filter(public, withdrawal__isnull=True)
    for judgement in rows.select_related("answerable__organisation", "inspection", "review"):
        views[judgement.answerable.recommendation_id][judgement.answerable.organisation].append(judgement.view())
    return views


def _bodies(actor: Actor, held: Any, views: dict[Organisation, list[View]]) -> list[Any]:
    hidden = set()
    for row in held.answering:
        views.setdefault(row.organisation, [])
        row.recommendation = held
        if held.stands and not may(actor, Doing.SEE_WORK, paths=row.paths()):
            hidden.add(row.organisation)
    in_order = sorted(views, key=lambda body: (body.name, body.pk))
    return [(body.pk, latest_by_judge(views[body]), body in hidden) for body in in_order]


def _tags(actor: Actor, held: Any, *, on: date) -> list[str]:
    asked = set(EndingRequest.objects.filter(decision="").values_list("answerable_id", flat=True))
    clocks = [(clock_of(row, on=on), may(actor, Doing.SEE_WORK, paths=row.paths())) for row in held.answering]
    tags = []
    if any(clock.due_on for clock, _ in clocks):
        tags.append("Answer overdue" if any(clock.is_overdue for clock, _ in clocks) else "Not yet answered")
    silent = [clock for clock, is_seen in clocks if clock.silence and is_seen]
    if silent:
        tags.append(max(silent, key=lambda clock: clock.days_silent or 0).silence)
    tags += dict.fromkeys(words for row in held.answering if (words := stands(row)))
    if any(row.pk in asked and may(actor, Doing.SEE_WORK, paths=row.paths()) for row in held.answering):
        tags.append("Ending asked for")
    return tags


def _work(actor: Actor, *, on: date) -> dict[int, Row]:
    work: dict[int, Row] = defaultdict(lambda: {"actions": 0, "overdue": 0, "next_due": None})
    facts = shown_answers(actor).values_list(
        "answerable__recommendation_id", "action_id", "action__status", "action__due_on", "action__due_precision"
    )
    for pk, _, status, due_on, precision in sorted(set(facts), key=lambda fact: (fact[3] or date.max, fact[1])):
        row = work[pk]
        row["actions"] += 1
        row["overdue"] += is_overdue(status=ActionStatus(status), due_on=due_on, on=on)
        if row["next_due"] is None and due_on and ActionStatus(status) in OPEN_STATUSES:
            row["next_due"] = (due_on, precision)
    return work

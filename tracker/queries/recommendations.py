"""Recommendations as lists and pages show them: which are chosen, in which order, and the whole page of one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from inspections.models import Organisation, Standard
from tracker.choices import Role
from tracker.models import (
    Action,
    Answerable,
    EvidenceUse,
    Judgement,
    KeptRecommendation,
    Recommendation,
    RecommendationPlace,
    RecommendationTheme,
    Response,
)
from tracker.models.first_ones import Along
from tracker.models.listing import Listing
from tracker.models.statements import Question
from tracker.paging import PAGE_SIZE, Page, Sort, count_up_to_limit, every_row, in_parts, page_of, read_sort
from tracker.queries import answering
from tracker.queries.recommendation_rows import WORK, ListedRecommendation, rows_of, shown_answers
from tracker.rules.access import Actor, Doing, Grant, may
from tracker.rules.wording import folded

SORTS = {"published": "published_on", "due": "due_on", "body": "inspected"}
DEFAULT_SORT = "-published"
PLAIN_STATES = frozenset({"", "open", "ended", "overdue"})
KEY = "recommendation_id"  # of a kept row, which ties of the order are broken by


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
class WholeRecommendation:
    """The page of one recommendation: the record, and the row that shows it.

    `answerables` say with `is_seen` whether the reader sees the work on this body's answer, `sees_work` whether on any.
    """

    recommendation: Recommendation
    row: ListedRecommendation
    sees_work: bool
    answerables: list[Answerable]
    responses: list[Response]
    actions: list[Action]
    judgements: list[Judgement]
    standards: list[Standard]

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


def chosen(actor: Actor, filters: RecommendationSelection, *, on: date) -> QuerySet[Any]:
    """Return the kept rows of the recommendations that these filters choose, one for each, through the gate.

    They have `recommendation_id`, `published_on`, `inspected` and `due_on`, the nearest date of an open action that
    the actor sees.
    """
    rows = _listed(actor, filters.scope)
    of = filters.pdu or filters.region
    for body in (filters.region, filters.pdu):
        if body is not None:
            rows = rows.filter(**_at(body, is_open=_is_open(filters.state) if body == of else None))
    if filters.theme:
        themed = RecommendationTheme.objects.filter(theme__code=filters.theme)
        rows = rows.filter(Exists(themed.filter(recommendation=OuterRef("recommendation"))))
    if filters.words:
        rows = rows.filter(_matching(filters.words))
    if of is None and _is_open(filters.state) is not None:
        column = "is_open_anywhere" if rows.model is RecommendationPlace else "is_open"
        return rows.filter(**{column: _is_open(filters.state)})
    return _owing(actor, rows, filters, on=on)


def page_of_recommendations(
    actor: Actor,
    filters: RecommendationSelection,
    *,
    sort: str,
    after: str,
    before: str,
    on: date,
    size: int = PAGE_SIZE,
    counts: bool = False,
    **more: bool,
) -> tuple[Page, list[ListedRecommendation]]:
    """Return one page of rows in 3 to 5 queries for any size of list; `more` is what `rows_of` can add.

    With `counts` the page says how many there are in all.
    """
    order = _order(sort)
    has_work = filters.scope == "area" and actor.sees_by_area_alone
    columns = WORK if has_work else (KEY,)
    place: Any = {"sort": order, "after": after, "before": before, "size": size}
    if _is_plain(actor, filters):
        page = _plain_page(actor, filters, on=on, columns=columns, counts=counts, **place)
    else:
        rows = chosen(actor, filters, on=on)
        page = page_of(rows.values_list(*dict.fromkeys((*columns, order.column)), named=True), **place)
        page = replace(page, count=count_up_to_limit(rows) if counts else "")
    work = [row[: len(WORK)] for row in page.rows] if has_work else None
    return page, rows_of(actor, [row[0] for row in page.rows], on=on, work=work, **more)


def _order(sort: str) -> Sort:
    order = read_sort(sort, SORTS, default=DEFAULT_SORT)
    return replace(order, key=KEY, is_filled=order.column == SORTS["body"])


def _is_plain(actor: Actor, filters: RecommendationSelection) -> bool:
    """Return whether the list is that of one area, or of everything, by what kept rows hold."""
    is_of_one_area = actor.sees_by_area_alone and bool(actor.areas(Doing.SEE_WORK))
    return is_of_one_area and not filters.words and filters.state in PLAIN_STATES


def _plain_page(
    actor: Actor, filters: RecommendationSelection, *, on: date, sort: Sort, columns: tuple[str, ...], **place: Any
) -> Page:
    """Return a page of keys of such a list; 1 query, whose SQL is made once for all areas."""
    bodies = {"region": filters.region, "pdu": filters.pdu}
    named: dict[str, Any] = {name: body.pk for name, body in bodies.items() if body is not None}
    named |= {"theme": filters.theme} if filters.theme else {}
    named |= {"on": on} if filters.state == "overdue" else {}
    if filters.scope == "area" or filters.state == "overdue" or sort.column == SORTS["due"]:
        [named["area"]] = actor.areas(Doing.SEE_WORK)
    return _PLAIN.page(filters.scope, filters.state, sort=sort, columns=columns, **place, **named)


def _plain(
    scope: str,
    state: str,
    *,
    area: str = "",
    region: int | None = None,
    pdu: int | None = None,
    theme: str = "",
    on: date = date.min,
) -> QuerySet[Any]:
    reader = Actor(person_id=1, name="", grants=(Grant(Role.AUDITOR, area),))  # whoever sees the work of the area
    within_region, within_pdu = (Organisation(pk=pk) if pk is not None else None for pk in (region, pdu))
    return chosen(reader, RecommendationSelection(scope, within_region, within_pdu, theme, state), on=on)


_PLAIN = Listing(_plain)


def every_recommendation(
    actor: Actor, filters: RecommendationSelection, *, sort: str, on: date
) -> Iterator[ListedRecommendation]:
    """Yield every row in the order of the pages: 1 query, and 4 for each 1,000 rows."""
    order = _order(sort)
    rows = chosen(actor, filters, on=on).values_list(KEY, flat=True)
    for part in in_parts(every_row(rows, sort=order)):
        yield from rows_of(actor, part, on=on, with_themes=True)


def whole(actor: Actor, recommendation: Recommendation, *, on: date, with_reasons: bool = False) -> WholeRecommendation:
    """Return everything on a recommendation's page but its timeline; 11 queries for any number of actions."""
    [row] = rows_of(actor, [recommendation.pk], on=on, with_themes=True, with_reasons=with_reasons)
    answerables = _ANSWERABLES.rows(actor, recommendation=recommendation.pk)
    for answerable in answerables:
        answerable.recommendation = recommendation  # read already, with its inspection
    printed = [recommendation.inspection.organisation, recommendation.addressee]
    sees_all = may(actor, Doing.SEE_WORK, paths=[body.path for body in printed if body])
    return WholeRecommendation(
        recommendation=recommendation,
        row=row,
        sees_work=sees_all or any(answerable.is_seen for answerable in answerables),
        answerables=answerables,
        responses=_RESPONSES.rows(actor, recommendation=recommendation.pk),
        actions=_actions_of(actor, recommendation, on=on),
        judgements=_JUDGEMENTS.rows(actor, recommendation=recommendation.pk),
        standards=list(recommendation.standards.order_by("position", "pk")),
    )


def to_show(
    actor: Actor, number: int, *, on: date, along: tuple[Along, ...] = ()
) -> tuple[Recommendation | None, list[Any]]:
    """Return the recommendation with this number, through the gate, and what was asked along; 1 query."""
    rows = _ONE.rows(actor, along, number=number, on=on)
    if not rows:
        return None, []
    return rows[0], [getattr(rows[0], f"along_{place}") for place in range(len(along))]


def _one(actor: Actor, along: tuple[Along, ...], *, number: int, on: date) -> QuerySet[Recommendation]:
    asked = {f"along_{place}": expression(actor, on) for place, expression in enumerate(along)}
    day = {"asked_on": Value(on, DateField())}  # named, also where nothing of it asks for the day
    visible = Recommendation.objects.visible_to(actor).filter(pk=number).annotate(**asked, **day)
    return visible.select_related("inspection__organisation__parent", "addressee__parent")


_ONE = Question(_one)


def _actions_of(actor: Actor, recommendation: Recommendation, *, on: date) -> list[Action]:
    """Return the actions that the page shows, most urgent first; their keys are read before, from the few answers."""
    keys = [row[0] for row in _ACTION_KEYS.rows(actor, recommendation=recommendation.pk)]
    return _ACTIONS.rows(keys=keys, on=on)


_ANSWERABLES = Question(
    lambda actor, recommendation: (
        Answerable.objects.filter(recommendation=recommendation)
        .with_answering()
        .with_work_seen_by(actor)
        .with_owner_state()
        .with_ending_asked()
        .select_related("organisation__parent", "acknowledgement__acknowledged_by")
        .order_by("to_on", "organisation__name", "pk")
    )
)
_RESPONSES = Question(
    lambda actor, recommendation: Response.objects.visible_to(actor).of_recommendation(recommendation)
)
_JUDGEMENTS = Question(
    lambda actor, recommendation: (
        Judgement.objects.visible_to(actor)
        .filter(answerable__recommendation=recommendation)
        .select_related("answerable__organisation", "inspection")
        .newest_first()
    )
)
_ACTION_KEYS = Question(
    lambda actor, recommendation: (
        shown_answers(actor)
        .filter(answerable__recommendation=recommendation)
        .order_by("action")
        .values_list("action_id")
        .distinct()
    )
)
_ACTIONS = Question(lambda keys, on: Action.objects.filter(pk__in=keys).for_row().with_owner(on=on).most_urgent_first())


def _listed(actor: Actor, scope: str) -> QuerySet[Any]:
    """Return what the list begins with: what stands in the actor's area, or everything that is published."""
    if scope == "area" and not actor.is_service:
        rows: QuerySet[Any] = RecommendationPlace.objects.visible_to(actor)
        if not actor.posts_outside:
            return rows
    else:
        rows = KeptRecommendation.objects.visible_to(actor)
    return rows.annotate(due_on=Subquery(_soonest(actor)))


def _soonest(actor: Actor) -> QuerySet[Any]:
    """Return the nearest date of the open actions of a row's recommendation that the actor sees."""
    if actor.posts_outside or actor.is_service:
        dates = shown_answers(actor).of_open_actions().filter(answerable__recommendation=OuterRef("recommendation"))
        return dates.order_by(F("action__due_on").asc(nulls_last=True)).values("action__due_on")[:1]
    places = RecommendationPlace.objects.of_areas(actor).filter(recommendation=OuterRef("recommendation"))
    return places.order_by(F("next_due_on").asc(nulls_last=True)).values("next_due_on")[:1]


def _at(body: Organisation, *, is_open: bool | None) -> dict[str, Any]:
    """Return the condition that the recommendation concerns a body, and is open or ended there where that is asked."""
    place = {"organisation": body, "concerns": True} | ({} if is_open is None else {"is_open": is_open})
    return {f"recommendation__places__{name}": value for name, value in place.items()}


def _is_open(state: str) -> bool | None:
    return {"open": True, "ended": False}.get(state)


def _matching(words: str) -> Q:
    """Return the condition on the words of a recommendation and of the inspected body, or on its reference."""
    said = Q(recommendation__kept__words__contains=folded(words))
    number = Recommendation.number_of(words)
    return said if number is None else said | Q(recommendation=number)  # the second would keep off the index of words


def _owing(actor: Actor, rows: QuerySet[Any], filters: RecommendationSelection, *, on: date) -> QuerySet[Any]:
    """Return those with something overdue, or of which something is owed."""
    if filters.state == "overdue":
        return rows.filter(due_on__lt=on)
    if filters.state in answering.STATES:
        owing = answering.owing(filters.state, bodies=[filters.region, filters.pdu], on=on)
        if filters.state in answering.OF_THE_WORK:
            owing = owing.work_seen_by(actor)
        return rows.filter(Exists(owing.filter(recommendation=OuterRef("recommendation"))))
    if filters.state == "stale-evidence":
        uses = EvidenceUse.objects.visible_to(actor).of_stale(on=on, after_days=settings.EVIDENCE_STALE_DAYS)
        stale = Recommendation.objects.with_evidence(uses, shown_answers(actor))
        return rows.filter(recommendation__in=stale.values("pk"))
    return rows

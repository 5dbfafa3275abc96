"""Announced fieldwork as pages show it: what is missing before it, and what was said before beside what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from inspections.models import Inspection, Organisation
from tracker.choices import Judge
from tracker.models import Action, Answerable, EvidenceUse, Fieldwork, FrozenView, Judgement, JudgementEvidence
from tracker.models.action import ActionQuerySet
from tracker.rules import fieldwork as rules
from tracker.rules.access import Actor, Doing, may

ROWS = 10
# What a page asks of who opens it; others would be refused there.
NEEDS = {"self-assessment": Doing.SELF_ASSESS, "recommendation-response": Doing.RESPOND}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: of which record, and on which page it is put right."""

    ref: str
    title: str
    body: str
    page: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One kind of what is missing."""

    key: str
    title: str
    rows: list[Missing]


@dataclass(frozen=True, slots=True)
class Compared:
    """A frozen view with the inspectorate's verdict of the report that came of the fieldwork; never blended."""

    view: FrozenView
    verdict: Judgement | None

    @property
    def confidence(self) -> str:
        return rules.confidence_words(self.view.confidence)


@dataclass(frozen=True, slots=True)
class Whole:
    """The page of one fieldwork."""

    fieldwork: Fieldwork
    views: list[Compared]
    gaps: list[Gap]
    can_change: bool
    can_give_confidence: bool

    @property
    def missing(self) -> int:
        return sum(len(gap.rows) for gap in self.gaps)


def whole(actor: Actor, fieldwork: Fieldwork, *, on: date) -> Whole:
    """Return everything on the page of fieldwork, in at most 12 queries for any number of recommendations."""
    views = compared(fieldwork)
    gaps = gaps_of(actor, fieldwork, [pair.view for pair in views], on=on) if fieldwork.is_open else []
    open_for_it = rules.can_give_confidence(is_open=fieldwork.is_open, starts_on=fieldwork.starts_on, on=on)
    return Whole(
        fieldwork=fieldwork,
        views=views,
        gaps=gaps,
        can_change=fieldwork.is_open and may(actor, Doing.ANNOUNCE_FIELDWORK, paths=[fieldwork.organisation.path]),
        can_give_confidence=open_for_it and bool(own_views(actor, fieldwork)),
    )


def compared(fieldwork: Fieldwork) -> list[Compared]:
    """Return the frozen views in the order of their reports, each with its verdict once there is a report.

    2 queries.
    """
    views = list(fieldwork.views.for_page())
    judged = Judgement.objects.filter(judge=Judge.INSPECTORATE, inspection=fieldwork.inspection_id)
    verdicts = list(judged.select_related("answerable").order_by("pk")) if fieldwork.inspection_id else []
    own = {verdict.answerable_id: verdict for verdict in verdicts}
    # A report judges a recommendation once, on the row of one of the bodies that answer for it.
    of_recommendation = {verdict.answerable.recommendation_id: verdict for verdict in verdicts}
    return [
        Compared(view, own.get(view.answerable_id) or of_recommendation.get(view.answerable.recommendation_id))
        for view in views
    ]


def own_views(actor: Actor, fieldwork: Fieldwork) -> list[FrozenView]:
    """Return the views of bodies for which the actor may self-assess: they say how sure they are. 1 query."""
    return [
        view
        for view in fieldwork.views.for_page()
        if may(actor, Doing.SELF_ASSESS, paths=[view.answerable.organisation.path])
    ]


def open_in(actor: Actor, organisation: Organisation) -> list[Fieldwork]:
    """Return the fieldwork announced in an area, the soonest first; 1 query."""
    return list(Fieldwork.objects.visible_to(actor).open().of_area(organisation).for_row()[:ROWS])


def announced_to(actor: Actor) -> list[Fieldwork]:
    """Return all fieldwork that the actor may see, the soonest first; 1 query."""
    return list(Fieldwork.objects.visible_to(actor).open().for_row()[:ROWS])


def coming_to(actor: Actor) -> list[Fieldwork]:
    """Return the fieldwork announced on the very bodies in which the actor has a role; 1 query."""
    return list(Fieldwork.objects.visible_to(actor).open().on_bodies_of(actor).for_row()[:ROWS])


def inspection_part(actor: Actor, inspection: Inspection) -> dict[str, Any]:
    """Return what the page of an inspection shows, to whoever sees the work, of the fieldwork that came before it.

    At most 3 queries.
    """
    fieldwork = Fieldwork.objects.visible_to(actor).filter(inspection=inspection).for_row().first()
    place = inspection.organisation
    return {
        "fieldwork": fieldwork,
        "fieldwork_views": compared(fieldwork) if fieldwork else [],
        "sees_work": place is not None and may(actor, Doing.SEE_WORK, paths=[place.path]),
    }


def gaps_of(actor: Actor, fieldwork: Fieldwork, views: Iterable[FrozenView], *, on: date) -> list[Gap]:
    """Return what is missing now, not when it was announced; at most 8 queries.

    Nothing is missing of what a later report has judged: it waits for the carry-over (rules/intake/said_before).
    """
    rows = Answerable.objects.live_for(fieldwork.organisation).with_answering().for_row().order_by("pk")
    live = [answerable for answerable in rows if not answerable.is_judged]
    self_assessments = Judgement.objects.standing().filter(judge=Judge.OWNER, answerable__in=live).order_by("pk")
    newest = {self_assessment.answerable_id: self_assessment for self_assessment in self_assessments}
    shown = set(JudgementEvidence.objects.filter(judgement__in=newest.values()).values_list("judgement_id", flat=True))
    bare = [answerable for answerable in live if answerable.pk in newest and newest[answerable.pk].pk not in shown]
    asked = [answerable for answerable in live if answerable.is_asked]
    actions = Action.objects.answering([answerable.recommendation_id for answerable in live], actor)
    judged = {answerable.pk for answerable in rows if answerable.is_judged}
    silent = [view.answerable for view in views if not view.confidence and view.answerable_id not in judged]
    not_self_assessed = [answerable for answerable in live if answerable.pk not in newest]
    unanswered = [answerable for answerable in asked if not answerable.is_answered]
    unacknowledged = [answerable for answerable in asked if not answerable.is_acknowledged]
    overdue = actions.overdue(on=on).for_row().most_urgent_first()
    return [
        Gap("not_self_assessed", "Without a self-assessment", _rows(actor, not_self_assessed, "self-assessment")),
        Gap("bare", "Self-assessments without evidence", _rows(actor, bare, "self-assessment")),
        Gap("stale", "Stale evidence", _stale(actor, live, actions, on=on)),
        Gap("unanswered", "Not yet answered", _rows(actor, unanswered, "recommendation-response")),
        Gap("unacknowledged", "Not yet acknowledged", _rows(actor, unacknowledged, "recommendation")),
        Gap(
            "overdue",
            "Overdue actions",
            [Missing(action.ref, action.title, str(action.owner_post), "action") for action in overdue],
        ),
        Gap("confidence", "Confidence not given", _rows(actor, silent, "recommendation")),
    ]


def _rows(actor: Actor, answerables: Iterable[Answerable], page: str) -> list[Missing]:
    """Return a row for each duty; it leads to the recommendation where the actor may not put right what is missing."""
    rows = []
    for answerable in answerables:
        needed, place = NEEDS.get(page), answerable.organisation
        opens = page if needed is None or may(actor, needed, paths=[place.path]) else "recommendation"
        rows.append(
            Missing(answerable.recommendation.ref, answerable.recommendation.short_title, place.display_name, opens)
        )
    return rows


def _stale(actor: Actor, live: list[Answerable], actions: ActionQuerySet, *, on: date) -> list[Missing]:
    """Return a row for each place in which a stale piece is used."""
    uses = EvidenceUse.objects.visible_to(actor).of_stale(on=on, after_days=settings.EVIDENCE_STALE_DAYS)
    uses_here = uses.of_work_on(live, actions).select_related(
        "evidence", "action__owner_post__organisation", "answerable__recommendation", "answerable__organisation"
    )
    rows = []
    for use in uses_here.order_by("pk"):
        if use.action is not None:
            rows.append(Missing(use.action.ref, use.evidence.shows, str(use.action.owner_post), "action"))
        elif use.answerable is not None:
            body = use.answerable.organisation.display_name
            rows.append(Missing(use.answerable.recommendation.ref, use.evidence.shows, body, "recommendation"))
    return rows

"""What needs a person and what comes to them, for the page after sign-in: only what there is is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, QuerySet

from tracker.models import (
    AlertDuty,
    Answerable,
    CarryOver,
    Fieldwork,
    Judgement,
    Person,
    Reorganisation,
    ReportDraft,
    Response,
    SustainCheck,
)
from tracker.models.statements import Question
from tracker.queries import answering, carry_over, fieldwork, reorganisations, reviews, sustain_checks
from tracker.queries.answering import Decisions
from tracker.queries.reviews import ReviewDecisions
from tracker.queries.sustain_checks import Checks
from tracker.rules.access import Actor, Doing

# By its name the rows of which there may be any. What is asked here is what the parts themselves begin with.
ASKED: dict[str, Callable[[Actor, date], QuerySet[Any]]] = {
    "to_review": lambda actor, _: Judgement.objects.to_review(actor),
    "returned": lambda actor, _: Judgement.objects.returned_to(actor),
    "fieldwork": lambda actor, _: Fieldwork.objects.visible_to(actor).open().on_bodies_of(actor),
    "checks": lambda actor, on: SustainCheck.objects.due(on=on).to_record(actor),
    "take_over": lambda actor, on: Reorganisation.objects.to_confirm(actor, on=on),
    "to_answer": lambda actor, _: Answerable.objects.waiting().own(actor),
    "to_confirm": lambda actor, _: Response.objects.to_confirm().in_areas(actor.areas(Doing.CONFIRM_RESPONSES)),
    "alerts": lambda actor, _: AlertDuty.objects.visible_to(actor).mine(actor).open(),
    "carry_over": lambda actor, _: CarryOver.objects.to_decide(actor),
    "drafts": lambda actor, _: ReportDraft.objects.visible_to(actor).waiting(),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """Each part as its own module returns it; empty where nothing waits."""

    decisions: ReviewDecisions = field(default_factory=lambda: ReviewDecisions(0, [], []))
    fieldwork_coming: list[Fieldwork] = field(default_factory=list)
    checks_due: Checks = field(default_factory=Checks)
    to_take_over: list[Reorganisation] = field(default_factory=list)
    to_decide: Decisions = field(default_factory=Decisions)
    carry_overs: list[CarryOver] = field(default_factory=list)


def needs_of(actor: Actor, there_is: frozenset[str], *, on: date) -> Needs:
    """Return what waits; no query for a part of which there is nothing, `there_is` says."""
    parts: dict[str, Any] = {}
    if there_is & {"to_review", "returned"}:
        parts["decisions"] = reviews.decisions(actor)
    if "fieldwork" in there_is:
        parts["fieldwork_coming"] = fieldwork.coming_to(actor)
    if "checks" in there_is:
        parts["checks_due"] = sustain_checks.due_for(actor, on=on)
    if "take_over" in there_is:
        parts["to_take_over"] = reorganisations.waiting_for(actor, on=on)
    if there_is & {"to_answer", "to_confirm", "alerts"}:
        parts["to_decide"] = answering.decisions_of(actor, there_is, on=on)
    if "carry_over" in there_is:
        parts["carry_overs"] = carry_over.to_decide(actor)
    return Needs(**parts)


def what_there_is(actor: Actor, *, on: date) -> frozenset[str]:
    """Return the names of ASKED of which there is anything for the actor; 1 query, whose SQL is made once for each."""
    rows = _QUESTION.rows(actor, on=on)
    return frozenset(name for name, is_there in zip(ASKED, rows[0], strict=True) if is_there) if rows else frozenset()


def _build(actor: Actor, *, on: date) -> "QuerySet[Any, Any]":
    parts = [Exists(queryset(actor, on).order_by()) for queryset in ASKED.values()]
    return Person.objects.filter(pk=actor.person_id).values_list(*parts)


_QUESTION = Question(_build)

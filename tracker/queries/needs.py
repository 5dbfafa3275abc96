"""What needs a person and what comes to them, for the page after sign-in: only what there is is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.models import CarryOver, Fieldwork, Reorganisation, ReportDraft, SustainCheck
from tracker.models.first_ones import Found, Part, Parts
from tracker.queries import answering, carry_over, endings, fieldwork, reorganisations, reviews, sustain_checks
from tracker.queries.answering import Decisions
from tracker.queries.endings import EndingsToConfirm
from tracker.queries.reviews import ReviewDecisions
from tracker.queries.sustain_checks import Checks
from tracker.rules.access import Actor

# What the parts themselves begin with; of the last ones only whether there is any.
ASKED: Parts = {
    **reviews.PARTS,
    **answering.PARTS,
    **endings.PARTS,
    "fieldwork": Part(lambda actor, *_: Fieldwork.objects.visible_to(actor).open().on_bodies_of(actor), 1),
    "checks": Part(lambda actor, on, _: SustainCheck.objects.due(on=on).to_record(actor), 1),
    "take_over": Part(lambda actor, on, _: Reorganisation.objects.to_confirm(actor, on=on), 1),
    "carry_over": Part(lambda actor, *_: CarryOver.objects.to_decide(actor), 1),
    "drafts": Part(lambda actor, *_: ReportDraft.objects.visible_to(actor).waiting(), 1),
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
    endings_to_confirm: EndingsToConfirm = field(default_factory=EndingsToConfirm)


def needs_of(actor: Actor, found: Mapping[str, Found], *, on: date) -> Needs:
    """Return what waits; no query for a part of which there is nothing, `found` says of each of ASKED."""
    there_is = frozenset(name for name, part in found.items() if part)
    parts: dict[str, Any] = {}
    if there_is & reviews.PARTS.keys():
        parts["decisions"] = reviews.decisions(actor, found, on=on)
    if "fieldwork" in there_is:
        parts["fieldwork_coming"] = fieldwork.coming_to(actor)
    if "checks" in there_is:
        parts["checks_due"] = sustain_checks.due_for(actor, on=on)
    if "take_over" in there_is:
        parts["to_take_over"] = reorganisations.waiting_for(actor, on=on)
    if there_is & answering.PARTS.keys():
        parts["to_decide"] = answering.decisions_of(actor, found, on=on)
    if "endings" in there_is:
        parts["endings_to_confirm"] = endings.to_confirm(found)
    if "carry_over" in there_is:
        parts["carry_overs"] = carry_over.to_decide(actor)
    return Needs(**parts)

"""Checks after closing as pages show them: on their recommendation, in an area, and for those who record them."""

from dataclasses import dataclass, field
from datetime import date

from inspections.models import Organisation
from tracker.models import Recommendation, SustainCheck
from tracker.models.statements import Question
from tracker.rules.access import Actor, Doing, may

ROWS = 10


@dataclass(frozen=True, slots=True)
class Checks:
    """The first ten checks that are due, the longest due first, and how many there are."""

    rows: list[SustainCheck] = field(default_factory=list)
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.rows)


def due_for(actor: Actor, *, on: date) -> Checks:
    """Return what Your work asks a manager to record: of their own body, and of the bodies right below; 2 queries."""
    if not actor.areas(Doing.CHECK_LASTING):
        return Checks()
    due = SustainCheck.objects.due(on=on).to_record(actor)  # of bodies in their area: the gate lets each through
    rows = list(due.for_row()[:ROWS])
    return Checks(rows, due.count() if len(rows) == ROWS else len(rows))


def due_in(actor: Actor, organisation: Organisation, *, on: date) -> Checks:
    """Return what is due in an area; at most 2 queries, and nothing for those who do not see its work."""
    due = SustainCheck.objects.visible_to(actor).of_body(organisation).due(on=on)
    rows = list(due.for_row()[:ROWS])
    return Checks(rows, due.count() if len(rows) == ROWS else len(rows))


def of_recommendation(actor: Actor, recommendation: Recommendation) -> list[SustainCheck]:
    """Return every check of a recommendation that the actor may see; 1 query."""
    return _CHECKS.rows(actor, recommendation=recommendation.pk)


_CHECKS = Question(
    lambda actor, recommendation: SustainCheck.objects.visible_to(actor).of_recommendation(recommendation).for_row()
)


def to_show(actor: Actor, recommendation: Recommendation, *, months: int, slug: str) -> SustainCheck | None:
    """Return the check that an address names: of this body, else the one that waits, else the newest. 1 query."""
    checks = [check for check in of_recommendation(actor, recommendation) if check.months == months]
    named = [check for check in checks if check.answerable.organisation.slug == slug] or checks
    mine = [check for check in named if may_record(actor, check)] or named
    return next((check for check in mine if check.is_waiting), mine[0] if mine else None)


def may_record(actor: Actor, check: SustainCheck) -> bool:
    """Return whether the actor records checks of this body at all, for links."""
    return may(actor, Doing.CHECK_LASTING, paths=[check.answerable.organisation.path])

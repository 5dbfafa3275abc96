"""Re-opens a confirmed carry-over for a day: all that it did is taken back, and its decisions can be changed again."""

from datetime import datetime
from typing import Any

from inspections.models import Inspection
from tracker.errors import WrongState
from tracker.models import Answerable, Answers, CarryOver, Judgement, Link, SustainCheck
from tracker.operations import history
from tracker.operations.corrections.restoring import WithdrawnAction, restore_action
from tracker.projections.keeping import atomic
from tracker.queries.corrections.carry_overs import depending_on_made
from tracker.queries.corrections.said import paths_of
from tracker.rules import access, carry_over
from tracker.rules.access import Actor, Doing
from tracker.rules.corrections import check_reason


@atomic
def reopen(*, inspection: Inspection, reason: str, by: Actor, at: datetime) -> CarryOver:
    """Take back what confirming did: judgements by hand, links, endings, what actions answer; decisions stay.

    Not confirmed: nothing happens. Raises NotAllowed; InvalidInput without a reason; WrongState a day after it was
    confirmed, or with what depends on it by now.
    """
    access.check_may(by, Doing.DECIDE_CARRY_OVER, paths=paths_of(inspection))
    held = CarryOver.objects.locked(inspection)
    if held.confirmed_at is None:
        return held
    words = check_reason(reason, missing="Enter why it is opened again")
    check_can_reopen(held=held, at=at)
    made, confirmed_at = held.made, held.confirmed_at
    linked = _take_back_links(made)
    ended = _take_back_endings(made)
    _restore_actions(made, by=by, at=at)
    held.confirmed_at, held.confirmed_by_id, held.made = None, None, {}
    held.save(update_fields=["confirmed_at", "confirmed_by", "made"])
    before = {"confirmed_at": confirmed_at.isoformat(), "made": made}
    after: dict[str, Any] = {"reason": words, "inspection": inspection.ref}
    history.record(verb="carry-over.reopened", subject=inspection.ref, by=by, at=at, before=before, after=after)
    for subject in sorted(linked | ended):
        verb = "recommendation.carry-over-reopened"
        history.record(verb=verb, subject=subject, by=by, at=at, after=after)
    return held


def check_can_reopen(*, held: CarryOver, at: datetime) -> None:
    """Raise WrongState unless it was confirmed within a day and nothing depends on it."""
    assert held.confirmed_at is not None
    carry_over.check_can_reopen(confirmed_at=held.confirmed_at, at=at, is_noted=bool(held.made))
    if depending := depending_on_made(held.made):
        raise WrongState(
            f"This carry-over cannot be re-opened, because of {', '.join(depending)}. Correct its entries instead."
        )


def _take_back_links(made: dict[str, Any]) -> set[str]:
    """Delete the links and the verdicts entered by hand; return whose they were."""
    links = Link.objects.filter(pk__in=made["links"]).select_related("earlier", "later")
    refs = {ref for link in links for ref in (link.earlier.ref, link.later.ref)}
    judged = Judgement.objects.filter(pk__in=made["judgements"]).select_related("answerable__recommendation")
    refs |= {judgement.answerable.recommendation.ref for judgement in judged}
    Link.objects.filter(pk__in=made["links"]).delete()
    Judgement.objects.filter(pk__in=made["judgements"]).delete()
    return refs


def _take_back_endings(made: dict[str, Any]) -> set[str]:
    """Open the duties again, with their checks as they were; return the recommendations."""
    SustainCheck.objects.filter(pk__in=made["checks_planned"]).delete()
    SustainCheck.objects.filter(pk__in=made["checks_dropped"]).update(dropped_at=None)
    rows = Answerable.objects.filter(pk__in=made["ended"]).select_for_update(of=("self",))
    ended = list(rows.select_related("recommendation"))
    for row in ended:
        row.to_on, row.ending, row.ending_reason, row.ended_at, row.ended_by_id = None, "", "", None, None
        row.save(update_fields=["to_on", "ending", "ending_reason", "ended_at", "ended_by"])
    return {row.recommendation.ref for row in ended}


def _restore_actions(made: dict[str, Any], *, by: Actor, at: datetime) -> None:
    new = Answers.objects.filter(pk__in=made["answers"])
    ended = Answers.objects.filter(pk__in=[pk for pk, _ in made["answers_ended"]])
    moved = {answer.action.ref for rows in (new, ended) for answer in rows.select_related("action")}
    new.delete()
    for pk, reason in made["answers_ended"]:
        Answers.objects.filter(pk=pk).update(to_on=None, reason=reason)
    for facts in made["withdrawn"]:
        restore_action(held=WithdrawnAction(**facts), by=by, at=at)
    for ref in sorted(moved):
        history.record(verb="action.carry-over-reopened", subject=ref, by=by, at=at, after={})

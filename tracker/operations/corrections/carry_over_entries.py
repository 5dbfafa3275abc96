"""Corrects one entry of a confirmed carry-over: how it ended, what takes it up, a verdict that nobody entered."""

from datetime import datetime

from inspections.models import Inspection
from tracker.choices import CorrectedField, Ending, Judge
from tracker.errors import EditConflict, InvalidInput, WrongState
from tracker.models import Answerable, CarryOver, CarryOverDecision, Judgement, Link, Recommendation, SustainCheck
from tracker.operations import history
from tracker.operations.carry_over import check_given
from tracker.operations.corrections.saving import (
    CHANGED,
    check_something_changed,
    save_changes,
    tell_those_who_answer,
)
from tracker.operations.endings import end_answerable
from tracker.operations.sustain_checks import plan_checks
from tracker.projections.keeping import atomic
from tracker.queries.carry_over import EarlierTask
from tracker.queries.corrections.said import paths_of
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.carry_over import TaskAnswer
from tracker.rules.corrections import FactOf, Facts, Said, check_reason, differences
from tracker.rules.recurrence import would_loop


@atomic
def correct_entry(
    *, inspection: Inspection, task: EarlierTask, answer: TaskAnswer, version: int, why: str, by: Actor, at: datetime
) -> CarryOverDecision:
    """Make one entry of a confirmed carry-over what it should have been; who answers is told.

    What actions answer stays as it is by now. Raises NotAllowed; WrongState (not confirmed, or its ending has changed
    since); InvalidInput (nothing changed, no reason, what does not fit, a loop); EditConflict.
    """
    access.check_may(by, Doing.DECIDE_CARRY_OVER, paths=paths_of(inspection))
    held = CarryOver.objects.locked(inspection)
    if held.confirmed_at is None:
        raise WrongState("This carry-over is not confirmed, so the decision itself can be changed.")
    entry = held.decisions.select_related("answerable__recommendation", "answerable__organisation")
    decision = entry.get(answerable=task.answerable)
    new = {row.pk: row for row in Recommendation.objects.filter(inspection=inspection)}
    given = check_given(task=task, answer=answer, new=frozenset(new))
    changes = differences(_facts(decision, decision.answer(), new), _facts(decision, given, new))
    if not check_something_changed(changes=changes, is_newest=decision.version == version):
        return decision
    words = check_reason(why, field="why")
    if decision.version != version:
        raise EditConflict(CHANGED, current=decision)
    row = Answerable.objects.select_for_update(of=("self",)).get(pk=decision.answerable_id)
    _check_as_decided(decision, row)
    _set_links(decision, given, new, by=by, at=at)
    _set_verdict(inspection, row, given, task, by=by, at=at)
    _set_ending(decision, row, given, by=by, at=at)
    _write(decision, given, by=by, at=at)
    recommendation = Recommendation.objects.select_for_update(of=("self",)).get(pk=row.recommendation_id)
    recommendation.version += 1
    recommendation.save(update_fields=["version"])
    ref, verb = recommendation.ref, "recommendation.carry-over-corrected"
    save_changes(verb=verb, subject=ref, version=recommendation.version, changes=changes, reason=words, by=by, at=at)
    bodies = [decision.answerable.organisation]
    tell_those_who_answer(subject=ref, version=recommendation.version, bodies=bodies, by=by, at=at)
    return decision


def _check_as_decided(decision: CarryOverDecision, row: Answerable) -> None:
    if row.ending != decision.ending or Answerable.objects.filter(follows=row).exists():
        raise WrongState("What happened to this recommendation has changed since the carry-over, so it stays as it is.")


def _facts(decision: CarryOverDecision, answer: TaskAnswer, new: dict[int, Recommendation]) -> Facts:
    body = decision.answerable.organisation
    refs = sorted(new[key].ref for key in answer.taken_up_in if key in new)
    said = {
        CorrectedField.VERDICT: Said(
            answer.verdict or "", answer.verdict.label if answer.verdict else "not yet judged"
        ),
        CorrectedField.ENDING: Said(answer.ending or "", answer.ending.label if answer.ending else "Stays open"),
        CorrectedField.ENDING_REASON: Said(answer.reason),
        CorrectedField.RELATION: Said(answer.relation or "", answer.relation.label if answer.relation else ""),
        CorrectedField.TAKEN_UP_IN: Said(refs, ", ".join(refs)),
    }
    return {FactOf(field, body.slug, body.display_name): value for field, value in said.items()}


def _set_links(
    decision: CarryOverDecision, given: TaskAnswer, new: dict[int, Recommendation], *, by: Actor, at: datetime
) -> None:
    """Make the links what the entry says; one that another body's entry says as well stays."""
    earlier, inspection = decision.answerable.recommendation, decision.carry_over.inspection
    pairs = Link.objects.pairs()
    for later in sorted(given.taken_up_in):
        if would_loop(pairs, (earlier.pk, later)):
            raise InvalidInput(f"{earlier.ref} replaces {new[later].ref} already, so both cannot be", field="links")
    others = decision.carry_over.decisions.exclude(pk=decision.pk).filter(answerable__recommendation=earlier)
    kept = set(others.values_list("taken_up_in", flat=True))
    held = {link.later_id: link for link in Link.objects.filter(earlier=earlier, inspection=inspection)}
    gone = [link for later, link in held.items() if later not in given.taken_up_in | kept]
    for link in gone:
        link.delete()
    for later in sorted(given.taken_up_in):
        said = {"relation": given.relation}
        made = {"inspection": inspection, "is_flagged": new[later].flagged_repeat, "linked_at": at} | said
        Link.objects.update_or_create(
            earlier=earlier,
            later=new[later],
            defaults=said,
            create_defaults=made | {"linked_by_id": by.person_id},
        )
    for later in {link.later_id for link in gone} | given.taken_up_in:
        after = {"earlier": earlier.ref, "inspection": inspection.ref}
        history.record(verb="recommendation.links-corrected", subject=new[later].ref, by=by, at=at, after=after)


def _set_verdict(
    inspection: Inspection, row: Answerable, given: TaskAnswer, task: EarlierTask, *, by: Actor, at: datetime
) -> None:
    """Record a verdict that was missing; one that is there is corrected with those of the report."""
    if task.printed is None and given.verdict is not None:
        Judgement.objects.create(
            answerable=row,
            judge=Judge.INSPECTORATE,
            category=given.verdict,
            dated_on=inspection.published_on,
            inspection=inspection,
            improvement_still_required=given.improvement_still_required,
            made_at=at,
            made_by_id=by.person_id,
        )


def _set_ending(decision: CarryOverDecision, row: Answerable, given: TaskAnswer, *, by: Actor, at: datetime) -> None:
    """End the duty, end it otherwise, or open it again."""
    if (given.ending or "") == decision.ending and given.reason == decision.reason:
        return
    checks = SustainCheck.objects.waiting().filter(answerable=row)
    if given.ending is not Ending.SUFFICIENT:
        checks.update(dropped_at=at)
    if given.ending is None:
        row.to_on, row.ending, row.ending_reason, row.ended_at, row.ended_by_id = None, "", "", None, None
        row.save(update_fields=["to_on", "ending", "ending_reason", "ended_at", "ended_by"])
    elif not decision.ending:
        end_answerable(answerable=row, ending=given.ending, reason=given.reason, by=by, at=at)
    else:
        row.ending, row.ending_reason = given.ending, given.reason
        row.save(update_fields=["ending", "ending_reason"])
        if given.ending is Ending.SUFFICIENT:
            SustainCheck.objects.filter(answerable=row, checked_at__isnull=True).update(dropped_at=None)
            plan_checks(answerable=row, by=by, at=at)


def _write(decision: CarryOverDecision, given: TaskAnswer, *, by: Actor, at: datetime) -> None:
    decision.verdict, decision.ending = given.verdict or "", given.ending or ""
    decision.relation, decision.reason = given.relation or "", given.reason
    decision.improvement_still_required = given.improvement_still_required
    decision.decided_at, decision.decided_by_id = at, by.person_id
    decision.version += 1
    decision.save()
    decision.taken_up_in.set(given.taken_up_in)

"""Confirms a carry-over: one transaction that judges, links, ends and moves exactly what its check page showed."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from inspections.models import Inspection
from tracker.choices import Ending, Judge
from tracker.errors import EditConflict, WrongState
from tracker.models import Action, Answerable, Answers, CarryOver, CarryOverDecision, Judgement, Link
from tracker.operations import history
from tracker.operations.endings import end_answerable, withdraw_action
from tracker.operations.sustain_checks import drop_checks
from tracker.projections.keeping import atomic
from tracker.queries.carry_over import EarlierTask, board_of
from tracker.queries.carry_over_plan import Move, Plan, PlanStep, plan_of
from tracker.queries.corrections.carry_overs import made_between, state_of
from tracker.rules import access
from tracker.rules.access import Actor, Doing

CHANGED = "What this carry-over does has changed since you opened the page"


class Confirmed(WrongState):
    """Somebody else has confirmed it already; `carry_over` says who and when."""

    def __init__(self, held: CarryOver) -> None:
        super().__init__("This carry-over was confirmed already. Nothing was changed.")
        self.carry_over = held


@atomic
def confirm(*, inspection: Inspection, seen: str, by: Actor, at: datetime) -> CarryOver:
    """Do what the plan says; `seen` is the plan's as it was shown. The same person again gets what is confirmed.

    Raises NotAllowed; Confirmed when somebody else was first; EditConflict with the plan as it is now when anything is
    not as it was shown; WrongState while a task needs a decision or a problem stands in the way.
    """
    access.check_may(
        by, Doing.DECIDE_CARRY_OVER, paths=[inspection.organisation.path] if inspection.organisation else []
    )
    if not CarryOver.objects.filter(inspection=inspection).exists():
        raise WrongState("Nothing is decided yet. Decide what becomes of each earlier recommendation first.")
    held = CarryOver.objects.locked(inspection)
    if held.confirmed_at is not None:
        if held.confirmed_by_id == by.person_id:
            return held
        raise Confirmed(held)
    _hold_rows(held)
    before = state_of(held)
    plan = plan_of(board_of(by, inspection))
    if plan.seen != seen:
        raise EditConflict(CHANGED, current=plan)
    if not plan.can_confirm:
        raise WrongState("Decide what becomes of each earlier recommendation first.")
    for decision in plan.board.dropped:
        decision.delete()
    for step in plan.steps:
        _carry_out(step, inspection, by=by, at=at)
    held.confirmed_at, held.confirmed_by_id = at, by.person_id
    held.made = made_between(before, state_of(held, frozenset(before.actions)))
    held.save(update_fields=["confirmed_at", "confirmed_by", "made"])
    history.record(verb="carry-over.confirmed", subject=inspection.ref, by=by, at=at, after=_facts(plan))
    return held


def _hold_rows(held: CarryOver) -> None:
    """Hold the rows, so that nobody answers, self-assesses, ends or updates meanwhile.

    Always in this order, so that nobody waits in a ring.
    """
    rows = held.decisions.values("answerable")
    list(Answerable.objects.select_for_update(of=("self",)).filter(pk__in=rows).order_by("pk").values_list("pk"))
    actions = Answers.objects.current().filter(answerable__in=rows).values("action")
    list(Action.objects.select_for_update(of=("self",)).filter(pk__in=actions).order_by("pk").values_list("pk"))


def _carry_out(step: PlanStep, inspection: Inspection, *, by: Actor, at: datetime) -> None:
    _judge(step.task, inspection, by=by, at=at)
    _link(step, inspection, by=by, at=at)
    decision = step.task.decision
    assert decision is not None
    if not decision.ending:
        after = {"inspection": inspection.ref, "organisation": step.task.body.slug}
        history.record(verb="recommendation.left-open", subject=step.task.recommendation.ref, by=by, at=at, after=after)
        return
    for move in step.moves:
        _move(move, step, by=by, at=at)
    end_answerable(answerable=step.task.answerable, ending=Ending(decision.ending), reason=_why(step), by=by, at=at)


def _judge(task: EarlierTask, inspection: Inspection, *, by: Actor, at: datetime) -> None:
    """Record a verdict that was entered by hand; a printed one is there since publishing."""
    decision = task.decision
    if task.printed is not None or decision is None or not decision.verdict:
        return
    Judgement.objects.create(
        answerable=task.answerable,
        judge=Judge.INSPECTORATE,
        category=decision.verdict,
        dated_on=inspection.published_on,
        inspection=inspection,
        improvement_still_required=decision.improvement_still_required,
        made_at=at,
        made_by_id=by.person_id,
    )
    after = {"category": decision.verdict, "inspection": inspection.ref, "body": task.answerable.organisation_id}
    history.record(verb="recommendation.judged", subject=task.recommendation.ref, by=by, at=at, after=after)


def _link(step: PlanStep, inspection: Inspection, *, by: Actor, at: datetime) -> None:
    """Link a pair of recommendations once, also where several bodies answered for the earlier one."""
    earlier, decision = step.task.recommendation, step.task.decision
    assert decision is not None
    for new in step.new:
        link, is_new = Link.objects.get_or_create(
            earlier=earlier,
            later=new,
            defaults={
                "relation": decision.relation,
                "is_flagged": new.flagged_repeat,
                "inspection": inspection,
                "linked_at": at,
                "linked_by_id": by.person_id,
            },
        )
        if is_new:
            after = {"relation": link.relation, "earlier": earlier.ref, "later": new.ref, "flagged": link.is_flagged}
            for ref in (earlier.ref, new.ref):
                history.record(verb="recommendation.linked", subject=ref, by=by, at=at, after=after)
            drop_checks(recommendation=earlier, inspection=inspection, by=by, at=at)


def _move(move: Move, step: PlanStep, *, by: Actor, at: datetime) -> None:
    """End the answer to the earlier recommendation, and begin the new ones, or end an action that answers nothing."""
    earlier, today = step.task.recommendation, timezone.localdate(at)
    to = ", ".join(dict.fromkeys(row.recommendation.ref for row in move.to))
    reason = f"Followed to {to}" if to else move.reason
    held = Answers.objects.current().filter(action=move.action, answerable=step.task.answerable)
    held.update(to_on=today, reason=reason)
    for row in move.to:
        Answers.objects.get_or_create(action=move.action, answerable=row, to_on=None, defaults={"from_on": today})
    after: dict[str, Any] = {"earlier": earlier.ref, "to": to, "reason": "" if to else move.reason}
    verb = "action.followed" if to else "action.left"
    history.record(verb=verb, subject=move.action.ref, by=by, at=at, after=after)
    # It may answer two of them: it is withdrawn with the last.
    if move.is_withdrawn and not Answers.objects.current().filter(action=move.action).exists():
        withdraw_action(action=move.action, because=move.reason, by=by, at=at)


def _why(step: PlanStep) -> str:
    """Return the reason that stands with the ending: the person's, or what the link or the verdict says."""
    decision = step.task.decision
    assert decision is not None
    if decision.reason:
        return decision.reason
    if step.new:
        return f"{decision.relation_towards} {', '.join(recommendation.ref for recommendation in step.new)}."
    return "The inspectorate found sufficient progress."


def _dropped(decision: CarryOverDecision) -> dict[str, Any]:
    """Return what was decided on a recommendation that had ended meanwhile: nothing is done about it."""
    answerable = decision.answerable
    return {
        "recommendation": answerable.recommendation.ref,
        "organisation": answerable.organisation.slug,
        "ending": decision.ending,
        "relation": decision.relation,
        "reason": decision.reason,
    }


def _facts(plan: Plan) -> dict[str, Any]:
    dropped = [_dropped(decision) for decision in plan.board.dropped]
    endings = [step.task.decision.ending for step in plan.steps if step.task.decision]
    return {
        "recommendations": len(plan.steps),
        "ended": sum(bool(ending) for ending in endings),
        "stay open": sum(not ending for ending in endings),
        "links": len({(step.task.recommendation.pk, new.pk) for step in plan.steps for new in step.new}),
        "actions followed": plan.following,
        "actions withdrawn": plan.withdrawn,
        **({"dropped": dropped} if dropped else {}),
    }

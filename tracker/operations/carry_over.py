"""Opens the carry-over of an inspection, and keeps what is decided on each task until the whole is confirmed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspections.models import Inspection
from tracker.choices import Ending, Progress
from tracker.errors import EditConflict, InvalidInput, WrongState
from tracker.models import Action, CarryOver, CarryOverAction, CarryOverDecision
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.queries.carry_over import EarlierTask, board_of, is_needed
from tracker.rules import access, carry_over
from tracker.rules.access import Actor, Doing
from tracker.rules.carry_over import REASON_LIMIT, TaskAnswer
from tracker.rules.free_text import check_free_text
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import too_long

CHANGED = "Somebody decided on this recommendation after you opened the page"


@atomic
def open_for(*, inspection: Inspection, by: Actor, at: datetime) -> CarryOver | None:
    """Open the work that waits where earlier recommendations are open; None where there are none.

    This is a part of publishing.
    """
    if not is_needed(inspection):
        return None
    return _opened(inspection, by=by, at=at)


@atomic
def decide(
    *,
    inspection: Inspection,
    task: EarlierTask,
    answer: TaskAnswer,
    ends: Mapping[int, str] | None = None,
    version: int,
    by: Actor,
    at: datetime,
) -> CarryOverDecision:
    """Keep what becomes of one earlier recommendation of one body; open to change until the whole is confirmed.

    `ends` are the open actions that end here whatever becomes of it, by key with the reason; the others go with it:
    they follow to the new recommendation, or end for its own reason. `version` is the decision's when the page was
    opened, 0 where there was none; the same answers again are the same decision. A printed verdict is taken from
    the report. Raises NotAllowed; WrongState (confirmed, or ended meanwhile); InvalidInput; EditConflict.
    """
    access.check_may(by, Doing.DECIDE_CARRY_OVER, paths=_paths(inspection))
    held = CarryOver.objects.select_for_update(of=("self",)).get(pk=_opened(inspection, by=by, at=at).pk)
    if held.confirmed_at is not None:
        raise WrongState("This carry-over was confirmed, so its decisions cannot be changed.")
    board = board_of(by, inspection)
    now = next((other for other in board.tasks if other.answerable == task.answerable), None)
    if now is None:
        raise WrongState("This recommendation has ended meanwhile, so there is nothing to decide on it here.")
    new = frozenset(recommendation.pk for recommendation in board.new)
    given = check_given(task=now, answer=answer, new=new)
    actions = _actions(now.open_actions, given, ends or {})
    if now.is_decided and now.decision and (now.decision.answer(), _kept(now.decision)) == (given, actions):
        return now.decision
    if (now.decision.version if now.decision else 0) != version:
        raise EditConflict(CHANGED, current=now)
    decision = _save(held, now, given, version=version, by=by, at=at)
    decision.actions.all().delete()
    CarryOverAction.objects.bulk_create(
        CarryOverAction(decision=decision, action_id=pk, follows=follows, reason=reason)
        for pk, (follows, reason) in actions.items()
    )
    facts = _facts(decision, given) | {
        "inspection": inspection.ref,
        "actions": [[pk, *of] for pk, of in actions.items()],
    }
    history.record(verb="carry-over.decided", subject=now.recommendation.ref, by=by, at=at, after=facts)
    return decision


def _opened(inspection: Inspection, *, by: Actor, at: datetime) -> CarryOver:
    held, is_new = CarryOver.objects.get_or_create(
        inspection=inspection, defaults={"started_at": at, "started_by_id": by.person_id}
    )
    if is_new:
        history.record(verb="carry-over.opened", subject=inspection.ref, by=by, at=at, after={})
    return held


def _paths(inspection: Inspection) -> list[str]:
    return [inspection.organisation.path] if inspection.organisation else []


def check_given(*, task: EarlierTask, answer: TaskAnswer, new: frozenset[int]) -> TaskAnswer:
    """Return the answer with what the report prints, and without a reason for which nothing asks.

    Raises InvalidInput for what does not fit.
    """
    if not answer.taken_up_in <= new:
        raise InvalidInput("Select a recommendation of this inspection from the list", field="links")
    verdict, still = answer.verdict, answer.improvement_still_required
    if task.printed is not None:
        verdict = Progress(task.printed.category)
        still = task.printed.improvement_still_required
    reason = paragraphs(answer.reason) if answer.ending in carry_over.WITH_A_REASON else ""
    given = TaskAnswer(
        verdict=verdict,
        ending=answer.ending,
        relation=answer.relation,
        taken_up_in=answer.taken_up_in,
        reason=reason,
        improvement_still_required=still if verdict is not None else None,
    )
    carry_over.check_answer(given)
    check_free_text(reason, field="reason")
    return given


def _actions(open_actions: list[Action], answer: TaskAnswer, ends: Mapping[int, str]) -> dict[int, tuple[bool, str]]:
    """Return what happens to each open action: whether it follows, else why it ends.

    Nothing where the recommendation stays open.
    """
    if answer.ending is carry_over.STAYS_OPEN:
        return {}
    return {action.pk: _one(action, answer, ends) for action in open_actions}


def _one(action: Action, answer: TaskAnswer, ends: Mapping[int, str]) -> tuple[bool, str]:
    if action.pk not in ends:
        return (True, "") if answer.is_linked else (False, _with_it(answer))
    reason = paragraphs(ends[action.pk])
    if not reason:
        raise InvalidInput(f"Enter why {action.ref} ends", field=f"why-{action.pk}")
    if len(reason) > REASON_LIMIT:
        raise InvalidInput(too_long(f"the reason for ending {action.ref}", REASON_LIMIT), field=f"why-{action.pk}")
    check_free_text(reason, field=f"why-{action.pk}")
    return False, reason


def _with_it(answer: TaskAnswer) -> str:
    """Return the reason with which an action ends because its recommendation does."""
    ending = answer.ending.label.lower() if answer.ending else ""
    return f"The recommendation has ended: {ending}"


def _kept(decision: CarryOverDecision) -> dict[int, tuple[bool, str]]:
    return {decided.action_id: (decided.follows, decided.reason) for decided in decision.actions.all()}


def _save(
    held: CarryOver, task: EarlierTask, answer: TaskAnswer, *, version: int, by: Actor, at: datetime
) -> CarryOverDecision:
    decision, _ = CarryOverDecision.objects.update_or_create(
        carry_over=held,
        answerable=task.answerable,
        defaults={
            "verdict": answer.verdict or "",
            "improvement_still_required": answer.improvement_still_required,
            "relation": answer.relation or "",
            "ending": answer.ending or "",
            "reason": answer.reason,
            "decided_at": at,
            "decided_by_id": by.person_id,
            "version": version + 1,
        },
    )
    decision.taken_up_in.set(answer.taken_up_in)
    return decision


def _facts(decision: CarryOverDecision, answer: TaskAnswer) -> dict[str, Any]:
    return {
        "decision": decision.pk,
        "verdict": decision.verdict,
        "ending": Ending(decision.ending).value if decision.ending else "",
        "relation": decision.relation,
        "taken_up_in": sorted(answer.taken_up_in),
        "reason": decision.reason,
        "organisation": decision.answerable.organisation.slug,
    }

"""The carry-over of an inspection: its task list, one task, the check before it is confirmed, and what it did."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from inspections.models import Inspection
from tracker.documents.carry_over import carry_over_workbook
from tracker.operations import carry_over as operations
from tracker.operations.carry_over_confirm import Confirmed, confirm
from tracker.queries import carry_over
from tracker.queries.carry_over import Board, EarlierTask
from tracker.queries.carry_over_plan import Plan, outcome_of, plan_of, steps_done
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.web.doors import Request, View, door, workbook
from tracker.web.forms.carry_over import TaskForm
from tracker.web.submit import Refused, attempt, submit


def board_door(*methods: str) -> Callable[[View], View]:
    """Return a page of one carry-over: 404 for whoever does not see the work of the inspected body's area."""

    def make(view: View) -> View:
        @door(*methods)
        @wraps(view)
        def answer(request: Request, ref: str, **kwargs: Any) -> HttpResponseBase:
            inspection = carry_over.inspection_for(request.actor, ref)
            if inspection is None:
                raise Http404
            return view(request, carry_over.board_of(request.actor, inspection), **kwargs)

        return answer

    return make


@board_door("GET")
def task_list(request: Request, board: Board) -> HttpResponse:
    context = {"board": board, "inspection": board.inspection}
    if board.is_confirmed:
        steps = steps_done(board)
        done = {"steps": steps, "outcome": outcome_of(steps)}
        return render(request, "tracker/carry_over/result.html", context | done)
    return render(request, "tracker/carry_over/list.html", context)


@board_door("GET")
def task_workbook(request: Request, board: Board) -> FileResponse:
    file = carry_over_workbook(request.actor, board, at=request.at)
    return workbook(file, f"carry-over-{board.inspection.ref}-{request.on:%Y-%m-%d}")


@board_door("GET", "POST")
def task(request: Request, board: Board, recommendation: str) -> HttpResponse:
    tasks = board.tasks_of(recommendation.upper())
    if not tasks:
        raise Http404
    slug = request.GET.get("body", "")
    named = [earlier_task for earlier_task in tasks if slug in ("", earlier_task.body.slug)]
    if not named:
        raise Http404
    if len(named) > 1:
        return render(request, "tracker/carry_over/choose.html", {"board": board, "tasks": named})
    earlier_task = named[0]
    if request.method != "POST":
        return _task_page(request, board, earlier_task, _form(board, earlier_task).put_back(request.kept))
    access.check_may(request.actor, Doing.DECIDE_CARRY_OVER, paths=_paths(board.inspection))
    form = _form(board, earlier_task, request.POST)
    return (
        _decide(request, board, earlier_task, form)
        if form.is_valid()
        else _task_page(request, board, earlier_task, form, status=400)
    )


def _decide(request: Request, board: Board, earlier_task: EarlierTask, form: TaskForm) -> HttpResponse:
    saved = submit(
        form,
        lambda: operations.decide(
            inspection=board.inspection,
            task=earlier_task,
            answer=form.answer(),
            ends=form.ends(),
            version=form.cleaned_data["version"],
            by=request.actor,
            at=request.at,
        ),
        beside=True,
    )
    if isinstance(saved, Refused):
        return _not_decided(request, board, earlier_task, form, saved)
    return _next(request, carry_over.board_of(request.actor, board.inspection), earlier_task)


def _not_decided(
    request: Request, board: Board, earlier_task: EarlierTask, form: TaskForm, refused: Refused
) -> HttpResponse:
    """Show the task as it stands, with the answers that were given and the reason."""
    shown = refused.current if refused.is_conflict else earlier_task
    if refused.is_conflict:
        form.take_version(shown.decision.version if shown.decision else 0)
    said = {"changed": refused.changed, "refusal": refused.refused}
    return _task_page(request, board, shown, form, status=refused.status, **said)


def _next(request: Request, board: Board, earlier_task: EarlierTask) -> HttpResponse:
    """Lead to the next task that needs a decision, or to the check when there is none."""
    following = board.after(earlier_task)
    count = f"{len(board.decided)} of {len(board.tasks)}"
    messages.success(request, f"Decided ({count}): {earlier_task.recommendation.short_title}")
    return redirect(
        address_of(board, following) if following else reverse("carry-over-check", args=[board.inspection.ref])
    )


@board_door("GET", "POST")
def check(request: Request, board: Board) -> HttpResponse:
    ref = board.inspection.ref
    if request.method != "POST":
        return redirect("carry-over", ref=ref) if board.is_confirmed else _check_page(request, plan_of(board))
    seen = request.POST.get("seen", "")
    held = attempt(lambda: confirm(inspection=board.inspection, seen=seen, by=request.actor, at=request.at))
    if isinstance(held, Refused):
        return _not_confirmed(request, board, held)
    if held.confirmed_at == request.at:
        messages.success(request, "Carry-over confirmed")
    return redirect("carry-over", ref=ref)


def _not_confirmed(request: Request, board: Board, refused: Refused) -> HttpResponse:
    """Show what somebody confirmed before, or the plan as it stands with the reason."""
    if isinstance(refused.refusal, Confirmed):
        context = {"board": board, "inspection": board.inspection, "held": refused.refusal.carry_over}
        return render(request, "tracker/carry_over/confirmed.html", context, status=refused.status)
    plan = refused.current if refused.is_conflict else plan_of(board)
    return _check_page(request, plan, status=refused.status, changed=refused.changed, refusal=refused.refused)


def address_of(board: Board, earlier_task: EarlierTask) -> str:
    """Return the address of a task; the body is named where the recommendation has more than one here."""
    address = reverse("carry-over-task", args=[board.inspection.ref, earlier_task.recommendation.ref])
    return (
        f"{address}?body={earlier_task.body.slug}"
        if len(board.tasks_of(earlier_task.recommendation.ref)) > 1
        else address
    )


def _form(board: Board, earlier_task: EarlierTask, sent: Any = None) -> TaskForm:
    return TaskForm(sent, task=earlier_task, choices=carry_over.choices(earlier_task, board.new))


def _task_page(
    request: Request, board: Board, earlier_task: EarlierTask, form: TaskForm, **context: Any
) -> HttpResponse:
    status = context.pop("status", 200)
    page = {
        "board": board,
        "inspection": board.inspection,
        "task": earlier_task,
        "form": form if board.can_decide and not board.is_confirmed else None,
        "number": next(
            (at for at, other in enumerate(board.tasks, 1) if other.answerable == earlier_task.answerable), 0
        ),
    }
    return render(request, "tracker/carry_over/task.html", page | context, status=status)


def _check_page(request: Request, plan: Plan, *, status: int = 200, **context: Any) -> HttpResponse:
    page = {
        "plan": plan,
        "outcome": outcome_of(plan.steps),
        "board": plan.board,
        "inspection": plan.board.inspection,
    }
    return render(request, "tracker/carry_over/check.html", page | context, status=status)


def _paths(inspection: Inspection) -> list[str]:
    return [inspection.organisation.path] if inspection.organisation else []

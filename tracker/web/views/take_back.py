"""Taking back what was published or confirmed: a report, a carry-over within a day, one entry of it later."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.models import Inspection
from tracker.operations.corrections.carry_over_entries import correct_entry
from tracker.operations.corrections.carry_over_reopening import check_can_reopen, reopen
from tracker.operations.corrections.withdrawal import check_can_withdraw, withdraw_report
from tracker.queries import carry_over
from tracker.queries.carry_over import Board, EarlierTask
from tracker.queries.corrections.carry_overs import entry_of
from tracker.queries.corrections.said import paths_of
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.web.doors import Request, door
from tracker.web.forms.corrections import EntryCorrection, TakeBackForm
from tracker.web.submit import Refused, submit, why_not
from tracker.web.views.carry_over import board_door

OPEN_AGAIN = "The carry-over is open again. What it did is taken back, and its decisions are kept."
WITHDRAWN = "The report was withdrawn. It is a draft again: check it and publish it, or delete it."


@door("GET", "POST")
def inspection_withdraw(request: Request, ref: str) -> HttpResponse:
    held = Inspection.objects.published().by_ref(ref).select_related("organisation__parent").first()
    if held is None:
        raise Http404
    access.check_may(request.actor, Doing.CORRECT_REPORTS, paths=paths_of(held))
    form, refusal = _form(request), why_not(lambda: check_can_withdraw(inspection=held))
    if form.is_bound and form.is_valid() and not refusal:
        reason = form.cleaned_data["reason"]
        draft = submit(form, lambda: withdraw_report(inspection=held, reason=reason, by=request.actor, at=request.at))
        if not isinstance(draft, Refused):
            messages.success(request, WITHDRAWN)
            return redirect("intake", ref=held.ref) if draft else redirect("inspections")
    context = {"inspection": held, "form": form, "refusal": refusal}
    return render(request, "tracker/corrections/withdraw.html", context, status=_status(form, refusal))


@board_door("GET", "POST")
def carry_over_reopen(request: Request, board: Board) -> HttpResponse:
    access.check_may(request.actor, Doing.DECIDE_CARRY_OVER, paths=paths_of(board.inspection))
    held, ref = board.carry_over, board.inspection.ref
    if held is None or held.confirmed_at is None:
        return redirect("carry-over", ref=ref)
    form, refusal = _form(request), why_not(lambda: check_can_reopen(held=held, at=request.at))
    if form.is_bound and form.is_valid() and not refusal:
        reason = form.cleaned_data["reason"]
        done = submit(form, lambda: reopen(inspection=board.inspection, reason=reason, by=request.actor, at=request.at))
        if not isinstance(done, Refused):
            messages.success(request, OPEN_AGAIN)
            return redirect("carry-over", ref=ref)
    context = {"inspection": board.inspection, "board": board, "form": form, "refusal": refusal}
    return render(request, "tracker/corrections/reopen.html", context, status=_status(form, refusal))


@board_door("GET", "POST")
def carry_over_correct(request: Request, board: Board, recommendation: str) -> HttpResponse:
    access.check_may(request.actor, Doing.DECIDE_CARRY_OVER, paths=paths_of(board.inspection))
    if not board.is_confirmed:
        return redirect("carry-over", ref=board.inspection.ref)
    slug = request.GET.get("body", "")
    named = [task for task in board.tasks_of(recommendation.upper()) if slug in ("", task.body.slug)]
    if len(named) != 1:
        return _choose(request, board)
    task = entry_of(named[0], board.inspection)
    sent = request.POST if request.method == "POST" else None
    form = EntryCorrection(sent, task=task, choices=carry_over.choices(task, board.new)).put_back(request.kept)
    if form.is_bound and form.is_valid():
        return _correct(request, board, task, form)
    return _entry_page(request, board, task, form, status=400 if form.is_bound else 200)


def _correct(request: Request, board: Board, task: EarlierTask, form: EntryCorrection) -> HttpResponse:
    given = form.cleaned_data
    saved = submit(form, lambda: correct_entry(
        inspection=board.inspection, task=task, answer=form.answer(), version=given["version"], why=given["why"],
        by=request.actor, at=request.at,
    ), beside=True)  # fmt: skip
    if not isinstance(saved, Refused):
        messages.success(request, f"Corrected: {task.recommendation.short_title}")
        return redirect("carry-over", ref=board.inspection.ref)
    if saved.is_conflict:
        form.take_version(saved.current.version)
    said = {"changed": saved.changed, "refusal": saved.refused, "saved": saved.current}
    return _entry_page(request, board, task, form, status=saved.status, **said)


def _choose(request: Request, board: Board) -> HttpResponse:
    context = {"board": board, "inspection": board.inspection}
    return render(request, "tracker/corrections/entries.html", context)


def _entry_page(
    request: Request, board: Board, task: EarlierTask, form: EntryCorrection, *, status: int, **more: object
) -> HttpResponse:
    context = {"board": board, "inspection": board.inspection, "task": task, "form": form, **more}
    return render(request, "tracker/corrections/entry.html", context, status=status)


def _status(form: TakeBackForm, refusal: str) -> int:
    """Return the status of a page that takes something back: refused as it stands, or unfinished."""
    if not form.is_bound:
        return 200
    return 409 if refusal and form.is_valid() else 400


def _form(request: Request) -> TakeBackForm:
    return TakeBackForm(request.POST if request.method == "POST" else None).put_back(request.kept)

"""One change of several actions: what to change, what that does to each, and done."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from tracker.models import Action, Post
from tracker.operations.bulk_changes import change_actions
from tracker.paging import PAGE_SIZE
from tracker.queries.bulk import preview
from tracker.rules.wording import exact_plural
from tracker.web.doors import Request, door
from tracker.web.forms.bulk_changes import BulkForm
from tracker.web.submit import Refused, submit


@door("GET", "POST")
def actions_change(request: Request) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    actions = _chosen(request, sent)
    if not actions:
        return render(request, "tracker/actions/change.html", {"actions": [], "limit": PAGE_SIZE})
    posts = Post.objects.to_give_actions(request.actor)
    form = BulkForm(request.POST if request.method == "POST" else None, posts=posts, on=request.on)
    form.put_back(request.kept).with_token(uuid4())
    if not form.is_bound or not form.is_valid() or "back" in sent:
        return _page(request, actions, form, status=400 if form.is_bound and form.errors else 200)
    return _save(request, actions, form) if "confirmed" in sent else _confirm(request, actions, form)


def _chosen(request: Request, sent: QueryDict) -> list[Action]:
    """Return the actions that were ticked, as many as a page holds, in the order of the list."""
    numbers = [Action.number_of(ref) for ref in sent.getlist("action")[:PAGE_SIZE]]
    chosen = Action.objects.visible_to(request.actor).filter(pk__in=[number for number in numbers if number])
    return list(chosen.for_row().most_urgent_first())


def _page(request: Request, actions: list[Action], form: BulkForm, *, status: int) -> HttpResponse:
    context = {"actions": actions, "form": form, "today": request.on}
    return render(request, "tracker/actions/change.html", context, status=status)


def _confirm(
    request: Request, actions: list[Action], form: BulkForm, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    change = form.change()
    context = {
        "preview": preview(request.actor, actions, change),
        "change": change,
        "form": form,
        "problem": problem,
        "today": request.on,
    }
    return render(request, "tracker/actions/change_confirm.html", context, status=status)


def _save(request: Request, actions: list[Action], form: BulkForm) -> HttpResponse:
    versions, said = form.versions(actions), form.answers()
    saved = submit(
        form,
        lambda: change_actions(
            versions=versions,
            change=said.change,
            reason=said.reason,
            token=said.token,
            by=request.actor,
            at=request.at,
        ),
        beside=True,
    )
    if isinstance(saved, Refused):
        if saved.is_invalid:
            return _page(request, actions, form, status=saved.status)
        return _confirm(request, actions, form, status=saved.status, problem=saved.words)
    messages.success(request, f"{exact_plural(len(saved), 'action')} changed")
    return redirect("actions")

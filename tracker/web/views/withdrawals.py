"""The pages on which an action is withdrawn, with its reason, and put back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.choices import ActionStatus
from tracker.models import Action
from tracker.operations.actions import NOTHING_TO_ANSWER, update_action
from tracker.queries import actions
from tracker.rules import access, lifecycle
from tracker.rules.access import Doing
from tracker.rules.lifecycle import IS_WITHDRAWN
from tracker.web.doors import Request, door, error_status, sent
from tracker.web.forms.withdrawals import PutBackForm, StatusForm, WithdrawForm
from tracker.web.submit import Refused, submit
from tracker.web.views.actions import action_of


@door("GET", "POST")
def action_withdraw(request: Request, ref: str) -> HttpResponse:
    action = _to_update(request, ref)
    why_not = ""
    if ActionStatus.WITHDRAWN not in lifecycle.next_statuses(action.state):
        why_not = IS_WITHDRAWN if action.state is ActionStatus.WITHDRAWN else "A completed action cannot be withdrawn."
    return _change(request, action, WithdrawForm, to=ActionStatus.WITHDRAWN, why_not=why_not)


@door("GET", "POST")
def action_put_back(request: Request, ref: str) -> HttpResponse:
    action = _to_update(request, ref)
    why_not = ""
    if action.state is not ActionStatus.WITHDRAWN:
        why_not = "This action is not withdrawn, so there is nothing to put back."
    elif not actions.answers_something(action):
        why_not = NOTHING_TO_ANSWER
    return _change(request, action, PutBackForm, to=actions.status_before_withdrawal(action), why_not=why_not)


def _change(
    request: Request, action: Action, kind: type[StatusForm], *, to: ActionStatus, why_not: str
) -> HttpResponse:
    """Show the page, or give the action its new status and go to it."""
    form = kind(sent(request)) if request.method == "POST" else kind.blank(action)
    form.put_back(request.kept)
    if why_not and not (form.is_valid() and form.was_saved(action)):
        return _page(request, action, form, to=to, why_not=why_not, status=409)
    if request.method == "POST" and form.is_valid():
        given = form.answers(to)
        saved = submit(form, lambda: update_action(action=action, given=given, by=request.actor, at=request.at))
        if not isinstance(saved, Refused):
            done = "Withdrawn" if to is ActionStatus.WITHDRAWN else "Put back"
            messages.success(request, f"{done}: {action.title}")
            return redirect("action", ref=action.ref)
        shown = action_of(request, action.ref)
        return _page(request, shown, form, to=to, status=saved.status, changed=saved.is_conflict)
    return _page(request, action, form, to=to, status=error_status(form))


def _to_update(request: Request, ref: str) -> Action:
    """Return the action, for somebody who may update it; others are refused."""
    action = action_of(request, ref)
    access.check_may(request.actor, Doing.UPDATE_ACTIONS, paths=action.paths(), post_id=action.owner_post_id)
    return action


def _page(
    request: Request,
    action: Action,
    form: StatusForm,
    *,
    to: ActionStatus,
    status: int,
    why_not: str = "",
    changed: bool = False,
) -> HttpResponse:
    if changed:
        form.take_version(action.version)
    context: dict[str, Any] = {
        "action": action,
        "form": form,
        "to": to,
        "why_not": why_not,
        "changed": changed,
        "urgency": action.urgency(on=request.on),
        "today": request.on,
    }
    return render(request, "tracker/actions/withdraw.html", context, status=status)

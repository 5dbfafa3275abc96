"""Actions: the list, one action with its timeline, and the quick update."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tracker.choices import ActionStatus
from tracker.models import Action, Update
from tracker.notifications.queries import evidence_reminders, reminders
from tracker.notifications.rules import snooze
from tracker.operations.actions import update_action
from tracker.queries import actions, evidence, timeline
from tracker.rules import access, lifecycle
from tracker.rules.access import Doing
from tracker.web.chosen_files import chosen_files
from tracker.web.doors import Request, door, page_number, place_in_list
from tracker.web.forms.actions import UpdateForm
from tracker.web.forms.due_dates import now_due
from tracker.web.forms.evidence import EvidencePart
from tracker.web.forms.filters import ActionFilters, keep
from tracker.web.submit import Refused, submit


@door("GET")
def action_list(request: Request) -> HttpResponse:
    form = ActionFilters.from_request(request)
    page = actions.page_of_actions(request.actor, form.filters(), **place_in_list(request), on=request.on, counts=True)
    may_update = access.may_update_many(request.actor)
    can_update = {action.pk for action in page.rows if may_update(action)}
    context = {
        "filters": form,
        "page": page,
        "count": page.count,
        "keep": keep(request),
        "can_update": can_update,
        "can_choose": bool(can_update),
        "today": request.on,
    }
    return render(request, "tracker/actions/list.html", context)


@door("GET")
def action_page(request: Request, ref: str) -> HttpResponse:
    action = action_of(request, ref)
    context = {
        "action": action,
        "timeline": timeline.of_action(action, page=page_number(request)),
        "can_update": access.may_update(request.actor, action) and lifecycle.can_update(action.state),
        "can_edit": access.may(request.actor, Doing.PLAN_ACTIONS, paths=action.paths())
        and lifecycle.can_update(action.state),
        "can_put_back": access.may_update(request.actor, action) and not lifecycle.can_update(action.state),
        "can_snooze": access.may_update(request.actor, action) and snooze.can_snooze(action.state),
        "reminders": reminders.of_action(action, at=request.at),
        **evidence_reminders.evidence_part(evidence.of_action(request.actor, action, on=request.on), at=request.at),
        "today": request.on,
    }
    return render(request, "tracker/actions/action.html", context)


@door("GET", "POST")
def action_update(request: Request, ref: str) -> HttpResponse:
    action = action_of(request, ref)
    access.check_may(request.actor, Doing.UPDATE_ACTIONS, paths=action.paths(), post_id=action.owner_post_id)
    if not lifecycle.can_update(action.state):
        return _update_page(request, action, status=409)
    if request.method != "POST":
        form = UpdateForm.blank(action, token=uuid.uuid4(), **_about(request, action))
        return _update_page(request, action, form=form.put_back(request.kept))
    form = UpdateForm(request.POST, action=action, **_about(request, action))
    if not form.is_valid():
        return _update_page(request, action, form=form, status=400)
    return _save(request, action, form)


def _save(request: Request, action: Action, form: UpdateForm) -> HttpResponse:
    saved = submit(form, lambda: update_action(action=action, given=form.answers(), by=request.actor, at=request.at))
    if isinstance(saved, Refused):
        shown = action if saved.is_invalid else action_of(request, action.ref)
        return _update_page(request, shown, form=form, status=saved.status, changed=saved.is_conflict)
    messages.success(request, f"Update saved: {action.title}{now_due(form.moved)}")
    return redirect("action", ref=action.ref)


def _about(request: Request, action: Action) -> dict[str, Any]:
    """Return what the form of an update knows besides the action."""
    listed = evidence.of_action(request.actor, action, on=request.on)
    return {"evidence": _evidence_part(request, action), "on": request.on, "missing": listed.missing}


def _evidence_part(request: Request, action: Action) -> EvidencePart:
    return EvidencePart(
        request.POST if request.method == "POST" else None,
        chosen=chosen_files(request),
        reusable=evidence.to_reuse(request.actor, action),
        on=request.on,
    )


def _update_page(
    request: Request, action: Action, *, form: UpdateForm | None = None, status: int = 200, changed: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {
        "action": action,
        "form": form,
        "changed": changed,
        "can_withdraw": ActionStatus.WITHDRAWN in lifecycle.next_statuses(action.state),
        "last_update": Update.objects.newest_of(action),
        "today": request.on,
    }
    if changed and form is not None:
        form.take_version(action.version)
    return render(request, "tracker/actions/update.html", context, status=status)


def action_of(request: Request, ref: str) -> Action:
    """Return the action at an address, through the gate, with what its pages show."""
    visible = Action.objects.visible_to(request.actor).by_ref(ref)
    action: Action | None = visible.for_list(request.actor).with_owner(on=request.on).first()
    if action is None:
        raise Http404
    return action

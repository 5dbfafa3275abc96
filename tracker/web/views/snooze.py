"""The page on which the reminders of an action are put off, and the button that starts them again."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.models import Action
from tracker.notifications.models import Snooze
from tracker.notifications.operations import snooze as operations
from tracker.notifications.rules import snooze
from tracker.rules import access, working_days
from tracker.rules.access import Doing
from tracker.rules.wording import date_long
from tracker.web.doors import Request, door, error_status, sent
from tracker.web.forms.snooze import SnoozeForm
from tracker.web.submit import INFO, Refused, press, submit
from tracker.web.views.actions import action_of


@door("GET", "POST")
def action_snooze(request: Request, ref: str) -> HttpResponse:
    action = _to_update(request, ref)
    form = SnoozeForm(sent(request)).put_back(request.kept)
    if not snooze.can_snooze(action.state):
        return _page(request, action, None, status=409)
    if request.method == "POST" and form.is_valid():
        said = form.answers()
        made = submit(
            form,
            lambda: operations.snooze_action(
                action=action, until_on=said.until_on, reason=said.reason, by=request.actor, at=request.at
            ),
        )
        if not isinstance(made, Refused):
            messages.success(request, f"No reminders of this action before {date_long(made.until_on)}")
            return redirect("action", ref=action.ref)
        if made.refused:
            return _page(request, _to_update(request, ref), None, status=made.status)
    return _page(request, action, form, status=error_status(form))


@door("POST")
def action_snooze_end(request: Request, ref: str) -> HttpResponse:
    action = _to_update(request, ref)
    press(
        request,
        lambda: operations.end_snooze(action=action, by=request.actor, at=request.at),
        done="Reminders of this action begin again",
        level=INFO,
    )
    return redirect("action", ref=action.ref)


def _to_update(request: Request, ref: str) -> Action:
    """Return the action, for somebody who may update it; others are refused."""
    action = action_of(request, ref)
    access.check_may(request.actor, Doing.UPDATE_ACTIONS, paths=action.paths(), post_id=action.owner_post_id)
    return action


def _page(request: Request, action: Action, form: SnoozeForm | None, *, status: int) -> HttpResponse:
    context = {
        "action": action,
        "form": form,
        "standing": Snooze.objects.of_action(action).standing(on=request.on).first(),
        "latest": snooze.latest(request.on, days=settings.SNOOZE_DAYS, holidays=working_days.bank_holidays()),
        "today": request.on,
    }
    return render(request, "tracker/actions/snooze.html", context, status=status)

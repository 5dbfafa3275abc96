"""Organisational alerts: record one, see it, plan actions for it, link recommendations to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.choices import OrganisationKind
from inspections.models import Alert, Organisation
from inspections.models.organisation import OrganisationQuerySet
from tracker.models import Action, AlertDuty, Post, alerts_visible_to
from tracker.notifications.queries.alerts import reminders_of
from tracker.operations.alert_duties import assign_alert
from tracker.operations.alerts import link_to_alert, plan_alert_action, record_alert
from tracker.queries import alerts, timeline
from tracker.queries.alerts import WholeAlert
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.web.doors import Request, door, page_number
from tracker.web.forms.alerts import (
    AlertActionForm,
    AlertDutyForm,
    AlertForm,
    AlertLinkForm,
    AlertOwner,
    NewAlert,
    NewAlertAction,
)
from tracker.web.submit import Refused, submit


@door("GET", "POST")
def region_alert_new(request: Request, region: str) -> HttpResponse:
    return _new(request, Organisation.objects.filter(slug=region).exclude(kind=OrganisationKind.PDU))


@door("GET", "POST")
def pdu_alert_new(request: Request, region: str, pdu: str) -> HttpResponse:
    return _new(request, Organisation.objects.filter(slug=pdu, parent__slug=region))


@door("GET")
def alert_page(request: Request, ref: str) -> HttpResponse:
    whole = alerts.whole_alert(request.actor, _alert(request, ref), on=request.on)
    context = {
        "whole": whole,
        "organisational_alert": whole.alert,
        "can_update": {action.pk for action in whole.actions if access.may_update(request.actor, action)},
        "can_correct": access.may(request.actor, Doing.CORRECT_REPORTS, paths=[whole.alert.organisation.path]),
        "can_assign": access.may(request.actor, Doing.RECORD_ALERTS, paths=[whole.alert.organisation.path]),
        "today": request.on,
        **_of_work(request, whole),
    }
    return render(request, "tracker/alerts/alert.html", context)


@door("GET", "POST")
def alert_owner(request: Request, ref: str) -> HttpResponse:
    alert = _alert(request, ref)
    access.check_may(request.actor, Doing.RECORD_ALERTS, paths=[alert.organisation.path])
    held = AlertDuty.objects.filter(alert=alert).first()
    posts = Post.objects.to_own_alerts(of=alert.organisation)
    data = request.POST if request.method == "POST" else None
    form = AlertDutyForm(data, posts=posts, held=held).put_back(request.kept)
    if form.is_bound and form.is_valid():
        done = submit(form, lambda: _assign(request, alert, form.duty(), form.cleaned_data["reason"]))
        if not isinstance(done, Refused):
            messages.success(request, "Owner and day saved.")
            return redirect("alert", ref=alert.ref)
    context = {"organisational_alert": alert, "form": form, "duty": held}
    return render(request, "tracker/alerts/owner.html", context, status=400 if form.is_bound else 200)


@door("GET", "POST")
def alert_action_new(request: Request, ref: str) -> HttpResponse:
    alert = _alert(request, ref)
    access.check_may(request.actor, Doing.PLAN_ACTIONS, paths=[alert.organisation.path])
    posts = Post.objects.to_own_actions(request.actor, of=alert.organisation)
    form = AlertActionForm(request.POST if request.method == "POST" else None, posts=posts).put_back(request.kept)
    if form.is_bound and form.is_valid():
        action = submit(form, lambda: _plan(request, alert, form.answers()))
        if not isinstance(action, Refused):
            messages.success(request, f"Action planned: {action.title}")
            return redirect("alert", ref=alert.ref)
    context = {"organisational_alert": alert, "form": form}
    return render(request, "tracker/alerts/action_new.html", context, status=400 if form.is_bound else 200)


@door("GET", "POST")
def alert_link(request: Request, ref: str) -> HttpResponse:
    alert = _alert(request, ref)
    access.check_may(request.actor, Doing.PLAN_ACTIONS, paths=[alert.organisation.path])
    whole = alerts.whole_alert(request.actor, alert, on=request.on)
    suggested = [answerable.pk for answerable in whole.suggested]
    data = request.POST if request.method == "POST" else None
    form = AlertLinkForm(data, offered=whole.offered, suggested=suggested).put_back(request.kept)
    if form.is_bound and form.is_valid():
        links = submit(
            form, lambda: link_to_alert(alert=alert, answerables=form.chosen(), by=request.actor, at=request.at)
        )
        if not isinstance(links, Refused):
            messages.success(request, f"Linked: the actions of this alert answer {len(links)} more")
            return redirect("alert", ref=alert.ref)
    context = {"whole": whole, "organisational_alert": alert, "form": form}
    return render(request, "tracker/alerts/link.html", context, status=400 if form.is_bound else 200)


def _of_work(request: Request, whole: WholeAlert) -> dict[str, Any]:
    """Return the timeline and the reminders of an alert, for whoever sees the work on it."""
    if not whole.sees_work:
        return {}
    return {
        "timeline": timeline.of_alert(whole, page=page_number(request)),
        "reminders": reminders_of(whole.alert, at=request.at),
    }


def _assign(request: Request, alert: Alert, to: AlertOwner, reason: str) -> AlertDuty:
    return assign_alert(
        alert=alert,
        owner_post=to.owner_post,
        answer_by_on=to.answer_by_on,
        reason=reason,
        by=request.actor,
        at=request.at,
    )


def _new(request: Request, organisations: OrganisationQuerySet) -> HttpResponse:
    body = organisations.in_tree_of_probation().select_related("parent__parent").first()
    if body is None:
        raise Http404
    access.check_may(request.actor, Doing.RECORD_ALERTS, paths=[body.path])
    posts = Post.objects.to_own_alerts(of=body)
    form = AlertForm(request.POST if request.method == "POST" else None, posts=posts).put_back(request.kept)
    if form.is_bound and form.is_valid():
        alert = submit(form, lambda: _record(request, body, form.answers(), form.duty()))
        if not isinstance(alert, Refused):
            messages.success(request, "Alert recorded. Plan the actions that answer it.")
            return redirect("alert", ref=alert.ref)
    context = {"organisation": body, "form": form}
    return render(request, "tracker/alerts/new.html", context, status=400 if form.is_bound else 200)


def _record(request: Request, body: Organisation, said: NewAlert, to: AlertOwner) -> Alert:
    return record_alert(
        organisation=body,
        raised_on=said.raised_on,
        words=said.words,
        owner_post=to.owner_post,
        answer_by_on=to.answer_by_on,
        by=request.actor,
        at=request.at,
    )


def _plan(request: Request, alert: Alert, planned: NewAlertAction) -> Action:
    return plan_alert_action(
        alert=alert,
        words=planned.words,
        owner_post=planned.owner_post,
        due_on=planned.due_on,
        by=request.actor,
        at=request.at,
    )


def _alert(request: Request, ref: str) -> Alert:
    visible = alerts_visible_to(request.actor).by_ref(ref).select_related("organisation__parent__parent", "inspection")
    alert = visible.prefetch_related("concerns", "required_actions").first()
    if alert is None:
        raise Http404
    return alert

"""Announced fieldwork: announce it, see what is missing, say how sure one is, move it, withdraw it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from inspections.models.organisation import OrganisationQuerySet
from tracker.documents.fieldwork import gaps_workbook
from tracker.errors import NotAllowed
from tracker.models import Fieldwork
from tracker.operations import fieldwork as operations
from tracker.queries import fieldwork as queries
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.rules.wording import date_long
from tracker.web.doors import Request, door, sent, workbook
from tracker.web.forms.base import Form, VersionedForm
from tracker.web.forms.fieldwork import AnnounceForm, ConfidenceForm, MoveForm, WithdrawFieldworkForm
from tracker.web.submit import Refused, submit


@door("GET", "POST")
def region_new(request: Request, region: str) -> HttpResponse:
    return _new(request, Organisation.objects.filter(slug=region).exclude(kind=OrganisationKind.PDU))


@door("GET", "POST")
def pdu_new(request: Request, region: str, pdu: str) -> HttpResponse:
    return _new(request, Organisation.objects.filter(slug=pdu, parent__slug=region))


@door("GET")
def fieldwork_page(request: Request, ref: str) -> HttpResponse:
    fieldwork = _fieldwork(request, ref)
    context = {"fieldwork": fieldwork, "whole": queries.whole(request.actor, fieldwork, on=request.on)}
    return render(request, "tracker/fieldwork/fieldwork.html", context)


@door("GET")
def gaps(request: Request, ref: str) -> FileResponse:
    fieldwork = _fieldwork(request, ref)
    file = gaps_workbook(request.actor, fieldwork, on=request.on, at=request.at)
    return workbook(file, f"get-ready-{fieldwork.ref}-{request.on:%Y-%m-%d}")


@door("GET", "POST")
def confidence(request: Request, ref: str) -> HttpResponse:
    fieldwork = _fieldwork(request, ref)
    views = queries.own_views(request.actor, fieldwork)
    if not views:
        raise NotAllowed(f"You cannot say how sure the owners are. {access.who_can(Doing.SELF_ASSESS)}")
    form = ConfidenceForm(sent(request), views=views, initial={"version": fieldwork.version}).put_back(request.kept)
    if form.is_bound and form.is_valid():
        return _save(
            request,
            fieldwork,
            form,
            "confidence",
            done="Confidence saved",
            operation=lambda version: operations.give_confidence(
                fieldwork=fieldwork, given=form.given(), version=version, by=request.actor, at=request.at
            ),
        )
    return _page(request, fieldwork, form, "confidence")


@door("GET", "POST")
def move(request: Request, ref: str) -> HttpResponse:
    fieldwork = _changeable(request, ref)
    first = {"version": fieldwork.version, "starts_on": fieldwork.starts_on}
    form = MoveForm(sent(request), initial=first).put_back(request.kept)
    if form.is_bound and form.is_valid():
        day, reason = form.cleaned_data["starts_on"], form.cleaned_data["reason"]
        return _save(
            request,
            fieldwork,
            form,
            "move",
            done=f"Fieldwork starts on {date_long(day)}",
            operation=lambda version: operations.move(
                fieldwork=fieldwork, starts_on=day, reason=reason, version=version, by=request.actor, at=request.at
            ),
        )
    return _page(request, fieldwork, form, "move")


@door("GET", "POST")
def withdraw(request: Request, ref: str) -> HttpResponse:
    fieldwork = _changeable(request, ref)
    form = WithdrawFieldworkForm(sent(request), initial={"version": fieldwork.version}).put_back(request.kept)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _save(
            request,
            fieldwork,
            form,
            "withdraw",
            done="Fieldwork withdrawn",
            operation=lambda version: operations.withdraw(
                fieldwork=fieldwork, reason=reason, version=version, by=request.actor, at=request.at
            ),
        )
    return _page(request, fieldwork, form, "withdraw")


def _new(request: Request, organisations: OrganisationQuerySet) -> HttpResponse:
    body = organisations.in_tree_of_probation().select_related("parent__parent").first()
    if body is None:
        raise Http404
    access.check_may(request.actor, Doing.ANNOUNCE_FIELDWORK, paths=[body.path])
    form = AnnounceForm(sent(request), organisation=body).put_back(request.kept)
    if form.is_bound and form.is_valid():
        new = form.answers()
        made = submit(
            form,
            lambda: operations.announce(
                organisation=body, kind=new.kind, starts_on=new.starts_on, by=request.actor, at=request.at
            ),
        )
        if not isinstance(made, Refused):
            messages.success(request, "Fieldwork announced. What owner and region say now is kept.")
            return redirect("fieldwork", ref=made.ref)
    context = {"organisation": body, "form": form}
    return render(request, "tracker/fieldwork/new.html", context, status=400 if form.is_bound else 200)


def _save(
    request: Request,
    fieldwork: Fieldwork,
    form: VersionedForm,
    name: str,
    *,
    done: str,
    operation: Callable[[int], Fieldwork],
) -> HttpResponse:
    """Do what the form asks and go back to the fieldwork; a refusal shows the form again with everything in it."""
    saved = submit(form, lambda: operation(form.cleaned_data["version"]), beside=True)
    if isinstance(saved, Refused):
        shown = saved.current if saved.is_conflict else fieldwork
        if saved.is_conflict:
            form.take_version(shown.version)
        why = saved.changed or saved.refused
        again = saved.is_conflict
        return _page(request, shown, form, name, status=saved.status, refused=why, can_send_again=again)
    messages.success(request, done)
    return redirect("fieldwork", ref=fieldwork.ref)


def _page(
    request: Request,
    fieldwork: Fieldwork,
    form: Form,
    name: str,
    *,
    status: int = 0,
    refused: str = "",
    can_send_again: bool = False,
) -> HttpResponse:
    context = {"fieldwork": fieldwork, "form": form, "refused": refused, "can_send_again": can_send_again}
    answer = status or (400 if form.is_bound else 200)
    return render(request, f"tracker/fieldwork/{name}.html", context, status=answer)


def _fieldwork(request: Request, ref: str) -> Fieldwork:
    fieldwork = Fieldwork.objects.visible_to(request.actor).by_ref(ref).for_row().first()
    if not isinstance(fieldwork, Fieldwork):
        raise Http404
    return fieldwork


def _changeable(request: Request, ref: str) -> Fieldwork:
    fieldwork = _fieldwork(request, ref)
    access.check_may(request.actor, Doing.ANNOUNCE_FIELDWORK, paths=[fieldwork.organisation.path])
    return fieldwork

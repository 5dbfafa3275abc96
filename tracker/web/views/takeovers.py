"""Who takes over the open recommendations of closed bodies: decided on one page, checked and confirmed on the next."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.models import Reorganisation
from tracker.operations import takeovers as operations
from tracker.queries import reorganisations as queries
from tracker.web.doors import Request, door, error_status, sent
from tracker.web.forms.base import VersionedForm
from tracker.web.forms.reorganisations import TakesOverForm, as_proposed
from tracker.web.submit import Refused, submit
from tracker.web.views.reorganisations import HERE, find


@door("GET", "POST")
def takes_over(request: Request, ref: str) -> HttpResponse:
    record = _to_confirm(request, ref)
    form = _form(request, record)
    form.put_back(request.kept)
    if request.method != "POST" or not form.is_valid():
        return _page(request, record, form, error_status(form))
    decided = submit(form, lambda: _decide(request, record, form), beside=True)
    if isinstance(decided, Refused):
        return _not_decided(request, record, form, decided)
    if request.POST.get("step") == "later":
        messages.success(request, "Saved. Nothing has passed on yet")
        return redirect("reorganisation", ref)
    return redirect("reorganisation-confirm", ref)


@door("GET", "POST")
def confirm(request: Request, ref: str) -> HttpResponse:
    record = _to_confirm(request, ref)
    form = VersionedForm(sent(request), initial={"version": record.version})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        confirmed = submit(
            form,
            lambda: operations.confirm(reorganisation=record, version=version, by=request.actor, at=request.at),
            beside=True,
        )
        if not isinstance(confirmed, Refused):
            messages.success(request, "Confirmed. The recommendations have passed on")
            return redirect("reorganisation", ref)
        form.take_version(record.version)
        refusal = confirmed.words
    whole = queries.who_takes_over(record, on=request.on)
    context = {"record": record, "form": form, "whole": whole, "refusal": refusal, "today": request.on}
    return render(request, f"{HERE}/confirm.html", context, status=409 if refusal else error_status(form))


def _not_decided(request: Request, record: Reorganisation, form: TakesOverForm, refused: Refused) -> HttpResponse:
    """Show the form again, or lead to the reorganisation where nothing can be decided any more."""
    if refused.refused:
        messages.error(request, refused.refused)
        return redirect("reorganisation", record.ref)
    if refused.is_conflict:
        form.take_version(record.version)
    return _page(request, record, form, refused.status)


def _decide(request: Request, record: Reorganisation, form: TakesOverForm) -> None:
    whole = queries.who_takes_over(record, on=request.on)
    is_bulk = request.POST.get("step") == "proposed"
    choices, posts = as_proposed(whole) if is_bulk else (form.choices(), form.posts())
    version = form.cleaned_data["version"]
    operations.decide(
        reorganisation=record, version=version, choices=choices, posts=posts, by=request.actor, at=request.at
    )


def _form(request: Request, record: Reorganisation) -> TakesOverForm:
    whole = queries.who_takes_over(record, on=request.on)
    return TakesOverForm(sent(request), whole=whole, version=record.version)


def _page(request: Request, record: Reorganisation, form: TakesOverForm, status: int) -> HttpResponse:
    context = {"record": record, "form": form, "is_stale": status == 409, "today": request.on}
    return render(request, f"{HERE}/takes_over.html", context, status=status)


def _to_confirm(request: Request, ref: str) -> Reorganisation:
    """Return the reorganisation, for somebody who may confirm who takes over; others are refused."""
    record = find(request, ref)
    operations.check_may_confirm(reorganisation=record, by=request.actor)
    return record

"""Linking a recommendation to an earlier or later one outside a carry-over: search, confirm, undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tracker.models import Link, Recommendation
from tracker.operations.corrections.links import add_link, check_can_remove, remove_link
from tracker.queries.corrections import links
from tracker.queries.corrections.said import paths_of
from tracker.rules import access, recurrence
from tracker.rules.access import Doing
from tracker.web.doors import Request, door
from tracker.web.forms.links import LinkForm, LinkSearchForm, NewLink, UndoLinkForm
from tracker.web.submit import Refused, submit, why_not

LINKED = "Linked. The timeline of both shows it, and those who answer are told in their digest."
UNDONE = "The link is undone. The timeline of both shows what was linked."


@door("GET", "POST")
def link_new(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    other = _other(request)
    if other is None:
        return _search_page(request, recommendation, status=400 if request.method == "POST" else 200)
    form = LinkForm(request.POST if request.method == "POST" else None).put_back(request.kept)
    if form.is_bound and form.is_valid():
        made = submit(form, lambda: _add(request, recommendation, other, form.answers()))
        if not isinstance(made, Refused):
            messages.success(request, LINKED)
            return redirect("recommendation", ref=recommendation.ref)
        return _confirm_page(request, recommendation, other, form, status=made.status)
    return _confirm_page(request, recommendation, other, form, status=400 if form.is_bound else 200)


@door("GET", "POST")
def link_undo(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    other = _other(request)
    held = Link.objects.visible_to(request.actor).pair(recommendation, other).first() if other else None
    if other is None or held is None:
        return redirect("recommendation", ref=recommendation.ref)
    form = UndoLinkForm(request.POST if request.method == "POST" else None).put_back(request.kept)
    refusal = why_not(lambda: check_can_remove(link=held))
    if form.is_bound and form.is_valid() and not refusal:
        undone = submit(form, lambda: _remove(request, recommendation, other, form.cleaned_data["reason"]))
        if not isinstance(undone, Refused):
            messages.success(request, UNDONE)
            return redirect("recommendation", ref=recommendation.ref)
    context = {"recommendation": recommendation, "held": held, "form": form, "refusal": refusal}
    status = 200 if not form.is_bound else 409 if refusal else 400
    return render(request, "tracker/links/undo.html", context, status=status)


def _recommendation(request: Request, ref: str) -> Recommendation:
    """Return the recommendation, to whoever corrects its report."""
    recommendation = _visible(request, ref)
    if recommendation is None:
        raise Http404
    access.check_may(request.actor, Doing.CORRECT_REPORTS, paths=paths_of(recommendation.inspection))
    return recommendation


def _visible(request: Request, ref: str) -> Recommendation | None:
    visible = Recommendation.objects.visible_to(request.actor).by_ref(ref)
    held: Recommendation | None = visible.select_related("inspection__organisation__parent", "addressee").first()
    return held


def _other(request: Request) -> Recommendation | None:
    """Return the recommendation that the address names beside the page's own."""
    return _visible(request, request.GET.get("with", ""))


def _search_page(request: Request, recommendation: Recommendation, *, status: int) -> HttpResponse:
    form = LinkSearchForm.from_request(request)
    words = form.words()
    searched = links.search(request.actor, recommendation, words, on=request.on) if words else None
    context = {"recommendation": recommendation, "form": form, "found": searched, "words": words}
    return render(request, "tracker/links/search.html", context, status=status)


def _confirm_page(
    request: Request, recommendation: Recommendation, other: Recommendation, form: LinkForm, *, status: int
) -> HttpResponse:
    reports = links.dated(recommendation), links.dated(other)
    refusal = why_not(lambda: recurrence.in_order(*reports))
    pair = [recommendation, other]
    if not refusal and recurrence.in_order(*reports)[0].key == other.pk:
        pair.reverse()
    context: dict[str, Any] = {"recommendation": recommendation, "other": other, "pair": pair, "form": form}
    return render(request, "tracker/links/confirm.html", context | {"refusal": refusal}, status=status)


def _add(request: Request, recommendation: Recommendation, other: Recommendation, said: NewLink) -> Link:
    return add_link(
        one=recommendation, other=other, relation=said.relation, reason=said.reason, by=request.actor, at=request.at
    )


def _remove(request: Request, recommendation: Recommendation, other: Recommendation, reason: str) -> bool:
    return remove_link(one=recommendation, other=other, reason=reason, by=request.actor, at=request.at)

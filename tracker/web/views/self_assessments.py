"""Self-assessment: saying how far a recommendation has got, checking the answers, and taking a self-assessment back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.choices import OrganisationKind
from tracker.errors import NotAllowed
from tracker.models import Answerable, Judgement, Recommendation
from tracker.models.review import evidence_to_offer
from tracker.operations.self_assessments import self_assess, withdraw
from tracker.queries import self_assessments
from tracker.rules import access, reviews
from tracker.rules.access import Doing
from tracker.rules.self_assessments import check_can_withdraw
from tracker.web.doors import Request, door
from tracker.web.forms.self_assessments import (
    SelfAssessmentAnswers,
    SelfAssessmentForm,
    WithdrawSelfAssessmentForm,
    first_answers,
)
from tracker.web.submit import Refused, submit, why_not

DRAFTS = "self-assessments"  # in the session, by recommendation and body


@door("GET", "POST")
def self_assessment(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    bodies = _bodies(request, recommendation)
    answerable = _chosen_body(request, bodies)
    if answerable is None:
        context = {"recommendation": recommendation, "bodies": bodies}
        return render(request, "tracker/self_assessments/choose.html", context)
    if answerable.to_on:
        return _form_page(request, answerable, None, status=409)
    last = self_assessments.last_three(request.actor, answerable)
    form = _form(request, answerable, last)
    if request.method != "POST":
        return _form_page(request, answerable, form, last=last)
    return _next_step(request, answerable, form)


@door("GET", "POST")
def self_assessment_withdraw(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    answerable = _chosen_body(request, _bodies(request, recommendation))
    newest = self_assessments.standing(self_assessments.last_three(request.actor, answerable)) if answerable else None
    if not answerable or newest is None:
        raise Http404
    form = WithdrawSelfAssessmentForm(
        request.POST if request.method == "POST" else None, initial={"self_assessment": newest.judgement.pk}
    )
    context: dict[str, Any] = {
        "self_assessment": newest,
        "form": form,
        "recommendation": recommendation,
        "body": answerable,
    }
    form.put_back(request.kept)
    if form.is_bound and form.is_valid():
        return _withdraw(request, answerable, form, context)
    if not newest.can_be_withdrawn:
        return _withdraw_page(request, context, status=409)
    return _withdraw_page(request, context, status=400 if form.is_bound else 200)


def _next_step(request: Request, answerable: Answerable, form: SelfAssessmentForm) -> HttpResponse:
    """Show the answers to check, then send them; or go back to the form with everything in it."""
    step = request.POST.get("step")
    if step == "change":
        changed = _unbound(request, answerable).put_back(request.POST)
        changed.is_put_back = False
        return _form_page(request, answerable, changed)
    if step != "submit":  # what was begun is there on return
        begun = {name: values for name, values in request.POST.lists() if name in form.fields}
        request.session[DRAFTS] = request.session.get(DRAFTS, {}) | {_draft_key(answerable): begun}
    if not form.is_valid():
        return _form_page(request, answerable, form, status=400)
    if step == "submit":
        return _send(request, answerable, form)
    context = {"form": form, "recommendation": answerable.recommendation, "body": answerable}
    return render(request, "tracker/self_assessments/check.html", context | _words(answerable))


def _send(request: Request, answerable: Answerable, form: SelfAssessmentForm) -> HttpResponse:
    made = submit(form, lambda: _made(request, answerable, form.answers()))
    if isinstance(made, Refused):
        if made.is_conflict:
            form.take_newest(made.current.pk)
        return _form_page(request, answerable, form, status=made.status, changed=made.changed)
    drafts = request.session.get(DRAFTS, {})
    request.session[DRAFTS] = {key: draft for key, draft in drafts.items() if key != _draft_key(answerable)}
    messages.success(request, _words(answerable)["sent"])
    return redirect("recommendation", ref=answerable.recommendation.ref)


def _made(request: Request, answerable: Answerable, said: SelfAssessmentAnswers) -> Judgement:
    return self_assess(
        answerable=answerable,
        category=said.category,
        reasons=said.reasons,
        effect=said.effect,
        evidence=said.evidence,
        newest=said.newest,
        by=request.actor,
        at=request.at,
    )


def _form(request: Request, answerable: Answerable, last: list[self_assessments.SelfAssessment]) -> SelfAssessmentForm:
    """Return the form with what was sent; else with what was begun before, or with the answers that came back."""
    if request.method == "POST":
        return _unbound(request, answerable, data=request.POST)
    newest = last[0].judgement.pk if last else 0
    form = _unbound(request, answerable, initial={"newest": newest})
    draft = request.session.get(DRAFTS, {}).get(_draft_key(answerable))
    returned = self_assessments.returned_self_assessment(last)
    if draft:
        begun = {name: values if name == "evidence" else values[0] for name, values in draft.items()}
        form.initial = {**begun, "newest": newest}
    elif returned:
        pieces = [used.version.evidence_id for used in returned.evidence]
        form.initial = {**first_answers(returned.judgement, pieces), "newest": newest}
    return form.put_back(request.kept)


def _unbound(request: Request, answerable: Answerable, **given: Any) -> SelfAssessmentForm:
    offered = evidence_to_offer(answerable, request.actor)
    return SelfAssessmentForm(offered=offered, meanings=self_assessments.meanings(answerable.recommendation), **given)


def _form_page(
    request: Request,
    answerable: Answerable,
    form: SelfAssessmentForm | None,
    *,
    last: list[self_assessments.SelfAssessment] | None = None,
    status: int = 200,
    changed: str = "",
) -> HttpResponse:
    shown = self_assessments.last_three(request.actor, answerable) if last is None else last
    context = {
        "form": form,
        "recommendation": answerable.recommendation,
        "body": answerable,
        "last": shown,
        "returned": self_assessments.returned_self_assessment(shown),
        "changed": changed,
        "today": request.on,
    }
    return render(request, "tracker/self_assessments/form.html", context | _words(answerable), status=status)


def _withdraw(
    request: Request, answerable: Answerable, form: WithdrawSelfAssessmentForm, context: dict[str, Any]
) -> HttpResponse:
    judgement = (
        Judgement.objects.self_assessments()
        .filter(answerable=answerable, pk=form.cleaned_data["self_assessment"])
        .first()
    )
    if judgement is None:
        raise Http404
    reason = form.cleaned_data["reason"]
    withdrawn = submit(
        form,
        lambda: withdraw(self_assessment=judgement, reason=reason, by=request.actor, at=request.at),
        beside=True,
    )
    if isinstance(withdrawn, Refused):
        why = {"refused": withdrawn.refused} if withdrawn.refused else {}
        return _withdraw_page(request, context | why, status=withdrawn.status)
    messages.success(request, f"Self-assessment withdrawn: {answerable.organisation.display_name}")
    return redirect("recommendation", ref=answerable.recommendation.ref)


def _withdraw_page(request: Request, context: dict[str, Any], *, status: int) -> HttpResponse:
    if why := why_not(lambda: check_can_withdraw(context["self_assessment"].state)):
        context = {"refused": why} | context
    return render(request, "tracker/self_assessments/withdraw.html", context, status=status)


def _recommendation(request: Request, ref: str) -> Recommendation:
    visible = Recommendation.objects.visible_to(request.actor).by_ref(ref).select_related("inspection__framework")
    recommendation = visible.first()
    if not isinstance(recommendation, Recommendation):
        raise Http404
    return recommendation


def _bodies(request: Request, recommendation: Recommendation) -> list[Answerable]:
    """Return those that the actor may speak for; NotAllowed where there is none."""
    bodies = self_assessments.own_bodies(request.actor, recommendation)
    if not bodies:
        raise NotAllowed(f"You cannot say how far this recommendation has got. {access.who_can(Doing.SELF_ASSESS)}")
    for answerable in bodies:
        answerable.recommendation = recommendation
    return bodies


def _chosen_body(request: Request, bodies: list[Answerable]) -> Answerable | None:
    """Return the body in the address, or the only one that answers; None where one must be chosen.

    A body for which the actor does not speak is not found.
    """
    slug = request.GET.get("body", "")
    named = [answerable for answerable in bodies if answerable.organisation.slug == slug]
    if slug and not named:
        raise Http404
    open_ones = [answerable for answerable in bodies if answerable.to_on is None] or bodies
    offered = named or open_ones
    return offered[0] if named or len(offered) == 1 else None


def _words(answerable: Answerable) -> dict[str, str]:
    """Return what the button and the message say.

    They name the body to which a self-assessment goes; HMPPS's own goes to nobody.
    """
    body = answerable.organisation
    if body.parent is None or not reviews.is_reviewed(OrganisationKind(body.kind)):
        return {"send": "Save self-assessment", "sent": f"Self-assessment saved: {body.display_name}", "reviewer": ""}
    reviewer = body.parent.display_name
    return {
        "send": f"Send to {reviewer}",
        "sent": f"Self-assessment sent to {reviewer} for review: {body.display_name}",
        "reviewer": reviewer,
    }


def _draft_key(answerable: Answerable) -> str:
    return f"{answerable.recommendation_id}:{answerable.organisation_id}"

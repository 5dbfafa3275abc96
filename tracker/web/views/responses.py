"""Answers to recommendations: acknowledge, draft or change, confirm."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tracker.errors import NotAllowed
from tracker.models import Recommendation, Response
from tracker.operations import responses
from tracker.queries import answering
from tracker.queries.answering import BodyAnswer
from tracker.queries.endings import actions_after
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.web.doors import Request, door
from tracker.web.forms.responses import ResponseAnswers, ResponseForm
from tracker.web.submit import Refused, attempt, press, submit

CHANGED = "Somebody changed this response after you opened it"


@door("GET", "POST")
def acknowledge(request: Request, ref: str) -> HttpResponse:
    """Record, at a button on other pages, that a body has seen it; opened as an address, lead to the recommendation."""
    recommendation = _recommendation(request, ref)
    slug = request.POST.get("body", "")
    own = [answer for answer in _answers(request, recommendation) if answer.is_own]
    chosen = [answer.answerable for answer in own if slug in ("", answer.answerable.organisation.slug)]
    if not chosen:
        raise NotAllowed("You cannot acknowledge this. A manager of the body that answers for it can.")
    if request.method == "POST":
        press(
            request,
            lambda: responses.acknowledge(answerable=chosen[0], by=request.actor, at=request.at),
            done=f"Acknowledged: {recommendation.short_title}",
        )
    if request.POST.get("from") == "home":
        return redirect("home")
    return redirect("recommendation", ref=recommendation.ref)


@door("GET", "POST")
def response(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    answer = _chosen(request, recommendation, Doing.RESPOND)
    if answer is None:
        return _choose(request, recommendation, Doing.RESPOND)
    if not answer.can_draft:
        return _response_page(request, answer, None, status=409)
    if request.method != "POST":
        form = ResponseForm(initial=ResponseForm.start(answer.newest)).put_back(request.kept)
        return _response_page(request, answer, form)
    form = ResponseForm(request.POST)
    if not form.is_valid():
        return _response_page(request, answer, form, status=400)
    return _save(request, answer, form)


@door("GET", "POST")
def response_confirm(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    answer = _chosen(request, recommendation, Doing.CONFIRM_RESPONSES)
    if answer is None:
        return _choose(request, recommendation, Doing.CONFIRM_RESPONSES)
    if request.method != "POST":
        return _confirm_page(request, answer, status=200 if answer.draft else 409)
    shown = Response.objects.filter(answerable=answer.answerable, pk=_number(request.POST.get("response", ""))).first()
    if shown is None:
        return _confirm_page(request, answer, status=409)
    confirmed = attempt(lambda: responses.confirm_response(response=shown, by=request.actor, at=request.at))
    if isinstance(confirmed, Refused):
        return _confirm_page(request, answer, status=confirmed.status, changed=CHANGED if confirmed.is_conflict else "")
    messages.success(request, f"Response confirmed: {confirmed.get_decision_display()}")
    return redirect("recommendation", ref=recommendation.ref)


def _save(request: Request, answer: BodyAnswer, form: ResponseForm) -> HttpResponse:
    saved = submit(form, lambda: _draft(request, answer, form.answers()))
    if isinstance(saved, Refused):
        if saved.is_conflict:
            form.take_newest(saved.current.pk if saved.current else 0)
        changed = CHANGED if saved.is_conflict else ""
        return _response_page(request, answer, form, status=saved.status, changed=changed)
    body = answer.answerable.organisation
    if access.may(request.actor, Doing.CONFIRM_RESPONSES, paths=[body.path]):
        return redirect(f"{request.path}confirm/?body={body.slug}")
    messages.success(request, "Draft saved. HMPPS confirms it next.")
    return redirect("recommendation", ref=answer.answerable.recommendation.ref)


def _draft(request: Request, answer: BodyAnswer, said: ResponseAnswers) -> Response:
    return responses.draft_response(
        answerable=answer.answerable,
        decision=said.decision,
        agreed_part=said.agreed_part,
        reasons=said.reasons,
        newest=said.newest,
        by=request.actor,
        at=request.at,
    )


def _recommendation(request: Request, ref: str) -> Recommendation:
    visible = Recommendation.objects.visible_to(request.actor).by_ref(ref)
    recommendation = visible.select_related("inspection__organisation", "addressee").first()
    if recommendation is None:
        raise Http404
    return recommendation


def _answers(request: Request, recommendation: Recommendation) -> list[BodyAnswer]:
    seen = Response.objects.visible_to(request.actor).of_recommendation(recommendation)
    return answering.answers_of(request.actor, recommendation, seen, on=request.on)


def _chosen(request: Request, recommendation: Recommendation, doing: Doing) -> BodyAnswer | None:
    """Return the body that the address names, or the only one of the actor's; None where there is a choice."""
    mine = _mine(request, recommendation, doing)
    slug = request.GET.get("body", "")
    named = [answer for answer in mine if answer.answerable.organisation.slug == slug]
    if slug and not named:
        raise Http404
    answers = named or mine
    return answers[0] if len(answers) == 1 or named else None


def _mine(request: Request, recommendation: Recommendation, doing: Doing) -> list[BodyAnswer]:
    """Return the bodies that answer now, or else those that did, for which the actor may do this."""
    answers = _answers(request, recommendation)
    allowed = [
        answer for answer in answers if access.may(request.actor, doing, paths=[answer.answerable.organisation.path])
    ]
    if not allowed:
        raise NotAllowed(f"You cannot {doing.value} for this recommendation. {access.who_can(doing)}")
    return [answer for answer in allowed if answer.answerable.to_on is None] or allowed


def _choose(request: Request, recommendation: Recommendation, doing: Doing) -> HttpResponse:
    context = {
        "recommendation": recommendation,
        "answers": _mine(request, recommendation, doing),
        "confirming": doing is Doing.CONFIRM_RESPONSES,
    }
    return render(request, "tracker/responses/choose.html", context)


def _response_page(
    request: Request, answer: BodyAnswer, form: ResponseForm | None, *, status: int = 200, changed: str = ""
) -> HttpResponse:
    shown = _again(request, answer) if changed else answer
    context: dict[str, Any] = {
        "answer": shown,
        "recommendation": answer.answerable.recommendation,
        "after": actions_after(answer.answerable),
        "form": form,
        "changed": changed,
        "confirms": access.may(request.actor, Doing.CONFIRM_RESPONSES, paths=[answer.answerable.organisation.path]),
    }
    return render(request, "tracker/responses/response.html", context, status=status)


def _confirm_page(request: Request, answer: BodyAnswer, *, status: int, changed: str = "") -> HttpResponse:
    shown = _again(request, answer) if changed else answer
    context = {
        "answer": shown,
        "recommendation": answer.answerable.recommendation,
        "after": actions_after(answer.answerable),
        "changed": changed,
    }
    return render(request, "tracker/responses/confirm.html", context, status=status)


def _again(request: Request, answer: BodyAnswer) -> BodyAnswer:
    """Return the answer as it stands after somebody else's save."""
    answers = _answers(request, answer.answerable.recommendation)
    return next(body_answer for body_answer in answers if body_answer.answerable.pk == answer.answerable.pk)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0

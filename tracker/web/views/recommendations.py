"""Recommendations: the list with its filters, and one recommendation with its actions and timeline."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tracker.models import Recommendation
from tracker.notifications.queries import evidence_reminders, recommendation_reminders
from tracker.notifications.queries.frame import asked_along, frame_from
from tracker.queries import (
    answering,
    endings,
    evidence,
    recommendations,
    recurrence,
    self_assessments,
    sustain_checks,
    timeline,
)
from tracker.queries.corrections.said import may_correct
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.web.doors import Request, door, page_number, place_in_list
from tracker.web.forms.filters import RecommendationFilters, keep


@door("GET")
def recommendation_list(request: Request) -> HttpResponse:
    form = RecommendationFilters.from_request(request)
    page, rows = recommendations.page_of_recommendations(
        request.actor, form.filters(), **place_in_list(request), on=request.on, counts=True
    )
    context = {
        "filters": form,
        "page": page,
        "rows": rows,
        "count": page.count,
        "keep": keep(request),
    }
    return render(request, "tracker/recommendations/list.html", context)


@door("GET")
def recommendation_page(request: Request, ref: str) -> HttpResponse:
    number, along = Recommendation.number_of(ref) or 0, asked_along(request.actor, shows_last_checked=False)
    recommendation, read = recommendations.to_show(request.actor, number, on=request.on, along=along)
    if recommendation is None:
        raise Http404
    request.frame = frame_from(request.actor, read, at=request.at, shows_last_checked=False)
    whole = recommendations.whole(request.actor, recommendation, on=request.on)
    context = {
        "recommendation": recommendation,
        "whole": whole,
        **answering.answer_part(
            request.actor, recommendation, whole.responses, on=request.on, answerables=whole.answerables
        ),
        **_reminders_and_evidence(request, whole),
        "timeline": timeline.of_recommendation(whole, page=page_number(request)),
        **_may(request, whole),
        "self_assessing": self_assessments.self_assessing(request.actor, recommendation, whole.answerables),
        **_before_and_after(request, whole),
        "today": request.on,
    }
    return render(request, "tracker/recommendations/recommendation.html", context)


def _reminders_and_evidence(request: Request, whole: recommendations.WholeRecommendation) -> dict[str, Any]:
    listed = evidence.of_recommendation(request.actor, whole, on=request.on)
    return {
        "reminders": recommendation_reminders.of_recommendation(request.actor, whole, at=request.at),
        **evidence_reminders.evidence_part(listed, at=request.at),
    }


def _before_and_after(request: Request, whole: recommendations.WholeRecommendation) -> dict[str, Any]:
    """Return what it repeats and where it was taken up again, how it ends, and the checks after closing."""
    recommendation = whole.recommendation
    has_ended = any(answerable.ending for answerable in whole.answerables)  # else nothing is checked
    return {
        "ending": endings.ending_part(request.actor, recommendation, whole.answerables),
        "ties": recurrence.ties_of(request.actor, recommendation),
        "checks": sustain_checks.of_recommendation(request.actor, recommendation) if has_ended else [],
        "can_check": partial(sustain_checks.may_record, request.actor),
    }


def _may(request: Request, whole: recommendations.WholeRecommendation) -> dict[str, Any]:
    """Return, for buttons, which actions the person may update, and whether they may plan one."""
    return {
        "can_update": {action.pk for action in whole.actions if access.may_update(request.actor, action)},
        "can_correct": may_correct(request.actor, whole.recommendation.inspection),
        "can_name_bodies": access.may(request.actor, Doing.NAME_BODIES, paths=_places(whole)),
        "can_plan": access.may(request.actor, Doing.PLAN_ACTIONS, paths=whole.open_paths()),
    }


def _places(whole: recommendations.WholeRecommendation) -> list[str]:
    """Return where it was made, whom it asks and who answers for it, open or not."""
    recommendation = whole.recommendation
    places = [body.path for body in (recommendation.inspection.organisation, recommendation.addressee) if body]
    return [*places, *whole.open_paths()]

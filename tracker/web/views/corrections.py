"""Correcting what was published: a recommendation, a report's facts, its key questions and verdicts, an alert."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from inspections.models import Alert, Inspection
from tracker.models import Recommendation, Theme, alerts_visible_to
from tracker.operations.corrections.additions import add_question, add_standard
from tracker.operations.corrections.alerts import correct_alert
from tracker.operations.corrections.inspections import correct_inspection
from tracker.operations.corrections.recommendations import correct_recommendation
from tracker.queries.corrections import said as queries
from tracker.queries.intake import body_choices
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.rules.corrections import Facts, differences
from tracker.web.doors import Request, door
from tracker.web.forms.corrections import (
    AlertCorrection,
    CorrectionForm,
    InspectionCorrection,
    QuestionAddition,
    QuestionsCorrection,
    RecommendationCorrection,
    StandardAddition,
    VerdictsCorrection,
)
from tracker.web.submit import Refused, submit

Correctable = TypeVar("Correctable", Recommendation, Inspection, Alert)
CORRECTED = "Corrected. The timeline shows what was said before, and those who answer are told in their digest."


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """One page of corrections: its template, where it leads back to, and what else it shows.

    `now` gives the record's version and facts as they stand, `mine` the facts that the form would save.
    """

    template: str
    back: str
    now: Callable[[], tuple[int, Facts]]
    mine: Callable[[], Facts]
    context: Mapping[str, Any] = field(default_factory=dict)


@door("GET", "POST")
def recommendation_correct(request: Request, ref: str) -> HttpResponse:
    held = _recommendation(request, ref)
    said, names = queries.recommendation_says(held), queries.names_of_facts()
    standards = [(standard.pk, str(standard)) for standard in queries.standards_of(held.inspection)]
    themes = Theme.objects.order_by("position")
    form = RecommendationCorrection(
        _sent(request), said=said, version=held.version, bodies=body_choices(), themes=themes, standards=standards
    )
    page = CorrectionPage(
        "recommendation",
        held.ref,
        lambda: (_again(held).version, queries.recommendation_says(_again(held)).facts(names)),
        lambda: form.says().facts(names),
        {"recommendation": held},
    )
    return _answer(request, form, page, lambda version, reason: correct_recommendation(
        recommendation=held, version=version, says=form.says(), reason=reason, by=request.actor, at=request.at
    ))  # fmt: skip


@door("GET", "POST")
def inspection_correct(request: Request, ref: str) -> HttpResponse:
    return _of_report(request, ref, InspectionCorrection, "inspection")


@door("GET", "POST")
def inspection_correct_questions(request: Request, ref: str) -> HttpResponse:
    return _of_report(request, ref, QuestionsCorrection, "key_questions")


@door("GET", "POST")
def inspection_standard_new(request: Request, ref: str) -> HttpResponse:
    held = _inspection(request, ref)
    form = StandardAddition(_sent(request), standards=queries.standards_to_add(held), version=held.version)
    return _add(request, form, held, "standard_new", lambda version, reason: add_standard(
        inspection=held, version=version, adds=form.adds(), reason=reason, by=request.actor, at=request.at
    ))  # fmt: skip


@door("GET", "POST")
def inspection_question_new(request: Request, ref: str) -> HttpResponse:
    held = _inspection(request, ref)
    form = QuestionAddition(_sent(request), ratings=queries.ratings_of(held), version=held.version)
    return _add(request, form, held, "question_new", lambda version, reason: add_question(
        inspection=held, version=version, adds=form.adds(), reason=reason, by=request.actor, at=request.at
    ))  # fmt: skip


@door("GET", "POST")
def inspection_correct_verdicts(request: Request, ref: str) -> HttpResponse:
    return _of_report(request, ref, VerdictsCorrection, "verdicts")


@door("GET", "POST")
def alert_correct(request: Request, ref: str) -> HttpResponse:
    held = _alert(request, ref)
    form = AlertCorrection(_sent(request), alert=held, said=_lines(held))
    page = CorrectionPage(
        "alert",
        held.ref,
        lambda: (_again(held).version, queries.alert_facts(_again(held))),
        lambda: queries.alert_said(form.raised(), form.lines("concerns"), form.lines("required_actions")),
        {"organisational_alert": held},
    )
    return _answer(request, form, page, lambda version, reason: correct_alert(
        alert=held, version=version, raised_on=form.raised(), concerns=form.lines("concerns"),
        required_actions=form.lines("required_actions"), reason=reason, by=request.actor, at=request.at,
    ))  # fmt: skip


def _of_report(
    request: Request,
    ref: str,
    form_of: type[InspectionCorrection | QuestionsCorrection | VerdictsCorrection],
    template: str,
) -> HttpResponse:
    held = _inspection(request, ref)
    form = form_of(_sent(request), said=queries.inspection_says(held), version=held.version)
    page = CorrectionPage(
        template,
        held.ref,
        lambda: (_again(held).version, queries.inspection_says(_again(held)).facts()),
        lambda: form.says().facts(),
        {"inspection": held, "judged": {row.pk: row for row in queries.verdicts_of(held)}},
    )
    return _answer(request, form, page, lambda version, reason: correct_inspection(
        inspection=held, version=version, says=form.says(), reason=reason, by=request.actor, at=request.at
    ))  # fmt: skip


def _add(
    request: Request, form: CorrectionForm, held: Inspection, template: str, add: Callable[[int, str], object]
) -> HttpResponse:
    """Answer a page that adds to a report: nothing is overwritten, so that there is no later save to compare."""
    page = CorrectionPage(template, held.ref, lambda: (held.version, {}), lambda: {}, {"inspection": held})
    return _answer(request, form, page, add)


def _answer(
    request: Request, form: CorrectionForm, page: CorrectionPage, correct: Callable[[int, str], object]
) -> HttpResponse:
    form.put_back(request.kept)
    context = {"form": form, **page.context}
    if not (form.is_bound and form.is_valid()):
        return _render(request, page, context, status=400 if form.is_bound else 200)
    saved = submit(form, lambda: correct(form.cleaned_data["version"], form.cleaned_data["reason"]))
    if not isinstance(saved, Refused):
        messages.success(request, CORRECTED)
        return redirect(_kind(page.back), ref=page.back)
    if saved.is_conflict:
        version, now = page.now()
        mine = page.mine()
        form.take_version(version)
        saved_now = {fact: said for fact, said in now.items() if fact in mine}
        context |= {"changed": saved.changed, "changes": differences(mine, saved_now)}
    return _render(request, page, context, status=saved.status)


def _render(request: Request, page: CorrectionPage, context: dict[str, Any], *, status: int) -> HttpResponse:
    return render(request, f"tracker/corrections/{page.template}.html", context, status=status)


def _kind(ref: str) -> str:
    return {"REC": "recommendation", "INS": "inspection", "ALT": "alert"}[ref[:3]]


def _sent(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _again(held: Correctable) -> Correctable:
    """Return the record as it stands now."""
    return type(held)._base_manager.get(pk=held.pk)


def _lines(alert: Alert) -> dict[str, tuple[str, ...]]:
    concerns, required_actions = queries.alert_lines(alert)
    return {"concerns": concerns, "required_actions": required_actions}


def _recommendation(request: Request, ref: str) -> Recommendation:
    visible = Recommendation.objects.visible_to(request.actor).by_ref(ref)
    held: Recommendation | None = visible.select_related("inspection__organisation").first()
    if held is None:
        raise Http404
    access.check_may(request.actor, Doing.CORRECT_REPORTS, paths=queries.paths_of(held.inspection))
    return held


def _inspection(request: Request, ref: str) -> Inspection:
    held: Inspection | None = Inspection.objects.published().by_ref(ref).select_related("organisation").first()
    if held is None:
        raise Http404
    access.check_may(request.actor, Doing.CORRECT_REPORTS, paths=queries.paths_of(held))
    return held


def _alert(request: Request, ref: str) -> Alert:
    held: Alert | None = alerts_visible_to(request.actor).by_ref(ref).select_related("organisation").first()
    if held is None:
        raise Http404
    access.check_may(request.actor, Doing.CORRECT_REPORTS, paths=[held.organisation.path])
    return held

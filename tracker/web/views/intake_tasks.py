"""The tasks of a report's review: details, recommendations, addressees and earlier recommendations."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tracker.models import ReportDraft
from tracker.operations.intake.drafts import save_answers
from tracker.queries.endings import bodies_to_name
from tracker.queries.intake import (
    body_choices,
    earlier_choices,
    review_of,
    source_lines,
    source_of,
    standard_choices,
    theme_choices,
)
from tracker.rules.access import Doing
from tracker.rules.intake.proposals import Task
from tracker.rules.intake.review import DraftReview, blank_earlier
from tracker.rules.intake.rows import EarlierRow
from tracker.web.doors import Request
from tracker.web.forms.intake import (
    AddresseesForm,
    DetailsForm,
    DraftForm,
    RecommendationForm,
    differences,
)
from tracker.web.forms.intake_findings import EarlierForm, EarlierReportForm, PrintedAlertForm, RatingsForm
from tracker.web.forms.intake_rows import RecommendationRowsForm
from tracker.web.submit import Refused, submit
from tracker.web.views.intake import draft_door

# Makes the form of a page from what was sent (None for the page as it opens) and the review as it stands.
FormOf = Callable[[Any, DraftReview], DraftForm]


@draft_door("GET", "POST")
def details(request: Request, draft: ReportDraft) -> HttpResponse:
    bodies = body_choices(areas=request.actor.areas(Doing.IMPORT_REPORTS))

    def form_of(data: Any, review: DraftReview) -> DraftForm:
        opening = DetailsForm.opening(review) | {"version": draft.version}
        return DetailsForm(data, bodies=bodies, initial=opening)

    return _task(request, draft, Task.DETAILS, form_of, template="details.html", then=_after(draft, Task.DETAILS))


@draft_door("GET", "POST")
def addressees(request: Request, draft: ReportDraft) -> HttpResponse:
    bodies, offered = body_choices(), bodies_to_name(["/"], on=request.on)

    def form_of(data: Any, review: DraftReview) -> DraftForm:
        initial = {"version": draft.version}
        return AddresseesForm(data, review=review, bodies=bodies, offered=offered, initial=initial)

    return _task(
        request, draft, Task.ADDRESSEES, form_of, template="addressees.html", then=_after(draft, Task.ADDRESSEES)
    )


@draft_door("GET", "POST")
def ratings(request: Request, draft: ReportDraft) -> HttpResponse:
    def form_of(data: Any, review: DraftReview) -> DraftForm:
        return RatingsForm(data, review=review, initial={"version": draft.version})

    then = _after(draft, Task.RATINGS)
    return _task(request, draft, Task.RATINGS, form_of, template="ratings.html", then=then)


@draft_door("GET", "POST")
def alert(request: Request, draft: ReportDraft) -> HttpResponse:
    def form_of(data: Any, review: DraftReview) -> DraftForm:
        return PrintedAlertForm(data, review=review, initial={"version": draft.version})

    then = _after(draft, Task.ALERT)
    return _task(request, draft, Task.ALERT, form_of, template="alert.html", then=then)


@draft_door("GET", "POST")
def recommendations(request: Request, draft: ReportDraft) -> HttpResponse:
    bodies, themes = body_choices(), theme_choices()

    def form_of(data: Any, review: DraftReview) -> DraftForm:
        standards, opening = standard_choices(review), {"version": draft.version}
        return RecommendationRowsForm(
            data, review=review, bodies=bodies, themes=themes, standards=standards, initial=opening
        )

    then = _after(draft, Task.RECOMMENDATIONS)
    return _task(request, draft, Task.RECOMMENDATIONS, form_of, template="recommendations.html", then=then)


@draft_door("GET", "POST")
def earlier(request: Request, draft: ReportDraft) -> HttpResponse:
    bodies = body_choices()

    def form_of(data: Any, review: DraftReview) -> DraftForm:
        opening = {"version": draft.version}
        if review.previous is None:
            return DraftForm(data, initial=opening)
        return EarlierReportForm(data, review=review, bodies=bodies, initial=opening)

    return _task(request, draft, Task.EARLIER, form_of, template="earlier.html", then=_after(draft, Task.EARLIER))


@draft_door("GET", "POST")
def recommendation(request: Request, draft: ReportDraft, key: str) -> HttpResponse:
    review, bodies = review_of(draft), body_choices()
    row = review.recommendation(key)
    if row is None:
        raise Http404
    read, standards = row.read, standard_choices(review)

    def form_of(data: Any, review: DraftReview) -> DraftForm:
        now = review.recommendation(key)
        opening = RecommendationForm.opening(now) | {"version": draft.version}
        return RecommendationForm(data, bodies=bodies, standards=standards, row=now, initial=opening)

    lines = source_lines(draft, line=read.line, text=read.text) if read else []
    return _task(
        request, draft, Task.RECOMMENDATIONS, form_of, template="recommendation.html", key=key, row=row, lines=lines
    )


@draft_door("GET", "POST")
def add_recommendation(request: Request, draft: ReportDraft) -> HttpResponse:
    review, bodies = review_of(draft), body_choices()
    standards = standard_choices(review)

    def form_of(data: Any, review: DraftReview) -> DraftForm:
        return RecommendationForm(data, bodies=bodies, standards=standards, initial={"version": draft.version})

    key = f"added-{len(review.recommendations) + 1}"
    then = reverse("intake-recommendations", args=[draft.inspection.ref])
    return _task(request, draft, Task.RECOMMENDATIONS, form_of, template="recommendation.html", key=key, then=then)


@draft_door("GET", "POST")
def earlier_recommendation(request: Request, draft: ReportDraft, key: str) -> HttpResponse:
    row = review_of(draft).earlier_row(key)
    if row is None:
        raise Http404
    return _earlier_row(request, draft, row)


@draft_door("GET", "POST")
def add_earlier(request: Request, draft: ReportDraft) -> HttpResponse:
    row = blank_earlier(review_of(draft))
    return _earlier_row(request, draft, row, then=reverse("intake-earlier", args=[draft.inspection.ref]), is_new=True)


def _earlier_row(
    request: Request, draft: ReportDraft, row: EarlierRow, *, then: str = "", is_new: bool = False
) -> HttpResponse:
    key, bodies, themes = row.key, body_choices(), theme_choices()
    held = earlier_choices(review_of(draft))

    def form_of(data: Any, review: DraftReview) -> DraftForm:
        now = review.earlier_row(key) or row
        opening = EarlierForm.opening(now) | {"version": draft.version}
        return EarlierForm(data, row=now, held=held, bodies=bodies, themes=themes, initial=opening)

    return _task(
        request,
        draft,
        Task.EARLIER,
        form_of,
        template="earlier_recommendation.html",
        key=key,
        row=row,
        then=then,
        is_new=is_new,
    )


def _task(
    request: Request,
    draft: ReportDraft,
    task: Task,
    form_of: FormOf,
    *,
    template: str,
    key: str = "",
    then: str = "",
    **context: Any,
) -> HttpResponse:
    """Show one form, save what it sent, or show it again with its answers and what is wrong."""
    page = {"draft": draft, "task": task, "key": key, **context}
    review = review_of(draft)
    if request.method != "POST":
        return _page(request, template, page, review, form_of(None, review).put_back(request.kept))
    form = form_of(request.POST, review)
    if not form.is_valid():
        return _page(request, template, page, review, form, status=400)
    saved = submit(form, lambda: _save(request, draft, task, form, key))
    if not isinstance(saved, Refused):
        return redirect(then or _next_row(draft, task))
    if saved.is_conflict:
        form.take_version(draft.version)
        page["differences"] = differences(form, form_of(None, review))
    return _page(request, template, page, review, form, status=saved.status)


def _save(request: Request, draft: ReportDraft, task: Task, form: DraftForm, key: str) -> None:
    kept = form.answers().kept()
    answers = {key: kept} if key else kept
    version = form.cleaned_data["version"]
    save_answers(
        draft=draft,
        task=task,
        answers=answers,
        version=version,
        confirmed=not key,
        by=request.actor,
        at=request.at,
    )


def _page(
    request: Request, template: str, page: dict[str, Any], review: DraftReview, form: DraftForm, *, status: int = 200
) -> HttpResponse:
    context = {"review": review, "form": form, "Task": Task, "source": source_of(page["draft"], review.report), **page}
    return render(request, f"tracker/intake/{template}", context, status=status)


def _after(draft: ReportDraft, task: Task) -> str:
    """Return the task that follows."""
    tasks = list(Task)
    return reverse(f"intake-{tasks[tasks.index(task) + 1].value}", args=[draft.inspection.ref])


def _next_row(draft: ReportDraft, task: Task) -> str:
    """Return the next row that nobody has checked, doubtful ones first; the list when none is left."""
    review = review_of(ReportDraft.objects.for_page().get(pk=draft.pk))
    row = review.next_unchecked(task)
    ref = draft.inspection.ref
    page = "intake-recommendation" if task is Task.RECOMMENDATIONS else "intake-earlier-recommendation"
    return reverse(page, args=[ref, row]) if row else reverse(f"intake-{task.value}", args=[ref])

"""Review.

The queue of self-assessments that wait for one's review, and the page of one self-assessment that leads to the next.
"""

from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tracker.errors import NotAllowed
from tracker.models import Answerable, Judgement, Recommendation, Review
from tracker.operations import reviews as operations
from tracker.paging import count_up_to_limit
from tracker.queries import endings, reviews, self_assessments
from tracker.queries.self_assessments import SelfAssessment
from tracker.rules import access
from tracker.rules import reviews as rules
from tracker.rules.access import Doing
from tracker.rules.self_assessments import SelfAssessmentState
from tracker.web.doors import Request, door, place_in_list
from tracker.web.forms.self_assessments import ReviewAnswers, ReviewFilters, ReviewForm
from tracker.web.submit import Refused, submit, why_not


@door("GET")
def review_list(request: Request) -> HttpResponse:
    if not rules.reviews_at(request.actor):
        raise NotAllowed(f"You have no self-assessments to review. {access.who_can(Doing.REVIEW)}")
    form = ReviewFilters.from_request(request)
    filters, place = form.filters(), place_in_list(request)
    context = {
        "filters": form,
        "page": reviews.page_of_reviews(request.actor, filters, after=place["after"], before=place["before"]),
        "count": count_up_to_limit(reviews.chosen(request.actor, filters)),
        "query": form.query(),
        "endings_to_confirm": endings.waiting_for(request.actor, on=request.on),
        "today": request.on,
    }
    return render(request, "tracker/reviews/list.html", context)


@door("GET", "POST")
def review_page(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    _check_may_review_here(request, recommendation)
    listed = reviews.self_assessments_of(request.actor, recommendation, body=request.GET.get("body", ""))
    shown = _to_decide(request, listed)
    if request.method != "POST":
        form = _form(recommendation).put_back(request.kept) if shown else None
        return _page(request, recommendation, shown, form, listed=listed)
    form = _form(recommendation, data=request.POST)
    posted = next(
        (assessment for assessment in listed if str(assessment.judgement.pk) == request.POST.get("self_assessment")),
        shown,
    )
    if posted is None:
        return _page(request, recommendation, None, form, listed=listed, status=409)
    operations.check_may_review(self_assessment=posted.judgement, by=request.actor)
    if not form.check(posted.judgement, on=request.on):
        return _page(request, recommendation, shown, form, listed=listed, status=400 if shown else 409)
    return _save(request, recommendation, posted, form)


def _save(request: Request, recommendation: Recommendation, posted: SelfAssessment, form: ReviewForm) -> HttpResponse:
    made = submit(
        form,
        lambda: _review(request, posted, form.cleaned_data["version"], form.answers()),
    )
    if not isinstance(made, Refused):
        return _to_the_next(request, made)
    if made.is_invalid:
        return _page(request, recommendation, posted, form, listed=[posted], status=made.status)
    listed = reviews.self_assessments_of(request.actor, recommendation, body=request.GET.get("body", ""))
    shown = next((assessment for assessment in listed if assessment.is_waiting), None)
    return _page(request, recommendation, shown, form, listed=listed, status=made.status, changed=made.changed)


def _review(request: Request, posted: SelfAssessment, version: str, said: ReviewAnswers) -> Review:
    return operations.review(
        self_assessment=posted.judgement,
        version=version,
        category=said.category,
        decision=said.decision,
        reason=said.reason,
        answer_by_on=said.answer_by_on,
        by=request.actor,
        at=request.at,
    )


def _to_the_next(request: Request, made: Review) -> HttpResponse:
    """Lead to the next self-assessment of the queue as it was filtered; back to the queue after the last."""
    self_assessment = made.judgement
    place = f"{self_assessment.answerable.recommendation.ref}, {self_assessment.answerable.organisation.display_name}"
    filters = ReviewFilters.from_request(request)
    following = reviews.next_review(request.actor, filters.filters(), after=self_assessment)
    done = f"{made.get_decision_display()}: {place}."
    if following is None:
        messages.success(request, f"{done} That was the last one.")
        return redirect("reviews")
    messages.success(request, f"{done} This is the next one.")
    return redirect(_address(following, filters))


def _page(
    request: Request,
    recommendation: Recommendation,
    shown: SelfAssessment | None,
    form: ReviewForm | None,
    *,
    listed: list[SelfAssessment],
    status: int = 200,
    changed: str = "",
) -> HttpResponse:
    review = reviews.review_of(request.actor, shown) if shown else None
    filters = ReviewFilters.from_request(request)
    following = reviews.next_review(request.actor, filters.filters(), after=shown.judgement) if shown else None
    if review and form:
        changed = changed or _unseen(form, review)
        status = 409 if changed else status
        _keep_before_them(form, review)
    context: dict[str, Any] = {
        "recommendation": recommendation,
        "review": review,
        "last": listed[0] if listed else None,
        "form": form,
        "changed": changed,
        "queue": f"{reverse('reviews')}?{urlencode(filters.query())}",
        "skip": _address(following, filters) if following else "",
        "today": request.on,
    }
    return render(request, "tracker/reviews/review.html", context, status=status)


def _unseen(form: ReviewForm, review: reviews.ReviewPage) -> str:
    """Return what differs between the self-assessment as it is and what the reviewer saw when they sent the form."""
    if not form.is_bound:
        return ""
    if form.data.get("self_assessment") != str(review.self_assessment.judgement.pk):
        return operations.GONE[SelfAssessmentState.REPLACED]
    return "" if form.data.get("version") == review.version else operations.EVIDENCE_CHANGED


def _keep_before_them(form: ReviewForm, review: reviews.ReviewPage) -> None:
    """Put what the reviewer has before them now into the form; what they typed stays."""
    self_assessment, version = review.self_assessment.judgement.pk, review.version
    if form.is_bound:
        form.take(self_assessment=self_assessment, version=version)
    else:
        form.initial = {"self_assessment": self_assessment, "version": version, **form.initial}


def _to_decide(request: Request, listed: list[SelfAssessment]) -> SelfAssessment | None:
    """Return the self-assessment to decide on: of those that wait, the first that is not one's own."""
    waiting = sorted(
        (assessment for assessment in listed if assessment.is_waiting), key=lambda assessment: assessment.judgement.pk
    )
    others = [assessment for assessment in waiting if assessment.judgement.made_by_id != request.actor.person_id]
    if waiting and not others:
        operations.check_may_review(self_assessment=waiting[0].judgement, by=request.actor)
    return others[0] if others else None


def _form(recommendation: Recommendation, **given: Any) -> ReviewForm:
    return ReviewForm(meanings=self_assessments.meanings(recommendation), **given)


def _recommendation(request: Request, ref: str) -> Recommendation:
    """Return the recommendation through the gate of the work: self-assessments are not published."""
    visible = Recommendation.objects.visible_to(request.actor).in_area_of(request.actor).by_ref(ref)
    recommendation = visible.select_related("inspection__framework").first()
    if recommendation is None:
        raise Http404
    rows = Answerable.objects.of_recommendation(recommendation).filter(organisation__slug=request.GET.get("body", ""))
    if rows and not rows.work_seen_by(request.actor).exists():
        raise Http404
    return cast(Recommendation, recommendation)


def _check_may_review_here(request: Request, recommendation: Recommendation) -> None:
    """Raise NotAllowed where the actor reviews none of the bodies that answer, or answered, for it."""
    answering = Answerable.objects.of_recommendation(recommendation).select_related("organisation__parent").by_body()
    bodies = [answerable.organisation for answerable in answering]
    if not bodies:
        raise NotAllowed("Nobody answers for this recommendation yet, so there is no self-assessment.")
    reasons = [why_not(partial(_check_may_review_body, request, body)) for body in bodies]
    if all(reasons):
        raise NotAllowed(reasons[0])


def _check_may_review_body(request: Request, body: Organisation) -> None:
    above = body.parent.path if body.parent else ""
    rules.check_may_review(request.actor, kind=OrganisationKind(body.kind), reviewer_path=above, made_by=None)


def _address(self_assessment: Judgement, filters: ReviewFilters) -> str:
    answerable = self_assessment.answerable
    query = urlencode({"body": answerable.organisation.slug} | filters.query())
    return f"{reverse('review', args=[answerable.recommendation.ref])}?{query}"

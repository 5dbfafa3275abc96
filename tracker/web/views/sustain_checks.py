"""Recording a check after closing."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tracker.errors import NotAllowed
from tracker.models import Recommendation, SustainCheck
from tracker.operations.sustain_checks import check_may_record, record_check
from tracker.queries import sustain_checks
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.web.doors import Request, door, sent
from tracker.web.forms.sustain_checks import CheckForm
from tracker.web.submit import Refused, submit


@door("GET", "POST")
def check_page(request: Request, ref: str, months: int) -> HttpResponse:
    check = _check(request, ref, months)
    check_may_record(check=check, by=request.actor)
    form = CheckForm(sent(request)).put_back(request.kept)
    if form.is_bound and form.is_valid():
        return _save(request, check, form)
    return _page(request, check, form, status=400 if form.is_bound else 200)


def _save(request: Request, check: SustainCheck, form: CheckForm) -> HttpResponse:
    said = form.answers()
    saved = submit(
        form,
        lambda: record_check(
            check=check, has_lasted=said.has_lasted, found=said.found, by=request.actor, at=request.at
        ),
        beside=True,
    )
    if isinstance(saved, Refused):
        shown = saved.current if saved.is_conflict else check
        refused = saved.words if saved.status == HTTPStatus.CONFLICT else ""
        return _page(request, shown, form, status=saved.status, refused=refused)
    body = saved.answerable.organisation.display_name
    lasted = f"Check recorded: the change has lasted in {body}"
    messages.success(request, lasted if saved.has_lasted else f"Check recorded. The recommendation is open for {body}.")
    return redirect("recommendation", ref=saved.answerable.recommendation.ref)


def _page(
    request: Request, check: SustainCheck, form: CheckForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    context = {
        "check": check,
        "recommendation": check.answerable.recommendation,
        "body": check.answerable.organisation,
        "form": form,
        "refused": refused,
        "today": request.on,
    }
    return render(request, "tracker/sustain_checks/check.html", context, status=status)


def _check(request: Request, ref: str, months: int) -> SustainCheck:
    """Return the check. Raises Http404 where there is none, NotAllowed where the person does not see it."""
    recommendation = Recommendation.objects.visible_to(request.actor).by_ref(ref).first()
    if recommendation is None:
        raise Http404
    slug = request.GET.get("body", "")
    check = sustain_checks.to_show(request.actor, recommendation, months=months, slug=slug)
    if check is not None:
        return check
    if SustainCheck.objects.of_recommendation(recommendation).filter(months=months).exists():
        raise NotAllowed(f"You cannot {Doing.CHECK_LASTING.value} here. {access.who_can(Doing.CHECK_LASTING)}")
    raise Http404

"""What was said of a published report before this service: recorded, and put right, by a coordinator."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.models import Inspection
from tracker.operations.corrections.said_before import say_before
from tracker.queries.corrections import said_before as queries
from tracker.queries.corrections.said import paths_of
from tracker.rules import access, responses
from tracker.rules.access import Doing
from tracker.web.doors import Request, door
from tracker.web.forms.said_before import SaidBeforeForm, asked_hint
from tracker.web.submit import Refused, submit


@door("GET", "POST")
def said_before_page(request: Request, ref: str) -> HttpResponse:
    held = _inspection(request, ref)
    form = _form(request, held)
    if request.method != "POST":
        return _page(request, held, form.put_back(request.kept))
    says = form.says() if form.is_valid() else None
    if says is None:
        return _page(request, held, form, status=400)
    version = form.cleaned_data["version"]
    saved = submit(
        form, lambda: say_before(inspection=held, version=version, says=says, by=request.actor, at=request.at)
    )
    if isinstance(saved, Refused):
        if saved.is_conflict:
            form.take_version(saved.current.version if saved.current else 0)
        return _page(request, held, form, status=saved.status, changed=saved.changed)
    messages.success(request, "Saved: what was said before this service.")
    return redirect("inspection", ref=held.ref)


def _form(request: Request, held: Inspection) -> SaidBeforeForm:
    due_on = responses.due_on(held.published_on, days=settings.RESPONSE_DAYS) if held.published_on else None
    return SaidBeforeForm(
        request.POST if request.method == "POST" else None,
        rows=[row.asked() for row in queries.paper_rows(held)],
        hint=asked_hint(due_on, on=request.on),
        initial=SaidBeforeForm.opening(queries.of_inspection(held)),
    )


def _page(
    request: Request, held: Inspection, form: SaidBeforeForm, *, status: int = 200, changed: str = ""
) -> HttpResponse:
    context = {"inspection": held, "form": form, "changed": changed, "now": queries.of_inspection(held)}
    return render(request, "tracker/said_before/page.html", context, status=status)


def _inspection(request: Request, ref: str) -> Inspection:
    held: Inspection | None = Inspection.objects.published().by_ref(ref).select_related("organisation").first()
    if held is None:
        raise Http404
    access.check_may(request.actor, Doing.CORRECT_REPORTS, paths=paths_of(held))
    return held

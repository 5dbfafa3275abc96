"""Inspections: the list, and one inspection with its ratings, recommendations and alert."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.models import Inspection
from tracker.models import ReportDraft
from tracker.notifications.queries import inspection_reminders
from tracker.queries import carry_over, fieldwork, inspections, timeline
from tracker.queries.corrections import said_before
from tracker.queries.corrections.said import may_correct
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.web.doors import Request, door, page_number, place_in_list
from tracker.web.forms.filters import InspectionFilters, keep


@door("GET")
def inspection_list(request: Request) -> HttpResponse:
    form = InspectionFilters.from_request(request)
    page = inspections.page_of_inspections(form.filters(), **place_in_list(request), counts=True)
    context = {
        "filters": form,
        "page": page,
        "count": page.count,
        "keep": keep(request),
        "announced": fieldwork.announced_to(request.actor),
        "drafts": inspections.drafts_for(request.actor),
        "can_import": access.may_anywhere(request.actor, Doing.IMPORT_REPORTS),
    }
    return render(request, "tracker/inspections/list.html", context)


@door("GET")
def inspection_page(request: Request, ref: str) -> HttpResponse:
    inspection = Inspection.objects.published().by_ref(ref).for_page().first()
    if inspection is None:
        return _draft_or_404(request, ref)
    whole = inspections.whole(request.actor, inspection, on=request.on)
    earlier = carry_over.summary_of(request.actor, inspection)
    context = {
        "whole": whole,
        "inspection": inspection,
        "earlier": earlier,
        "reminders": inspection_reminders.of_inspection(request.actor, whole, earlier.carry_over, at=request.at),
        "said_before_words": said_before.words_of(inspection),
        "can_correct": may_correct(request.actor, inspection),
        "timeline": timeline.of_inspection(inspection, page=page_number(request)),
        **fieldwork.inspection_part(request.actor, inspection),
    }
    return render(request, "tracker/inspections/inspection.html", context)


def _draft_or_404(request: Request, ref: str) -> HttpResponse:
    number = Inspection.number_of(ref)
    if not ReportDraft.objects.visible_to(request.actor).filter(inspection=number).exists():
        raise Http404
    return redirect("intake", ref=ref)

"""A recommendation's history across inspections, and the list of all that were made again."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from tracker.documents.repeats import repeats_workbook
from tracker.models import Recommendation
from tracker.queries import recurrence, repeats
from tracker.web.doors import Request, door, page_number, workbook
from tracker.web.forms.recurrence import RepeatFilters


@door("GET")
def history(request: Request, ref: str) -> HttpResponse:
    recommendation = Recommendation.objects.visible_to(request.actor).by_ref(ref).first()
    if recommendation is None:
        raise Http404
    chain = recurrence.chain(request.actor, recommendation)
    context = {"recommendation": chain.one.recommendation, "chain": chain, "picture": chain.picture()}
    return render(request, "tracker/recurrence/history.html", context)


@door("GET")
def repeat_list(request: Request) -> HttpResponse:
    form, page = RepeatFilters.from_request(request), page_number(request)
    filters = form.filters()
    listed = repeats.page_of_repeats(request.actor, filters, page=page, on=request.on)
    context = {
        "filters": form,
        "count": listed.count,
        "rows": listed.rows,
        "page": page,
        "has_more": listed.has_more,
        "lengths": repeats.lengths() if filters == repeats.RepeatSelection() else [],
    }
    return render(request, "tracker/recurrence/repeats.html", context)


@door("GET")
def repeat_workbook(request: Request) -> FileResponse:
    form = RepeatFilters.from_request(request)
    chosen = [(label, words) for _, label, words in form.chosen]
    file = repeats_workbook(request.actor, form.filters(), chosen=chosen, on=request.on, at=request.at)
    return workbook(file, f"repeats-{request.on:%Y-%m-%d}")

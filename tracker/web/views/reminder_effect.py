"""What reminders achieve: the page of Insight, and its workbook."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from tracker.documents.reminder_effect import effect_workbook
from tracker.notifications.queries.reminder_effect import PERIODS, effect
from tracker.web.doors import Request, door, workbook
from tracker.web.forms.reminder_effect import EffectFilters


@door("GET")
def reminder_effect(request: Request) -> HttpResponse:
    form = EffectFilters.from_request(request)
    filters = form.filters()
    reminded = effect(request.actor, filters, at=request.at)
    context = {"filters": form, "effect": reminded, "period": PERIODS[str(filters.weeks)].lower()}
    context["area"] = filters.pdu or filters.region
    return render(request, "tracker/insight/reminders.html", context)


@door("GET")
def reminder_effect_workbook(request: Request) -> FileResponse:
    form = EffectFilters.from_request(request)
    chosen = [(label, words) for _, label, words in form.chosen]
    reminded = effect(request.actor, form.filters(), at=request.at)
    return workbook(
        effect_workbook(request.actor, reminded, chosen=chosen, at=request.at), f"reminders-{request.on:%Y-%m-%d}"
    )

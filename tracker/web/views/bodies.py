"""Which bodies answer for a recommendation: who does, one more, one that no longer does."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.models import Organisation
from tracker.models import Answerable, Recommendation
from tracker.operations.bodies import add_bodies, end_body
from tracker.queries import endings
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.rules.wording import plural
from tracker.web.doors import Request, door
from tracker.web.forms.bodies import AddBodiesForm, EndBodyForm, NamedBodies
from tracker.web.submit import Refused, submit


@door("GET", "POST")
def bodies_page(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    offered = endings.bodies_to_name(request.actor.areas(Doing.NAME_BODIES), on=request.on)
    data = request.POST if request.method == "POST" else None
    form = AddBodiesForm(data, offered=offered).put_back(request.kept)
    if form.is_bound and form.is_valid():
        added = submit(form, lambda: _add(request, recommendation, form.answers()))
        if not isinstance(added, Refused):
            messages.success(request, f"{plural(len(added), 'more body', 'more bodies')} to answer")
            return redirect("recommendation-bodies", ref=recommendation.ref)
    context = {
        "recommendation": recommendation,
        "answering": endings.answering_bodies(request.actor, recommendation),
        "form": form,
    }
    return render(request, "tracker/bodies/bodies.html", context, status=400 if form.is_bound else 200)


@door("GET", "POST")
def body_end(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    answering = _to_end(request, recommendation)
    if answering is None:
        return redirect("recommendation-bodies", ref=recommendation.ref)
    form = EndBodyForm(request.POST if request.method == "POST" else None).put_back(request.kept)
    if form.is_bound and form.is_valid():
        ended = submit(form, lambda: _end(request, answering, form.cleaned_data["reason"]))
        if not isinstance(ended, Refused):
            messages.success(request, f"{answering.organisation.display_name} no longer answers")
            return redirect("recommendation-bodies", ref=recommendation.ref)
    after = endings.actions_after(answering)
    context = {"recommendation": recommendation, "body": answering.organisation, "form": form, "after": after}
    return render(request, "tracker/bodies/end.html", context, status=400 if form.is_bound else 200)


def _recommendation(request: Request, ref: str) -> Recommendation:
    """Return the recommendation, to whoever names bodies where it was made, is addressed or answered.

    The report may be of a company that has closed, and is in nobody's area.
    """
    visible = Recommendation.objects.visible_to(request.actor).by_ref(ref)
    recommendation = visible.select_related("inspection__organisation", "addressee").first()
    if recommendation is None:
        raise Http404
    answering = Organisation.objects.filter(answerables__in=Answerable.objects.open().of_recommendation(recommendation))
    bodies_of_it = [recommendation.inspection.organisation, recommendation.addressee, *answering.order_by("pk")]
    places = [body.path for body in bodies_of_it if body]
    access.check_may(request.actor, Doing.NAME_BODIES, paths=places)
    return recommendation


def _to_end(request: Request, recommendation: Recommendation) -> Answerable | None:
    """Return the answer of the body that the address names, where the actor may end it and others go on."""
    listed = [row.answerable for row in endings.answering_bodies(request.actor, recommendation) if row.can_end]
    slug = request.GET.get("body", "")
    return next((answerable for answerable in listed if answerable.organisation.slug == slug), None)


def _add(request: Request, recommendation: Recommendation, named: NamedBodies) -> list[Answerable]:
    return add_bodies(
        recommendation=recommendation,
        organisations=Organisation.objects.filter(pk__in=named.bodies),
        reason=named.reason,
        by=request.actor,
        at=request.at,
    )


def _end(request: Request, answerable: Answerable, reason: str) -> Answerable:
    return end_body(answerable=answerable, reason=reason, by=request.actor, at=request.at)

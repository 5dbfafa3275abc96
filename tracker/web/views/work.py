"""Your work: the page after sign-in."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from tracker.notifications.queries import addresses
from tracker.queries import answering, carry_over, reorganisations, reviews, sustain_checks, work
from tracker.queries.changes import since_last_visit
from tracker.queries.fieldwork import coming_to
from tracker.rules.people import welcome
from tracker.web.doors import Request, door, page_number


@door("GET")
def your_work(request: Request) -> HttpResponse:
    roles = [grant.role for grant in request.actor.grants]
    context = {
        "work": work.your_work(request.actor, on=request.on),
        "changes": since_last_visit(request.actor, size=work.ROWS_PER_GROUP),
        "welcome": welcome(roles, first_signed_in_at=request.user.first_signed_in_at, at=request.at),
        "refusal": addresses.refusal_of(request.user),
        "today": request.on,
    }
    return render(request, "tracker/work/your_work.html", context | _waiting(request))


def _waiting(request: Request) -> dict[str, object]:
    """Return what needs the person's decision or is coming to them."""
    return {
        "decisions": reviews.decisions(request.actor),
        "fieldwork_coming": coming_to(request.actor),
        "can_check": partial(sustain_checks.may_record, request.actor),
        "checks_due": sustain_checks.due_for(request.actor, on=request.on),
        "to_take_over": reorganisations.waiting_for(request.actor, on=request.on),
        "to_decide": answering.decisions_of(request.actor, on=request.on),
        "carry_overs": carry_over.to_decide(request.actor),
    }


@door("GET")
def changes(request: Request) -> HttpResponse:
    page = page_number(request)
    changes_seen = since_last_visit(request.actor, page=page)
    return render(request, "tracker/work/changes.html", {"changes": changes_seen, "page": page, "today": request.on})

"""Your work: the page after sign-in."""

from dataclasses import fields
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from tracker.models.first_ones import first_ones
from tracker.notifications.queries import addresses
from tracker.notifications.queries.frame import asked_along, frame_from
from tracker.queries import needs, sustain_checks, work
from tracker.queries.changes import since_last_visit
from tracker.rules.people import welcome
from tracker.web.doors import Request, door, page_number


@door("GET")
def your_work(request: Request) -> HttpResponse:
    roles = [grant.role for grant in request.actor.grants]
    asked = {**work.GROUPS, **needs.ASKED}
    there, read = first_ones(request.actor, asked, on=request.on, along=asked_along(request.actor))
    request.frame = frame_from(request.actor, read, at=request.at)
    waiting = needs.needs_of(request.actor, {name: there[name] for name in needs.ASKED}, on=request.on)
    context = {
        "work": work.your_work(request.actor, there, has_drafts=bool(there["drafts"]), on=request.on),
        "changes": since_last_visit(request.actor, person=request.user, size=work.ROWS_PER_GROUP),
        "welcome": welcome(roles, first_signed_in_at=request.user.first_signed_in_at, at=request.at),
        "refusal": addresses.refusal_of(request.user),
        "can_check": partial(sustain_checks.may_record, request.actor),
        "today": request.on,
        **{part.name: getattr(waiting, part.name) for part in fields(waiting)},
    }
    return render(request, "tracker/work/your_work.html", context)


@door("GET")
def changes(request: Request) -> HttpResponse:
    page = page_number(request)
    changes_seen = since_last_visit(request.actor, person=request.user, page=page)
    return render(request, "tracker/work/changes.html", {"changes": changes_seen, "page": page, "today": request.on})

"""The page of HMPPS, of a region or of a PDU."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from inspections.models.organisation import OrganisationQuerySet
from tracker.models.first_ones import Along
from tracker.notifications.queries import reminders
from tracker.notifications.queries.frame import asked_along, frame_from
from tracker.queries import alerts, areas, fieldwork, posts, sustain_checks
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.web.doors import Request, door

ALERTS_SHOWN = 10  # most urgent first, until the reader asks for all of them


@door("GET")
def area_list(request: Request) -> HttpResponse:
    """Show HMPPS, and every region with its PDUs; one's own come first."""
    return render(request, "tracker/areas/list.html", {"areas": areas.every_area(request.actor, on=request.on)})


@door("GET")
def region(request: Request, region: str) -> HttpResponse:
    return _area(request, Organisation.objects.filter(slug=region).exclude(kind=OrganisationKind.PDU))


@door("GET")
def pdu(request: Request, region: str, pdu: str) -> HttpResponse:
    return _area(request, Organisation.objects.filter(slug=pdu, parent__slug=region))


def _area(request: Request, organisations: OrganisationQuerySet) -> HttpResponse:
    organisation = organisations.in_tree_of_probation().select_related("parent").first()
    if organisation is None:
        raise Http404
    along: tuple[Along, ...] = (reminders.AnyPutOff(organisation.path), *asked_along(request.actor))
    area = areas.area(request.actor, organisation, on=request.on, along=along)
    request.frame = frame_from(request.actor, area.facts.along[1:], at=request.at)
    return render(request, "tracker/areas/area.html", _shown(request, organisation, area))


def _shown(request: Request, organisation: Organisation, area: areas.Area) -> dict[str, object]:
    facts = area.facts
    alert_duties = alerts.open_in(request.actor, organisation) if facts.has_alerts else []
    return {
        "area": area,
        "organisation": organisation,
        "can_update": {action.pk for action in area.overdue if access.may_update(request.actor, action)},
        "waiting": facts.to_review,
        "answers": facts,
        "fieldwork_open": fieldwork.open_in(request.actor, organisation) if facts.has_fieldwork else [],
        "announces_fieldwork": access.may(request.actor, Doing.ANNOUNCE_FIELDWORK, paths=[organisation.path]),
        "can_check": partial(sustain_checks.may_record, request.actor),
        "checks_due": sustain_checks.due_in(request.actor, organisation, on=request.on) if facts.has_checks else None,
        "put_off": reminders.put_off_in(request.actor, organisation, on=request.on) if facts.along[0] else [],
        "alert_duties": alert_duties,
        "shown_alerts": alert_duties if request.GET.get("alerts") == "all" else alert_duties[:ALERTS_SHOWN],
        "can_change_posts": posts.changeable(request.actor, area.posts),
        "records_alerts": access.may(request.actor, Doing.RECORD_ALERTS, paths=[organisation.path]),
        "today": request.on,
    }

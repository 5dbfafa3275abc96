"""One more invitation for somebody who never signed in, from their page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from tracker.notifications.models import Message
from tracker.notifications.operations.invitations import invite
from tracker.rules.wording import date_long
from tracker.web.doors import Request, door
from tracker.web.submit import Refused, press
from tracker.web.views.people import person_of


@door("POST")
def user_invitation(request: Request, ref: str) -> HttpResponse:
    """Send an invitation again; `seen` is how many the page showed, so that a second click sends no second one."""
    person, seen = person_of(request, ref), request.POST.get("seen", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0
    made = press(request, lambda: invite(person=person, seen=number, by=request.actor, at=request.at))
    if isinstance(made, Refused):
        return redirect("user", ref)
    if made.created_at == request.at:
        messages.success(request, f"The invitation goes to {person.email} {_when(made)}")
    else:
        messages.info(request, f"There is an invitation of {date_long(made.created_at)} already. No other was made")
    return redirect("user", ref)


def _when(made: Message) -> str:
    if made.not_before_at == made.created_at:
        return "within a minute"
    return f"on {timezone.localtime(made.not_before_at):%A %-d %B %Y}"

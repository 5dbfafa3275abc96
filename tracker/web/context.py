"""What every page may show: the service's names, who is signed in and what waits for them."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils import timezone

from tracker.models import Person, actor_of
from tracker.notifications.queries.frame import Frame, frame_of
from tracker.rules.access import Actor, Doing, may_anywhere


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what every page may show; nothing here asks the database until the template does."""
    return {
        "service_name": settings.SERVICE_NAME,
        "brand_name": settings.BRAND_NAME,
        "classification": settings.CLASSIFICATION,
        "support_email": settings.SUPPORT_EMAIL,
        "demo": settings.DEMO,
        "printed_at": timezone.now(),
        "alerts": lambda: get_messages(request),
        "frame": lambda shows_last_checked: frame(request, shows_last_checked=shows_last_checked),
        "manages_people": lambda: may(request, Doing.MANAGE_PEOPLE),
        "records_reorganisations": lambda: may(request, Doing.RECORD_REORGANISATIONS),
    }


def frame(request: HttpRequest, *, shows_last_checked: bool) -> Frame:
    """Return what the page shows around its content for the signed-in person, in one query at most.

    None where the view has read it with the rest (doors.Request.frame).
    """
    read: Frame | None = getattr(request, "frame", None)
    if read is not None:
        return read
    actor = _actor(request)
    return frame_of(actor, at=timezone.now(), shows_last_checked=shows_last_checked) if actor else Frame()


def may(request: HttpRequest, doing: Doing) -> bool:
    """Return whether the signed-in person may do this anywhere, for the items of the account menu."""
    actor = _actor(request)
    return actor is not None and may_anywhere(actor, doing)


def _actor(request: HttpRequest) -> Actor | None:
    """Return who is signed in; read once for pages that have no door of ours."""
    if not isinstance(request.user, Person):
        return None
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        actor = request.actor = actor_of(request.user, on=timezone.localdate())  # type: ignore[attr-defined]
    return actor

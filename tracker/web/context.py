"""What every page may show: the service's names, who is signed in and what waits for them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils import timezone

from tracker.models import Person, actor_of
from tracker.notifications.queries.frame import Frame, frame_of
from tracker.rules.access import Actor, Doing, may_anywhere
from tracker.rules.people import slug_of, words_of
from tracker.web.parts import body_href
from tracker.web.reversing import url


@dataclass(frozen=True, slots=True)
class OwnArea:
    """An item of the navigation: its words and its address, and whether a page of an area is one of theirs."""

    words: str
    href: str
    is_here: bool


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
        "own_area": lambda: own_area(request),
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


def own_area(request: HttpRequest) -> OwnArea:
    """Return what the navigation calls the signed-in person's area, and where it leads; asks nothing of its own."""
    actor = _actor(request)
    bodies = actor.bodies if actor else ()
    every = url("areas")
    slugs = frozenset(slug_of(body) for body in bodies)
    return OwnArea(
        words=words_of(bodies),
        href=body_href(bodies[0]) if len(bodies) == 1 else every,
        is_here=not slugs or request.path == every or not slugs.isdisjoint(request.path.split("/")),
    )


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

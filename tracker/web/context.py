"""What every page may show: the service's names, who is signed in and what waits for them."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils import timezone

from tracker.models import Person, actor_of
from tracker.notifications.queries import jobs
from tracker.queries.reviews import count_of_reviews
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
        "reviews_waiting": lambda: reviews_waiting(request),
        "manages_people": lambda: manages_people(request),
        "mail_is_late": lambda: jobs.mail_is_late(at=timezone.now()),
        "last_checked": lambda: jobs.last_checked(at=timezone.now()),
        "records_reorganisations": lambda: records_reorganisations(request),
    }


def reviews_waiting(request: HttpRequest) -> int | None:
    """Return how many self-assessments wait for the signed-in person, for the navigation.

    None for somebody who reviews nothing.
    """
    actor = _actor(request)
    return count_of_reviews(actor) if actor else None


def manages_people(request: HttpRequest) -> bool:
    """Return whether the account menu of the signed-in person has 'Users'."""
    actor = _actor(request)
    return actor is not None and may_anywhere(actor, Doing.MANAGE_PEOPLE)


def records_reorganisations(request: HttpRequest) -> bool:
    """Return whether the account menu of the signed-in person has 'Reorganisations'."""
    actor = _actor(request)
    return actor is not None and may_anywhere(actor, Doing.RECORD_REORGANISATIONS)


def _actor(request: HttpRequest) -> Actor | None:
    """Return who is signed in; read once for pages that have no door of ours."""
    if not isinstance(request.user, Person):
        return None
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        actor = request.actor = actor_of(request.user, on=timezone.localdate())  # type: ignore[attr-defined]
    return actor

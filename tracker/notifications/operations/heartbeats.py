"""Notes that a component is alive: one row each, overwritten, so that silence can be seen."""

from datetime import datetime

from tracker.notifications.models import Heartbeat
from tracker.notifications.rules.heartbeats import Component
from tracker.rules.access import SERVICE, Actor, check_is_the_service


def beat(*, component: Component | str, at: datetime, detail: str = "", by: Actor = SERVICE) -> None:
    """Note that 'web', 'worker', 'beat' or 'relay' was alive at this moment; 1 query.

    It leaves no event: it says nothing about anybody and is written every minute. Raises NotAllowed for a person.
    """
    check_is_the_service(by)
    Heartbeat.objects.bulk_create(
        [Heartbeat(component=Component(component).value, beat_at=at, detail=detail[:200])],
        update_conflicts=True,
        unique_fields=["component"],
        update_fields=["beat_at", "detail"],
    )

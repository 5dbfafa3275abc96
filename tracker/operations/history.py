"""Writes the trail: one event for each change, in the transaction of the change itself."""

from datetime import datetime
from typing import Any

from tracker.models import Event
from tracker.projections import keeping
from tracker.request_ids import current_request_id
from tracker.rules.access import Actor


def record(  # one row; called by every operation, so it opens no transaction of its own
    *, verb: str, subject: str, by: Actor, at: datetime, before: dict[str, Any] | None = None, after: dict[str, Any]
) -> Event:
    """Add one event. `verb` is 'room.done' ('action.updated'), `subject` a reference (ACT-0412).

    `before` and `after` hold only what changed, as plain values (dates as ISO text).
    """
    keeping.touch(verb=verb, subject=subject)
    return Event.objects.create(
        at=at,
        by_id=by.person_id,
        verb=verb,
        subject=subject,
        before=before or {},
        after=after,
        request_id=current_request_id(),
    )

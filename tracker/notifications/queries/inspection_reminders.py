"""When the next reminder of an inspection comes: of its carry-over, and of bodies that have not said they saw it."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from inspections.models import Inspection, Organisation
from tracker.models import Answerable, CarryOver
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.dated_item_reminders import Ahead, ahead, alike, number_of
from tracker.notifications.queries.dated_items import OF_INSPECTION, things_of_inspection
from tracker.notifications.queries.reminders import Next, Reminders, last_of
from tracker.notifications.rules import ladder
from tracker.notifications.rules.ladder import About
from tracker.queries.accountable import accountable
from tracker.queries.inspections import WholeInspection
from tracker.rules.access import Actor

ABOUT = {rung.code: rung.about for rung in ladder.LADDER}


def of_inspection(actor: Actor, whole: WholeInspection, held: CarryOver | None, *, at: datetime) -> Reminders:
    """Return the reminders of a published inspection; nothing, without a query, for whoever sees no work on it.

    `held` is its carry-over, None for who does not see it (queries/carry_over.summary_of). At most 8 queries for any
    number of bodies.
    """
    bodies = _bodies_seen(actor, whole.inspection) if any(row.is_seen for row in whole.rows) else {}
    seen = {About.ACKNOWLEDGEMENT: bodies.keys(), About.CARRY_OVER: {held.pk} if held else set()}
    if not any(seen.values()):
        return Reminders()
    on, inspected = timezone.localdate(at), whole.inspection.organisation
    theirs = NoticeToTell.objects.filter(subject=whole.inspection.ref).select_related("message", "person")
    notices = [notice for notice in theirs if number_of(notice) in seen.get(ABOUT.get(notice.rung, About.ACTION), ())]
    places = {body.path for body in (*bodies.values(), inspected) if body}
    people = accountable(on=on, near=tuple(sorted(places)))
    waiting = [
        (about, dated_item)
        for about in OF_INSPECTION
        if seen[about]
        for dated_item in things_of_inspection(about, whole.inspection, on=on, people=people)
        if dated_item.number in seen[about]
    ]
    alone = inspected is not None and bodies.keys() == {inspected.pk}
    lines = [
        reminder.words(people, bodies=() if alone else _body(reminder)) for reminder in ahead(waiting, notices, at=at)
    ]
    return Reminders(next=alike(sorted(lines, key=_place)), last=last_of(notices))


def _bodies_seen(actor: Actor, inspection: Inspection) -> Mapping[int, Organisation]:
    """Return, by number, who answers for what it asks, if the actor sees the work on that answer; 1 query."""
    rows = Answerable.objects.open().of_report(inspection.pk).work_seen_by(actor).select_related("organisation")
    return {answerable.organisation_id: answerable.organisation for answerable in rows}


def _body(reminder: Ahead) -> tuple[str, ...]:
    """Return the body that answers; a carry-over has none of its own."""
    return (reminder.thing.organisation.display_name,) if reminder.thing.organisation else ()


def _place(line: Next) -> tuple[bool, str, tuple[str, ...]]:
    """Return what sorts the lines: the soonest first, those without a day last, then by body."""
    return line.on is None, line.on.isoformat() if line.on else "", line.bodies

"""When the next reminder of an inspection comes: of its carry-over, and of bodies that have not said they saw it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from inspections.models import Organisation
from tracker.models import CarryOver
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.dated_item_reminders import Ahead, ahead, alike, number_of
from tracker.notifications.queries.dated_items import OF_INSPECTION, things_of_inspection
from tracker.notifications.queries.reminders import Next, Reminders, last_of
from tracker.notifications.rules import ladder
from tracker.notifications.rules.ladder import About
from tracker.queries.accountable import accountable
from tracker.queries.inspections import WholeInspection
from tracker.queries.recommendations import ListedRecommendation
from tracker.rules import access
from tracker.rules.access import Actor, Doing

ABOUT = {rung.code: rung.about for rung in ladder.LADDER}


def of_inspection(actor: Actor, whole: WholeInspection, held: CarryOver | None, *, at: datetime) -> Reminders:
    """Return the reminders of a published inspection; nothing, without a query, for who sees no work on it.

    `held` is its carry-over, None for who does not see it (queries/carry_over.summary_of). At most 8 queries for any
    number of bodies.
    """
    bodies = _bodies_seen(actor, whole.rows)
    seen = {About.ACKNOWLEDGEMENT: bodies.keys(), About.CARRY_OVER: {held.pk} if held else set()}
    if not any(seen.values()):
        return Reminders()
    on, inspected = timezone.localdate(at), whole.inspection.organisation
    theirs = NoticeToTell.objects.filter(subject=whole.inspection.ref).select_related("message", "person")
    notices = [each for each in theirs if number_of(each) in seen.get(ABOUT.get(each.rung, About.ACTION), ())]
    places = {each.path for each in (*bodies.values(), inspected) if each}
    people = accountable(on=on, near=tuple(sorted(places)))
    waiting = [
        (about, thing)
        for about in OF_INSPECTION
        if seen[about]
        for thing in things_of_inspection(about, whole.inspection, on=on, people=people)
        if thing.number in seen[about]
    ]
    alone = inspected is not None and bodies.keys() == {inspected.pk}
    lines = [each.words(people, bodies=() if alone else _body(each)) for each in ahead(waiting, notices, at=at)]
    return Reminders(next=alike(sorted(lines, key=_place)), last=last_of(notices))


def _bodies_seen(actor: Actor, rows: Iterable[ListedRecommendation]) -> Mapping[int, Organisation]:
    """Return, by number, who answers for what it asks, if the actor sees the work on that answer."""
    found: dict[int, Organisation] = {}
    for row in rows:
        for each in row.recommendation.open_answerables:  # `rows_of` gave each its recommendation
            if access.may(actor, Doing.SEE_WORK, paths=each.paths()):
                found[each.organisation_id] = each.organisation
    return found


def _body(found: Ahead) -> tuple[str, ...]:
    """Return the body that answers; a carry-over has none of its own."""
    return (found.thing.organisation.display_name,) if found.thing.organisation else ()


def _place(line: Next) -> tuple[bool, str, tuple[str, ...]]:
    """Return the soonest first, then by body."""
    return line.on is None, line.on.isoformat() if line.on else "", line.bodies

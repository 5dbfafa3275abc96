"""When the next reminder of a recommendation comes for each body that answers for it, and who was told last."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from inspections.models import Organisation
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries import dated_items
from tracker.notifications.queries.dated_item_reminders import Ahead, ahead, alike, number_of
from tracker.notifications.queries.reminders import Reminders, last_of
from tracker.notifications.rules.ladder import About
from tracker.queries.accountable import accountable
from tracker.queries.recommendations import WholeRecommendation
from tracker.rules import access
from tracker.rules.access import Actor, Doing


def of_recommendation(actor: Actor, whole: WholeRecommendation, *, at: datetime) -> Reminders:
    """Return the reminders of a recommendation that came through the gate; nothing for whoever sees no work on it.

    At most 10 queries for any number of bodies; of checks only those of bodies whose work the actor sees.
    """
    if not (whole.answerables and access.may(actor, Doing.SEE_WORK, paths=whole.paths())):
        return Reminders()
    recommendation, on = whole.row.recommendation, timezone.localdate(at)
    report = recommendation.inspection.ref
    notices = list(
        NoticeToTell.objects.filter(subject__in=[recommendation.ref, report]).select_related("message", "person")
    )
    people = accountable(on=on, near=tuple(sorted({answerable.organisation.path for answerable in whole.answerables})))
    waiting = [
        (about, dated_item)
        for about in dated_items.OF_RECOMMENDATION
        for dated_item in dated_items.things_of(about, recommendation, on=on, people=people)
    ]
    soonest = _soonest(actor, ahead(waiting, notices, at=at))
    several = len(whole.answerables) > 1
    lines = [reminder.words(people, bodies=(body.display_name,) if several else ()) for body, reminder in soonest]
    mine = [notice for notice in notices if notice.subject == recommendation.ref or _is_silence_of(notice, whole)]
    return Reminders(next=alike(lines), last=last_of(mine))


def _soonest(actor: Actor, reminders: Iterable[Ahead]) -> list[tuple[Organisation, Ahead]]:
    """Return the next of each body that answers, by its name."""
    by_body: dict[int, tuple[Organisation, Ahead]] = {}
    for reminder in reminders:
        body = reminder.thing.organisation
        if body and (reminder.about is not About.CHECK or access.may(actor, Doing.SEE_WORK, paths=[body.path])):
            by_body.setdefault(body.pk, (body, reminder))
    return sorted(by_body.values(), key=lambda row: (row[0].name, row[0].pk))


def _is_silence_of(notice: NoticeToTell, whole: WholeRecommendation) -> bool:
    """Return whether a notice of the report is a reminder that one of these bodies has not said that it saw it."""
    bodies = {answerable.organisation_id for answerable in whole.answerables}
    return notice.rung.startswith("unacknowledged") and number_of(notice) in bodies

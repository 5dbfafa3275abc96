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
    people = accountable(on=on, near=tuple(sorted({each.organisation.path for each in whole.answerables})))
    waiting = [
        (about, thing)
        for about in dated_items.OF_RECOMMENDATION
        for thing in dated_items.things_of(about, recommendation, on=on, people=people)
    ]
    soonest = _soonest(actor, ahead(waiting, notices, at=at))
    several = len(whole.answerables) > 1
    lines = [each.words(people, bodies=(body.display_name,) if several else ()) for body, each in soonest]
    mine = [each for each in notices if each.subject == recommendation.ref or _is_silence_of(each, whole)]
    return Reminders(next=alike(lines), last=last_of(mine))


def _soonest(actor: Actor, found: Iterable[Ahead]) -> list[tuple[Organisation, Ahead]]:
    """Return the next of each body that answers, by its name."""
    by_body: dict[int, tuple[Organisation, Ahead]] = {}
    for each in found:
        body = each.thing.organisation
        if body and (each.about is not About.CHECK or access.may(actor, Doing.SEE_WORK, paths=[body.path])):
            by_body.setdefault(body.pk, (body, each))
    return sorted(by_body.values(), key=lambda each: (each[0].name, each[0].pk))


def _is_silence_of(notice: NoticeToTell, whole: WholeRecommendation) -> bool:
    """Return whether a notice of the report is a reminder that one of these bodies has not said that it saw it."""
    bodies = {each.organisation_id for each in whole.answerables}
    return notice.rung.startswith("unacknowledged") and number_of(notice) in bodies

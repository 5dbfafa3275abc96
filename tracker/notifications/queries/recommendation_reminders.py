"""When the next reminder of a recommendation comes for each body that answers for it, and who was told last."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from inspections.models import Organisation
from tracker.choices import Ending
from tracker.models import SustainCheck
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries import dated_items
from tracker.notifications.queries.dated_item_reminders import Ahead, ahead, alike, number_of
from tracker.notifications.queries.reminders import Reminders, last_of
from tracker.notifications.rules import ladder
from tracker.notifications.rules.ladder import About
from tracker.queries.accountable import accountable
from tracker.queries.recommendations import WholeRecommendation
from tracker.rules.access import Actor
from tracker.rules.self_assessments import SelfAssessmentState

ABOUT = {rung.code: rung.about for rung in ladder.LADDER}


def of_recommendation(actor: Actor, whole: WholeRecommendation, *, at: datetime) -> Reminders:
    """Return the reminders of a recommendation that came through the gate, of bodies whose work the actor sees.

    At most 11 queries for any number of bodies.
    """
    if not whole.seen:
        return Reminders()
    recommendation, on = whole.recommendation, timezone.localdate(at)
    report = recommendation.inspection.ref
    notices = list(
        NoticeToTell.objects.filter(subject__in=[recommendation.ref, report]).select_related("message", "person")
    )
    people = accountable(on=on, near=tuple(sorted({answerable.organisation.path for answerable in whole.answerables})))
    waiting = [
        (about, dated_item)
        for about in _to_ask(whole)
        for dated_item in dated_items.things_of(about, recommendation, on=on, people=people)
    ]
    seen = {answerable.organisation_id for answerable in whole.seen}
    mine = [
        (about, dated_item)
        for about, dated_item in waiting
        if dated_item.organisation and dated_item.organisation.pk in seen
    ]
    soonest = _soonest(ahead(mine, notices, at=at))
    several = len(whole.answerables) > 1
    lines = [reminder.words(people, bodies=(body.display_name,) if several else ()) for body, reminder in soonest]
    return Reminders(next=alike(lines), last=last_of(_of_bodies(actor, notices, whole)))


def _to_ask(whole: WholeRecommendation) -> list[About]:
    """Return of which kinds anything can wait, as the page has read it: nothing else is asked."""
    goes_on = [answerable for answerable in whole.seen if answerable.to_on is None]
    states = {answerable.owner_state for answerable in goes_on}
    may_wait = {
        About.RESPONSE: any(not answerable.is_answered for answerable in goes_on),
        About.ACKNOWLEDGEMENT: any(not answerable.is_acknowledged for answerable in goes_on),
        About.REVIEW: SelfAssessmentState.WAITING.name in states,
        About.RETURNED: SelfAssessmentState.RETURNED.name in states,
        About.CHECK: any(answerable.ending == Ending.SUFFICIENT for answerable in whole.seen),
    }
    return [about for about in dated_items.OF_RECOMMENDATION if may_wait[about]]


def _soonest(reminders: Iterable[Ahead]) -> list[tuple[Organisation, Ahead]]:
    """Return the next of each body that answers, by its name."""
    by_body: dict[int, tuple[Organisation, Ahead]] = {}
    for reminder in reminders:
        body = reminder.thing.organisation
        if body:
            by_body.setdefault(body.pk, (body, reminder))
    return sorted(by_body.values(), key=lambda row: (row[0].name, row[0].pk))


def _of_bodies(actor: Actor, notices: Iterable[NoticeToTell], whole: WholeRecommendation) -> list[NoticeToTell]:
    """Return those of bodies whose work the actor sees; what cannot be told to be of one of them is not shown.

    1 query where there is a body whose work is hidden.
    """
    ref, bodies = whole.recommendation.ref, {answerable.organisation_id for answerable in whole.seen}
    numbers: dict[About, set[int]] = {About.ACKNOWLEDGEMENT: bodies}
    is_all = len(whole.seen) == len(whole.answerables)
    if not is_all:
        checks = SustainCheck.objects.visible_to(actor).of_recommendation(whole.recommendation)
        self_assessments = {judgement.pk for judgement in whole.judgements}
        numbers[About.RESPONSE] = {answerable.pk for answerable in whole.seen}
        numbers |= {About.REVIEW: self_assessments, About.RETURNED: self_assessments}
        numbers[About.CHECK] = set(checks.values_list("pk", flat=True))
    return [
        notice
        for notice in notices
        if (is_all and notice.subject == ref)
        or number_of(notice) in numbers.get(ABOUT.get(notice.rung, About.ACTION), ())
    ]

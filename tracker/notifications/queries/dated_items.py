"""What has a ladder besides actions.

Responses, silence, reviews, returned self-assessments, carry-overs, checks, proposals, alerts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from inspections.models import Alert, Inspection, Organisation
from inspections.models.reference import reference
from tracker.models import (
    AlertDuty,
    Answerable,
    CarryOver,
    Judgement,
    Membership,
    Recommendation,
    Reorganisation,
    Response,
    SustainCheck,
)
from tracker.notifications.rules.ladder import About, Dated, Rung, To
from tracker.queries.accountable import AGENCY, NOBODY, Accountable
from tracker.rules import responses
from tracker.rules.access import ROLES, Doing


@dataclass(frozen=True, slots=True)
class Thing:
    """One dated thing, and who is told of it; `number` tells two things with the same subject apart.

    `organisation` is the body that answers, `place` that of the body whose lead is told; neither of carry-overs.
    `above` are told the rungs that go to the body above.
    """

    subject: str
    number: int
    dated: Dated
    people: frozenset[int]
    organisation: Organisation | None = None
    place: str = ""
    above: frozenset[int] = NOBODY

    def told(self, rung: Rung) -> frozenset[int]:
        """Return who is told this rung of it."""
        return self.above if rung.to is To.ABOVE else self.people


def things(about: About, *, on: date, people: Accountable) -> list[Thing]:
    """Return everything of this kind that waits on the day, whether a rung is reached or not; at most 3 queries."""
    return SOURCES[about](on, people)


def things_of(about: About, recommendation: Recommendation, *, on: date, people: Accountable) -> list[Thing]:
    """Return what waits of this kind that concerns one recommendation, checks that are due later too.

    At most 2 queries.
    """
    return OF_RECOMMENDATION[about](on, people, recommendation)


def things_of_inspection(about: About, inspection: Inspection, *, on: date, people: Accountable) -> list[Thing]:
    """Return what waits of this kind that concerns one inspection; at most 2 queries."""
    return OF_INSPECTION[about](on, people, inspection)


def takeovers_after(reorganisation: Reorganisation, *, on: date) -> list[Thing]:
    """Return who takes over after this reorganisation, while that waits to be confirmed; at most 3 queries."""
    return _takeovers(on, Accountable(), reorganisation)


def alerts_to_answer(alert: Alert, *, on: date, people: Accountable) -> list[Thing]:
    """Return the duty to answer this alert, while it is open; 1 query."""
    return _alerts(on, people, alert)


def who_answers(duty: AlertDuty, people: Accountable) -> frozenset[int]:
    """Return who covers or holds the post that owns an alert, or else leads its body."""
    if duty.owner_post_id is None:
        return people.lead_from(duty.alert.organisation.path)
    return people.for_post(duty.owner_post_id)


def _responses(on: date, people: Accountable, of: Recommendation | None = None) -> list[Thing]:
    """Return the responses that wait.

    For the body until it has drafted one, then for HMPPS until it has confirmed it.
    """
    asked = Answerable.objects.of_recommendation(of) if of else Answerable.objects.all()
    drafts = Response.objects.of_recommendation(of) if of else Response.objects.all()
    drafted = set(drafts.to_confirm().values_list("answerable_id", flat=True))
    dated_items = []
    for answerable in asked.unanswered().published_here().for_row().order_by("pk"):
        due = responses.due_on(answerable.asked_on(), days=settings.RESPONSE_DAYS)
        if _published_on(answerable) > due:  # brought in when it was too late already
            continue
        path = answerable.organisation.path
        place = people.managed_of(path, AGENCY) if answerable.pk in drafted else people.managed_from(path)
        dated_items.append(_of_recommendation(answerable, answerable.pk, due, people.lead_from(place), place))
    return dated_items


def _unacknowledged(on: date, people: Accountable, of: Recommendation | Inspection | None = None) -> list[Thing]:
    """Return one for each report and body, from the day on which the report was published here or the body took over.

    Like the first notice of new recommendations it ends with the days of an answer: old reports are no news.
    """
    since = on - timedelta(days=settings.RESPONSE_DAYS)
    silences: dict[tuple[int, int], Thing] = {}
    concerned: set[tuple[int, int]] = set()
    report_of = of.inspection_id if isinstance(of, Recommendation) else of and of.pk
    asked = Answerable.objects.of_report(report_of) if report_of else Answerable.objects.all()
    for answerable in asked.unacknowledged().published_here(since=since).for_row().order_by("pk"):
        report, body = answerable.recommendation.inspection_id, answerable.organisation_id
        if not isinstance(of, Recommendation) or answerable.recommendation_id == of.pk:
            concerned.add((report, body))
        dated = Dated(max(_published_on(answerable), answerable.from_on))
        subject = reference(Inspection.REF_PREFIX, report)
        place = people.managed_from(answerable.organisation.path)
        told = people.lead_from(place)
        silences.setdefault((report, body), Thing(subject, body, dated, told, answerable.organisation, place))
    return [dated_item for key, dated_item in silences.items() if key in concerned]


def _reviews(on: date, people: Accountable, of: Recommendation | None = None) -> list[Thing]:
    """Return self-assessments that nobody has reviewed; the maker is no reviewer.

    They wait for the managers of the body above, or those of HMPPS where it has none.
    """
    dated_items = []
    self_assessments = Judgement.objects.of_recommendation(of) if of else Judgement.objects.all()
    for self_assessment in self_assessments.waiting().for_list():
        parent = self_assessment.answerable.organisation.parent
        place = people.managed_from(parent.path) if parent else ""
        others = people.managers.get(place, NOBODY) - {self_assessment.made_by_id or 0}
        told = people.lead_from(place) & others or others
        dated_items.append(
            _of_recommendation(
                self_assessment.answerable, self_assessment.pk, timezone.localdate(self_assessment.made_at), told, place
            )
        )
    return dated_items


def _returned(on: date, people: Accountable, of: Recommendation | None = None) -> list[Thing]:
    dated_items = []
    self_assessments = Judgement.objects.of_recommendation(of) if of else Judgement.objects.all()
    for self_assessment in self_assessments.returned().for_list():
        place = people.managed_from(self_assessment.answerable.organisation.path)
        returned_on = timezone.localdate(self_assessment.review.decided_at)
        told = people.lead_from(place)
        dated_items.append(_of_recommendation(self_assessment.answerable, self_assessment.pk, returned_on, told, place))
    return dated_items


def _carry_overs(on: date, people: Accountable, of: Inspection | None = None) -> list[Thing]:
    """Return the carry-overs that wait.

    For the coordinator who began it, or else for every coordinator in whose area the body is.
    """
    rows = CarryOver.objects.unfinished().filter(inspection=of) if of else CarryOver.objects.unfinished()
    unfinished = list(rows.select_related("inspection__organisation").order_by("pk"))
    coordinators = Membership.objects.coordinators(on=on) if unfinished else []
    dated_items = []
    for carry_over in unfinished:
        body = carry_over.inspection.organisation
        able = {person for person, path in coordinators if body and body.path.startswith(path)}
        told = able & {carry_over.started_by_id} or able
        subject = reference(Inspection.REF_PREFIX, carry_over.inspection_id)
        dated_items.append(
            Thing(subject, carry_over.pk, Dated(timezone.localdate(carry_over.started_at)), frozenset(told))
        )
    return dated_items


def _checks(on: date, people: Accountable, of: Recommendation | None = None) -> list[Thing]:
    rows = SustainCheck.objects.of_recommendation(of).waiting() if of else SustainCheck.objects.due(on=on)
    dated_items = []
    for check in rows.select_related("answerable__organisation"):
        place = people.managed_from(check.answerable.organisation.path)
        told = people.lead_from(place)
        dated_items.append(_of_recommendation(check.answerable, check.pk, check.due_on, told, place))
    return dated_items


def _takeovers(on: date, people: Accountable, of: Reorganisation | None = None) -> list[Thing]:
    """Return the takeovers that wait, for everybody who can confirm in the area of every body that takes over."""
    rows = Reorganisation.objects.unconfirmed(on=on)
    waiting = list((rows.filter(pk=of.pk) if of else rows).for_page())
    able = Membership.objects.told_as(sorted(ROLES[Doing.CONFIRM_TAKEOVERS]), on=on) if waiting else []
    areas: dict[int, list[str]] = defaultdict(list)
    for person, area in able:
        areas[person].append(area)
    dated_items = []
    for reorganisation in waiting:
        places = [body.organisation.path for body in reorganisation.following if body.organisation]
        told = {
            person for person, held in areas.items() if places and all(path.startswith(tuple(held)) for path in places)
        }
        known_on = max(reorganisation.on, timezone.localdate(reorganisation.recorded_at))
        dated_items.append(Thing(reorganisation.ref, reorganisation.pk, Dated(known_on), frozenset(told)))
    return dated_items


def _alerts(on: date, people: Accountable, of: Alert | None = None) -> list[Thing]:
    """Return the open alerts, for whoever covers or holds the owning post, or else leads the body.

    Late ones also go to who leads the body above, unless it is the same person.
    """
    open_duties = AlertDuty.objects.open().for_row()
    dated_items = []
    for duty in open_duties.filter(alert=of) if of else open_duties:
        body = duty.alert.organisation
        told = who_answers(duty, people)
        above = people.lead_from(body.parent.path) - told if body.parent else NOBODY
        place = "" if duty.owner_post_id else people.managed_from(body.path)
        dated_items.append(Thing(duty.alert.ref, duty.pk, Dated(duty.answer_by_on), told, body, place, above))
    return dated_items


def _of_recommendation(answerable: Answerable, number: int, due_on: date, told: Iterable[int], place: str) -> Thing:
    subject = reference(Recommendation.REF_PREFIX, answerable.recommendation_id)
    return Thing(subject, number, Dated(due_on), frozenset(told), answerable.organisation, place)


def _published_on(answerable: Answerable) -> date:
    """Return the day on which its report was published here, after `published_here`."""
    return timezone.localdate(answerable.published_at)


SOURCES: dict[About, Callable[[date, Accountable], list[Thing]]] = {
    About.RESPONSE: _responses,
    About.ACKNOWLEDGEMENT: _unacknowledged,
    About.REVIEW: _reviews,
    About.RETURNED: _returned,
    About.CARRY_OVER: _carry_overs,
    About.CHECK: _checks,
    About.TAKEOVER: _takeovers,
    About.ALERT: _alerts,
}
OF_RECOMMENDATION: dict[About, Callable[[date, Accountable, Recommendation], list[Thing]]] = {
    About.RESPONSE: _responses,
    About.ACKNOWLEDGEMENT: _unacknowledged,
    About.REVIEW: _reviews,
    About.RETURNED: _returned,
    About.CHECK: _checks,
}
OF_INSPECTION: dict[About, Callable[[date, Accountable, Inspection], list[Thing]]] = {
    About.ACKNOWLEDGEMENT: _unacknowledged,
    About.CARRY_OVER: _carry_overs,
}

"""Which decisions wait for whom on a day.

Self-assessments, responses to confirm, what is new or open again, fieldwork.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from inspections.choices import OrganisationKind
from inspections.models import Inspection, Organisation
from inspections.models.reference import reference
from tracker.choices import Confirmer, NoticeKind
from tracker.models import (
    Answerable,
    Deputy,
    EndingRequest,
    Fieldwork,
    Judgement,
    PostHolder,
    Recommendation,
    Response,
    SustainCheck,
)
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.mail_rows import WaitingFor
from tracker.queries.accountable import Accountable
from tracker.rules import responses
from tracker.rules.access import ROLES, Doing
from tracker.rules.notices import Identity


@dataclass(frozen=True, slots=True)
class WaitingDecision:
    """A decision that one person is to be told of; `number` tells two of the same reference apart.

    `is_news`: somebody else is the one to decide, and this person could.
    """

    number: int
    person_id: int
    kind: NoticeKind
    decision: WaitingFor
    is_news: bool = False

    @property
    def identity(self) -> Identity:
        """Return what is told once: a newer self-assessment of the same reference is told again."""
        return Identity(self.kind, self.decision.ref, self.person_id, self.number)


def waiting(day: Day) -> list[WaitingDecision]:
    """Return every decision that somebody can be told of; at most 26 queries, once for a day."""
    return day.once("decisions that wait", lambda: _waiting_on(day))


def by_whose(day: Day) -> dict[tuple[int, str], WaitingFor]:
    """Return what waits, by who decides and by the reference of its subject."""
    return day.once(
        "decisions by whose", lambda: {(row.person_id, row.decision.ref): row.decision for row in waiting(day)}
    )


def still_waiting(notices: Iterable[NoticeToTell], day: Day) -> dict[Identity, WaitingFor]:
    """Return what these tell: a rung of the ladder tells the row of what waits, as the first notice of it does."""
    of_notice = day.once("decisions by notice", lambda: {row.identity: row.decision for row in waiting(day)})
    rows = {}
    for notice in notices:
        decision = (
            by_whose(day).get((notice.person_id, notice.subject)) if notice.rung else of_notice.get(notice.identity)
        )
        if decision is not None:
            rows[notice.identity] = decision
    return rows


def _waiting_on(day: Day) -> list[WaitingDecision]:
    on = day.on
    return [
        *_of_self_assessments(day),
        *_new_recommendations(on=on),
        *_responses_to_confirm(on=on),
        *_endings_to_confirm(on=on),
        *reopened(on=on),
        *announced(on=on),
    ]


def _of_self_assessments(day: Day) -> list[WaitingDecision]:
    on = day.on
    reviews = list(Judgement.objects.waiting().select_related(*_SHOWN))
    returned = list(Judgement.objects.returned().select_related(*_SHOWN, "review"))
    reviewers = _told(
        Doing.REVIEW, [self_assessment.answerable.organisation.parent_id for self_assessment in reviews], on=on
    )
    owners = _told(
        Doing.SELF_ASSESS, [self_assessment.answerable.organisation_id for self_assessment in returned], on=on
    )
    rows = [
        _waiting(NoticeKind.SELF_ASSESSMENT_TO_REVIEW, self_assessment, person)
        for self_assessment in reviews
        for person in reviewers[self_assessment.answerable.organisation.parent_id] - {self_assessment.made_by_id or 0}
    ]
    rows += [
        replace(_waiting(NoticeKind.SELF_ASSESSMENT_RETURNED, self_assessment, person), is_news=person not in own)
        for self_assessment in returned
        if (able := owners[self_assessment.answerable.organisation_id])
        for own in [_whose(self_assessment, able, day.people)]
        for person in able
    ]
    return rows


def _whose(self_assessment: Judgement, able: Collection[int], people: Accountable) -> Collection[int]:
    """Return to whom a self-assessment comes back: who made it, or leads the body where they can be told no more.

    Where neither can be told, it comes back to all who can.
    """
    maker = {person for person in able if person == self_assessment.made_by_id}
    return maker or people.lead_from(self_assessment.answerable.organisation.path) & set(able) or able


_SHOWN = ("answerable__organisation", "answerable__recommendation")


def _waiting(kind: NoticeKind, self_assessment: Judgement, person_id: int) -> WaitingDecision:
    answerable = self_assessment.answerable
    ref = reference(Recommendation.REF_PREFIX, answerable.recommendation_id)
    is_review = kind is NoticeKind.SELF_ASSESSMENT_TO_REVIEW
    decision = WaitingFor(
        ref=ref,
        title=answerable.recommendation.short_title,
        body=answerable.organisation.display_name,
        slug=answerable.organisation.slug,
        kind=kind,
        on=timezone.localtime(self_assessment.made_at).date() if is_review else self_assessment.review.answer_by_on,
    )
    return WaitingDecision(self_assessment.pk, person_id, kind, decision)


def _told(doing: Doing, bodies: Iterable[int | None], *, on: date) -> dict[int | None, set[int]]:
    """Return, by body, who covers each of its posts that day, or else holds it, and may do this there; 2 queries."""
    told: dict[int | None, set[int]] = defaultdict(set)
    wanted = {body for body in bodies if body}
    if not wanted:
        return told
    by_post: dict[int, tuple[int, int]] = {}
    objects: Any
    for objects in (Deputy.objects, PostHolder.objects):
        able = objects.acting(ROLES[doing], on=on).filter(post__organisation__in=wanted)
        for post, body, person in able.values_list("post_id", "post__organisation_id", "person_id"):
            by_post.setdefault(post, (body, person))
    for body, person in by_post.values():
        told[body].add(person)
    return told


def _new_recommendations(*, on: date) -> list[WaitingDecision]:
    """Return one for each report and body with something that the body has not acknowledged.

    Only reports that were published here within the days of an answer: a service that starts with old reports, or is
    switched on late, does not tell everybody of everything (docs/reliability.md#large-runs).
    """
    days = settings.RESPONSE_DAYS
    since = on - timedelta(days=days)
    unacknowledged = Answerable.objects.unacknowledged().published_here(since=since).for_row().order_by("pk")
    by_report: dict[tuple[int, int], Answerable] = {}
    for answerable in unacknowledged:
        by_report.setdefault((answerable.recommendation.inspection_id, answerable.organisation_id), answerable)
    told = _told(Doing.RESPOND, [body for _, body in by_report], on=on)
    rows = []
    for (number, body), answerable in by_report.items():
        inspected = answerable.recommendation.inspection.organisation
        decision = WaitingFor(
            ref=reference(Inspection.REF_PREFIX, number),
            title=f"Inspection of {inspected.display_name if inspected else 'a body not named'}",
            body=answerable.organisation.display_name,
            slug=answerable.organisation.slug,
            kind=NoticeKind.NEW_RECOMMENDATION,
            on=responses.due_on(answerable.asked_on(), days=days),
        )
        rows += [_told_of(decision, body, person) for person in told[body]]
    return rows


def _responses_to_confirm(*, on: date) -> list[WaitingDecision]:
    """Return the drafts that wait for HMPPS, one for each recommendation and body."""
    drafts = list(Response.objects.to_confirm().for_row())
    agencies = Organisation.objects.filter(kind=OrganisationKind.AGENCY)
    told = _told(Doing.CONFIRM_RESPONSES, agencies.values_list("pk", flat=True), on=on) if drafts else {}
    people = {person for able in told.values() for person in able}
    rows = []
    for draft in drafts:
        answerable = draft.answerable
        decision = WaitingFor(
            ref=reference(Recommendation.REF_PREFIX, answerable.recommendation_id),
            title=answerable.recommendation.short_title,
            body=answerable.organisation.display_name,
            slug=answerable.organisation.slug,
            kind=NoticeKind.RESPONSE_TO_CONFIRM,
            on=timezone.localtime(draft.drafted_at).date(),
        )
        rows += [_told_of(decision, draft.pk, person) for person in people]
    return rows


def _endings_to_confirm(*, on: date) -> list[WaitingDecision]:
    """Return the requests to end a recommendation, for who confirms them: the region, or HMPPS; not for who asked."""
    requests = list(EndingRequest.objects.waiting().for_row())
    regions = [request.answerable.organisation.parent_id for request in requests]
    agencies = Organisation.objects.filter(kind=OrganisationKind.AGENCY).values_list("pk", flat=True)
    told = _told(Doing.CONFIRM_ENDINGS, [*regions, *agencies], on=on) if requests else {}
    hmpps = {person for agency in (agencies if requests else ()) for person in told[agency]}
    rows = []
    for request in requests:
        answerable = request.answerable
        decision = WaitingFor(
            ref=answerable.recommendation.ref,
            title=answerable.recommendation.short_title,
            body=answerable.organisation.display_name,
            slug=answerable.organisation.slug,
            kind=NoticeKind.ENDING_TO_CONFIRM,
            on=timezone.localtime(request.asked_at).date(),
        )
        of_region = request.confirmer == Confirmer.REGION
        people = told[answerable.organisation.parent_id] if of_region else hmpps
        rows += [_told_of(decision, request.pk, person) for person in people - {request.asked_by_id or 0}]
    return rows


def reopened(*, on: date, checks: Iterable[int] | None = None) -> list[WaitingDecision]:
    """Return what is open again because the change has not lasted, for the body and the one above it.

    Told within the days of an answer, and no longer once it has ended again.
    """
    since = on - timedelta(days=settings.RESPONSE_DAYS)
    open_again = SustainCheck.objects.filter(
        reopened__to_on__isnull=True, checked_at__date__gte=since, has_lasted=False
    )
    open_again = open_again if checks is None else open_again.filter(pk__in=list(checks))
    failed = list(open_again.for_row().order_by("pk"))
    bodies = [check.answerable.organisation for check in failed]
    told = _told(Doing.CHECK_LASTING, [key for body in bodies for key in (body.pk, body.parent_id)], on=on)
    rows = []
    for check, body in zip(failed, bodies, strict=True):
        recommendation = check.answerable.recommendation
        decision = WaitingFor(
            ref=recommendation.ref,
            title=recommendation.short_title,
            body=body.display_name,
            slug=body.slug,
            kind=NoticeKind.REOPENED,
            on=timezone.localtime(check.checked_at).date(),
        )
        people = told[body.pk] | told[body.parent_id] if body.parent_id else told[body.pk]
        rows += [_told_of(decision, check.pk, person) for person in people - {check.checked_by_id or 0}]
    return rows


def announced(*, on: date, fieldwork: Iterable[int] | None = None) -> list[WaitingDecision]:
    """Return fieldwork that is announced and has not started, for everybody with a post at the body; of these alone."""
    open_fieldwork = Fieldwork.objects.open().filter(starts_on__gte=on).select_related("organisation")
    open_fieldwork = open_fieldwork if fieldwork is None else open_fieldwork.filter(pk__in=list(fieldwork))
    coming = list(open_fieldwork.order_by("starts_on", "pk"))
    told = _told(Doing.SEE_WORK, [announcement.organisation_id for announcement in coming], on=on)
    rows = []
    for announcement in coming:
        decision = WaitingFor(
            ref=announcement.ref,
            title=f"Inspection of {announcement.organisation.display_name}",
            body=announcement.organisation.display_name,
            slug=announcement.organisation.slug,
            kind=NoticeKind.FIELDWORK_ANNOUNCED,
            on=announcement.starts_on,
        )
        rows += [_told_of(decision, announcement.pk, person) for person in told[announcement.organisation_id]]
    return rows


def _told_of(decision: WaitingFor, number: int, person_id: int) -> WaitingDecision:
    return WaitingDecision(number, person_id, decision.kind, decision)

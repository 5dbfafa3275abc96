"""Which decisions wait for whom on a day: claims to review or returned, responses to confirm, new recommendations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from inspections.choices import OrganisationKind
from inspections.models import Inspection, Organisation
from inspections.models.reference import reference
from tracker.choices import NoticeKind
from tracker.models import Answerable, Deputy, Judgement, Membership, PostHolder, Recommendation, Response
from tracker.rules import responses
from tracker.rules.access import ROLES, Doing
from tracker.rules.mail_rows import Decision
from tracker.rules.reminders import decision_key


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision that one person is to be told of; `key` is its notice's."""

    key: str
    person_id: int
    kind: NoticeKind
    decision: Decision


def waiting(*, on: date, claims: Iterable[int] | None = None) -> list[Waiting]:
    """Every decision that somebody can be told of, or those about these claims; at most 13 queries."""
    found = Judgement.objects.all() if claims is None else Judgement.objects.filter(pk__in=list(claims))
    reviews = list(found.waiting().select_related(*_SHOWN))
    returned = list(found.returned().select_related(*_SHOWN, "assurance"))
    reviewers = _told(Doing.ASSURE, [claim.answerable.organisation.parent_id for claim in reviews], on=on)
    owners = _told(Doing.CLAIM, [claim.answerable.organisation_id for claim in returned], on=on)
    rows = [
        _waiting(NoticeKind.CLAIM_TO_REVIEW, claim, person)
        for claim in reviews
        for person in reviewers[claim.answerable.organisation.parent_id] - {claim.made_by_id or 0}
    ]
    rows += [
        _waiting(NoticeKind.CLAIM_RETURNED, claim, person)
        for claim in returned
        for person in owners[claim.answerable.organisation_id]
    ]
    return rows if claims is not None else rows + _new_recommendations(on=on) + _responses_to_confirm(on=on)


_SHOWN = ("answerable__organisation", "answerable__recommendation")


def _waiting(kind: NoticeKind, claim: Judgement, person_id: int) -> Waiting:
    answerable = claim.answerable
    ref = reference(Recommendation.REF_PREFIX, answerable.recommendation_id)
    is_review = kind is NoticeKind.CLAIM_TO_REVIEW
    decision = Decision(
        ref=ref,
        title=answerable.recommendation.short_title,
        body=answerable.organisation.display_name,
        slug=answerable.organisation.slug,
        kind=kind,
        on=timezone.localtime(claim.made_at).date() if is_review else claim.assurance.answer_by_on,
    )
    return Waiting(decision_key(kind=kind, ref=ref, claim=claim.pk, person_id=person_id), person_id, kind, decision)


def _told(doing: Doing, bodies: Iterable[int | None], *, on: date) -> dict[int | None, set[int]]:
    """By body: who covers each of its posts that day, or else holds it, and has a role there to do this."""
    told: dict[int | None, set[int]] = defaultdict(set)
    wanted = {body for body in bodies if body}
    if not wanted:
        return told
    roles = Membership.objects.current(on=on).filter(
        role__in=ROLES[doing], person=OuterRef("person"), organisation=OuterRef("post__organisation")
    )
    by_post: dict[int, tuple[int, int]] = {}
    found: Any
    for found in (Deputy.objects.current(on=on), PostHolder.objects.current(on=on)):
        able = found.who_can_be_told(on=on).filter(Exists(roles), post__organisation__in=wanted)
        for post, body, person in able.values_list("post_id", "post__organisation_id", "person_id"):
            by_post.setdefault(post, (body, person))
    for body, person in by_post.values():
        told[body].add(person)
    return told


def _new_recommendations(*, on: date) -> list[Waiting]:
    """One for each report and body with something that the body has not acknowledged.

    Only reports that were published here within the days of an answer: a service that starts with old reports, or is
    switched on late, does not tell everybody of everything (PRODUCT, first-run guard).
    """
    days = settings.RESPONSE_DAYS
    since = on - timedelta(days=days)
    found = (
        Answerable.objects.unacknowledged()
        .filter(recommendation__inspection__draft__published_at__date__gte=since)
        .for_row()
        .order_by("pk")
    )
    by_report: dict[tuple[int, int], Answerable] = {}
    for each in found:
        by_report.setdefault((each.recommendation.inspection_id, each.organisation_id), each)
    told = _told(Doing.RESPOND, [body for _, body in by_report], on=on)
    rows = []
    for (number, body), each in by_report.items():
        inspected = each.recommendation.inspection.organisation
        decision = Decision(
            ref=reference(Inspection.REF_PREFIX, number),
            title=f"Inspection of {inspected.display_name if inspected else 'a body not named'}",
            body=each.organisation.display_name,
            slug=each.organisation.slug,
            kind=NoticeKind.NEW_RECOMMENDATION,
            on=responses.due_on(each.asked_on(), days=days),
        )
        rows += [_told_of(decision, body, person) for person in told[body]]
    return rows


def _responses_to_confirm(*, on: date) -> list[Waiting]:
    """The drafts that wait for HMPPS, one for each recommendation and body."""
    drafts = list(Response.objects.to_confirm().for_row())
    agencies = Organisation.objects.filter(kind=OrganisationKind.AGENCY)
    told = _told(Doing.CONFIRM_RESPONSES, agencies.values_list("pk", flat=True), on=on) if drafts else {}
    people = {person for each in told.values() for person in each}
    rows = []
    for draft in drafts:
        answerable = draft.answerable
        decision = Decision(
            ref=reference(Recommendation.REF_PREFIX, answerable.recommendation_id),
            title=answerable.recommendation.short_title,
            body=answerable.organisation.display_name,
            slug=answerable.organisation.slug,
            kind=NoticeKind.RESPONSE_TO_CONFIRM,
            on=timezone.localtime(draft.drafted_at).date(),
        )
        rows += [_told_of(decision, draft.pk, person) for person in people]
    return rows


def _told_of(decision: Decision, number: int, person_id: int) -> Waiting:
    key = decision_key(kind=decision.kind, ref=decision.ref, claim=number, person_id=person_id)
    return Waiting(key, person_id, decision.kind, decision)

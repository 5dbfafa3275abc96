"""The decision of the next body up on a claim, with its own view, in one go."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from inspections.choices import OrganisationKind
from tracker.choices import AssuranceDecision, Judge, Progress
from tracker.errors import Changed
from tracker.models import Answerable, Assurance, Judgement
from tracker.models.review import version_of
from tracker.operations import history
from tracker.rules import reviews
from tracker.rules.access import Actor
from tracker.rules.self_assessments import ClaimState

GONE = {
    ClaimState.WITHDRAWN: "This claim was withdrawn after you opened it",
    ClaimState.REPLACED: "A newer claim replaced this one after you opened it",
}
ENDED = "The body no longer answers for this recommendation"
EVIDENCE_CHANGED = "The evidence changed after you opened this claim"


@transaction.atomic
def review(
    *,
    claim: Judgement,
    version: str,
    category: Progress,
    decision: AssuranceDecision,
    reason: str = "",
    answer_by_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Assurance:
    """Assure or return a claim, and record the reviewing body's own view of progress beside it.

    `version` is what the reviewer had before them (models/assurance.version_of). The same person's same review again
    is the same review. Raises NotAllowed; Unacceptable; Changed when somebody decided first (`current` is their
    Assurance), or when the claim or its evidence changed (`current` is the claim).
    """
    Answerable.objects.select_for_update(of=("self",)).get(pk=claim.answerable_id)
    held = Judgement.objects.claims().for_list().get(pk=claim.pk)
    check_may_review(claim=held, by=by)
    earlier = getattr(held, "assurance", None)
    if earlier is not None:
        return _same_review(earlier, words=(decision, category, reason.strip(), answer_by_on), by=by)
    _check_unchanged(held, version)
    on = timezone.localdate(at)
    claimed, words = Progress(held.category), reason.strip()
    reviews.check_review(
        decision=decision, category=category, claimed=claimed, reason=words, answer_by_on=answer_by_on, on=on
    )
    view = Judgement.objects.create(
        answerable=held.answerable,
        judge=Judge.REGION,
        category=category,
        reasons=words,
        dated_on=on,
        made_at=at,
        made_by_id=by.person_id,
    )
    made = Assurance.objects.create(
        judgement=held,
        decision=decision,
        reason=words,
        answer_by_on=answer_by_on if decision is AssuranceDecision.RETURNED else None,
        region_view=view,
        decided_at=at,
        decided_by_id=by.person_id,
    )
    _record(made, held, by=by, at=at)
    return made


def check_may_review(*, claim: Judgement, by: Actor) -> None:
    """Raise NotAllowed unless this person decides on this claim. Reads the claim's body and its parent."""
    body = claim.answerable.organisation
    above = body.parent.path if body.parent else ""
    reviews.check_may_review(by, kind=OrganisationKind(body.kind), reviewer_path=above, made_by=claim.made_by_id)


def _same_review(
    earlier: Assurance, *, words: tuple[AssuranceDecision, Progress, str, date | None], by: Actor
) -> Assurance:
    decision, category, reason, answer_by_on = words
    view = earlier.region_view
    said = (earlier.decided_by_id, earlier.decision, view and view.category, earlier.reason, earlier.answer_by_on)
    if said != (by.person_id, decision, category, reason, answer_by_on if decision == "returned" else None):
        raise Changed("This claim was reviewed before you saved", current=earlier)
    return earlier


def _check_unchanged(claim: Judgement, version: str) -> None:
    newest = Judgement.objects.newest_claims().filter(pk=claim.pk).exists()
    gone = ENDED if claim.answerable.to_on else GONE.get(claim.claim_state(is_newest=newest))
    if gone or version_of(claim) != version:
        raise Changed(gone or EVIDENCE_CHANGED, current=claim)


def _record(made: Assurance, claim: Judgement, *, by: Actor, at: datetime) -> None:
    verb = "claim.assured" if made.decision == AssuranceDecision.ASSURED else "claim.returned"
    assert made.region_view is not None, "a review has the reviewing body's own view"
    after = {
        "claim": claim.pk,
        "category": made.region_view.category,
        "organisation": claim.answerable.organisation.slug,
    }
    history.record(verb=verb, subject=claim.answerable.recommendation.ref, by=by, at=at, after=after)

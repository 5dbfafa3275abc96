"""The decision of the next body up on a self-assessment, with its own view, in one go."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from inspections.choices import OrganisationKind
from tracker.choices import Judge, Progress, ReviewOutcome
from tracker.errors import EditConflict
from tracker.models import Answerable, Judgement, Review
from tracker.models.review import version_of
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.rules import reviews
from tracker.rules.access import Actor
from tracker.rules.self_assessments import SelfAssessmentState
from tracker.rules.typed.text import paragraphs

GONE = {
    SelfAssessmentState.WITHDRAWN: "This self-assessment was withdrawn after you opened it",
    SelfAssessmentState.REPLACED: "A newer self-assessment replaced this one after you opened it",
}
ENDED = "The body no longer answers for this recommendation"
EVIDENCE_CHANGED = "The evidence changed after you opened this self-assessment"


@atomic
def review(
    *,
    self_assessment: Judgement,
    version: str,
    category: Progress,
    decision: ReviewOutcome,
    reason: str = "",
    answer_by_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Review:
    """Assure or return a self-assessment, and record the reviewing body's own view of progress beside it.

    `version` is what the reviewer had before them (models/review.version_of). The same person's same review again
    is the same review. Raises NotAllowed; InvalidInput; EditConflict when somebody decided first (`current` is their
    Review), or when the self-assessment or its evidence changed (`current` is the self-assessment).
    """
    Answerable.objects.select_for_update(of=("self",)).get(pk=self_assessment.answerable_id)
    held = Judgement.objects.self_assessments().for_list().get(pk=self_assessment.pk)
    check_may_review(self_assessment=held, by=by)
    earlier = getattr(held, "review", None)
    if earlier is not None:
        return _same_review(earlier, words=(decision, category, paragraphs(reason), answer_by_on), by=by)
    _check_unchanged(held, version)
    on = timezone.localdate(at)
    words = paragraphs(reason)
    reviews.check_review(
        decision=decision,
        category=category,
        self_assessed=Progress(held.category),
        has_proof=held.has_proof,
        reason=words,
        answer_by_on=answer_by_on,
        on=on,
    )
    view = Judgement.objects.create(
        answerable=held.answerable,
        judge=Judge.REGION,
        category=category,
        reasons=words,
        **_proof(held, category),
        dated_on=on,
        made_at=at,
        made_by_id=by.person_id,
    )
    made = Review.objects.create(
        judgement=held,
        decision=decision,
        reason=words,
        answer_by_on=answer_by_on if decision is ReviewOutcome.RETURNED else None,
        region_view=view,
        decided_at=at,
        decided_by_id=by.person_id,
    )
    _record(made, held, by=by, at=at)
    return made


def check_may_review(*, self_assessment: Judgement, by: Actor) -> None:
    """Raise NotAllowed unless this person decides on this self-assessment.

    Reads the self-assessment's body and its parent.
    """
    body = self_assessment.answerable.organisation
    above = body.parent.path if body.parent else ""
    reviews.check_may_review(
        by, kind=OrganisationKind(body.kind), reviewer_path=above, made_by=self_assessment.made_by_id
    )


def _proof(held: Judgement, category: Progress) -> dict[str, Any]:
    """Return the effect and the evidence that a view of sufficient progress rests on: those that were reviewed."""
    return {"effect": held.effect, "proof_id": held.proof_id} if category is Progress.SUFFICIENT else {}


def _same_review(earlier: Review, *, words: tuple[ReviewOutcome, Progress, str, date | None], by: Actor) -> Review:
    decision, category, reason, answer_by_on = words
    view = earlier.region_view
    said = (earlier.decided_by_id, earlier.decision, view and view.category, earlier.reason, earlier.answer_by_on)
    if said != (by.person_id, decision, category, reason, answer_by_on if decision == "returned" else None):
        raise EditConflict("This self-assessment was reviewed before you saved", current=earlier)
    return earlier


def _check_unchanged(self_assessment: Judgement, version: str) -> None:
    newest = Judgement.objects.newest_self_assessments().filter(pk=self_assessment.pk).exists()
    gone = (
        ENDED if self_assessment.answerable.to_on else GONE.get(self_assessment.self_assessment_state(is_newest=newest))
    )
    if gone or version_of(self_assessment) != version:
        raise EditConflict(gone or EVIDENCE_CHANGED, current=self_assessment)


def _record(made: Review, self_assessment: Judgement, *, by: Actor, at: datetime) -> None:
    verb = "self-assessment.assured" if made.decision == ReviewOutcome.ASSURED else "self-assessment.returned"
    assert made.region_view is not None, "a review has the reviewing body's own view"
    after = {
        "self_assessment": self_assessment.pk,
        "category": made.region_view.category,
        "organisation": self_assessment.answerable.organisation.slug,
    }
    history.record(verb=verb, subject=self_assessment.answerable.recommendation.ref, by=by, at=at, after=after)

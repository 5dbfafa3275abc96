"""An owner's self-assessment of how far a recommendation has got, and taking it back until it is reviewed."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from tracker.choices import Judge, Progress
from tracker.errors import EditConflict, InvalidInput
from tracker.models import Answerable, Evidence, EvidenceVersion, Judgement, JudgementEvidence, Withdrawal
from tracker.models.review import evidence_to_offer
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.rules import access, self_assessments
from tracker.rules.access import Actor, Doing
from tracker.rules.typed.text import paragraphs

CHANGED = "Somebody sent a self-assessment after you opened this page"


@atomic
def self_assess(
    *,
    answerable: Answerable,
    category: Progress,
    reasons: str,
    effect: str = "",
    evidence: Iterable[Evidence] = (),
    newest: int,
    by: Actor,
    at: datetime,
) -> Judgement:
    """Say how far the body has got; the newest version of each piece of evidence is kept with it.

    `newest` is the key of the body's newest self-assessment when the page was opened, 0 where there was none: the same
    answers again are the same self-assessment (double click, refresh, back). Raises NotAllowed; WrongState (no longer
    answerable); InvalidInput; EditConflict when somebody else self-assessed meanwhile.
    """
    locked = _locked(answerable)
    access.check_may(by, Doing.SELF_ASSESS, paths=[locked.organisation.path])
    pieces = frozenset(piece.pk for piece in evidence)
    words = (category.value, paragraphs(reasons), paragraphs(effect))
    seen = Judgement.objects.newest_self_assessment_of(locked)
    if seen is not None and seen.pk != newest:
        if (seen.made_by_id, *_answers(seen)) == (by.person_id, *words, pieces):
            return seen
        raise EditConflict(CHANGED, current=seen)
    self_assessments.check_can_self_assess(is_open=locked.to_on is None)
    self_assessments.check_self_assessment(category=category, reasons=words[1], effect=words[2], evidence=len(pieces))
    versions = _versions(locked, pieces, by=by)
    made = Judgement.objects.create(
        answerable=locked,
        judge=Judge.OWNER,
        category=category,
        reasons=words[1],
        effect=words[2],
        proof=versions[0] if versions else None,
        dated_on=timezone.localdate(at),
        made_at=at,
        made_by_id=by.person_id,
    )
    JudgementEvidence.objects.bulk_create(JudgementEvidence(judgement=made, version=version) for version in versions)
    after = {"self_assessment": made.pk, "category": category.value, "organisation": locked.organisation.slug}
    history.record(verb="self-assessment.made", subject=locked.recommendation.ref, by=by, at=at, after=after)
    return made


@atomic
def withdraw(*, self_assessment: Judgement, reason: str = "", by: Actor, at: datetime) -> Withdrawal:
    """Take a self-assessment back; the same person doing it again changes nothing.

    Raises NotAllowed, WrongState, InvalidInput.
    """
    locked = _locked(self_assessment.answerable)
    access.check_may(by, Doing.SELF_ASSESS, paths=[locked.organisation.path])
    held = Judgement.objects.self_assessments().for_list().get(pk=self_assessment.pk)
    earlier = Withdrawal.objects.filter(judgement=held, withdrawn_by_id=by.person_id).first()
    if earlier is not None:
        return earlier
    newest = Judgement.objects.newest_self_assessments().filter(pk=held.pk).exists()
    self_assessments.check_can_withdraw(held.self_assessment_state(is_newest=newest))
    self_assessments.check_words(paragraphs(reason), field="reason", noun="the reason")
    withdrawal = Withdrawal.objects.create(
        judgement=held, reason=paragraphs(reason), withdrawn_at=at, withdrawn_by_id=by.person_id
    )
    after = {"self_assessment": held.pk, "category": held.category, "organisation": locked.organisation.slug}
    history.record(verb="self-assessment.withdrawn", subject=locked.recommendation.ref, by=by, at=at, after=after)
    return withdrawal


def _locked(answerable: Answerable) -> Answerable:
    """Hold and return the body's row, which self-assessments and reviews take in turn."""
    answerables = Answerable.objects.select_for_update(of=("self",)).select_related(
        "organisation__parent", "recommendation"
    )
    return answerables.get(pk=answerable.pk)


def _answers(self_assessment: Judgement) -> tuple[str, str, str, frozenset[int]]:
    pieces = self_assessment.evidence.values_list("version__evidence_id", flat=True)
    return self_assessment.category, self_assessment.reasons, self_assessment.effect, frozenset(pieces)


def _versions(answerable: Answerable, pieces: frozenset[int], *, by: Actor) -> list[EvidenceVersion]:
    """Return the newest version of each piece. Raises InvalidInput where one is no longer offered."""
    versions = list(evidence_to_offer(answerable, by).filter(evidence__in=pieces))
    if len(versions) != len(pieces):
        raise InvalidInput("Select evidence from the list: some of it was removed meanwhile", field="evidence")
    return versions

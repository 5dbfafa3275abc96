"""Makes the owners' self-assessments of the national world, what each rests on, and what the region decided."""

from datetime import date, datetime, timedelta
from typing import Any

from tracker.choices import Judge, Progress, ReviewOutcome
from tracker.models import (
    Evidence,
    EvidenceUse,
    EvidenceVersion,
    Judgement,
    JudgementEvidence,
    Review,
    Withdrawal,
)
from tracker.sample_data.national.lives import Life
from tracker.sample_data.national.stage import Stage

MOST_SELF_ASSESSMENTS = 3
FIRST_AFTER = 60  # days after publication
REVIEWED_WITHIN = 45  # days, mostly
STEPS = {Progress.NONE: (40, 55, 5), Progress.SOME: (2, 68, 30), Progress.SUFFICIENT: (0, 5, 95)}


def self_assess_and_review(stage: Stage, life: Life) -> None:
    """Make none to three self-assessments in the life of a recommendation, oldest first, reviewed unless new."""
    span = (life.until(stage) - life.visit.published_on).days - 1
    if span <= FIRST_AFTER or not life.body.posts:
        return
    days = sorted(stage.between(FIRST_AFTER, span) for _ in range(stage.between(0, MOST_SELF_ASSESSMENTS)))
    category = Progress.NONE
    for number, after in enumerate(days):
        category = stage.chance.choices(list(Progress), STEPS[category])[0]
        made_on = stage.day(life.visit.published_on, after, after)
        following = days[number + 1] - after if number + 1 < len(days) else span - after
        _self_assessment(stage, life, category, made_on, room=following)


def _self_assessment(stage: Stage, life: Life, category: Progress, made_on: date, *, room: int) -> None:
    words, at = stage.words, stage.moment(made_on)
    words.on = made_on
    by = life.body.posts[0].holder(made_on)
    is_sufficient = category == Progress.SUFFICIENT
    reasons = words.say("self_assessments", category.value)
    effect = words.say("effects") if is_sufficient else ""
    version = _evidence(stage, life, at, by) if is_sufficient or stage.happens(0.15) else None
    self_assessment = stage.tables.table_of(Judgement).add(
        answerable_id=life.answerable,
        judge=Judge.OWNER.value,
        category=category.value,
        reasons=reasons,
        effect=effect,
        proof_id=version,
        dated_on=at.date(),
        made_at=at,
        made_by_id=by,
    )
    facts = {"self_assessment": self_assessment, "category": category.value, "organisation": life.body.slug}
    stage.tell("self-assessment.made", "REC", life.pk, at, by, after=facts)
    if version is not None:
        stage.tables.table_of(JudgementEvidence).add(judgement_id=self_assessment, version_id=version)
    if not room or not life.body.parent or not life.body.parent.posts:
        return
    reviewed_on = stage.day(made_on, 1, min(room, REVIEWED_WITHIN))
    is_open_still = life.ended_on is None and (stage.on - made_on).days < REVIEWED_WITHIN
    if stage.happens(0.03):
        _withdraw(stage, life, self_assessment, category, reviewed_on)
    elif not stage.happens(0.7 if is_open_still else 0.04):
        proof = {"effect": effect, "proof_id": version} if is_sufficient else {}
        _review(stage, life, self_assessment, category, reviewed_on, proof=proof)


def _withdraw(stage: Stage, life: Life, self_assessment: int, category: Progress, on: date) -> None:
    at, by = stage.moment(on), life.body.posts[0].holder(on)
    stage.tables.table_of(Withdrawal).add(judgement_id=self_assessment, withdrawn_at=at, withdrawn_by_id=by)
    facts = {"self_assessment": self_assessment, "category": category.value, "organisation": life.body.slug}
    stage.tell("self-assessment.withdrawn", "REC", life.pk, at, by, after=facts)


def _review(
    stage: Stage, life: Life, self_assessment: int, category: Progress, on: date, *, proof: dict[str, Any]
) -> None:
    """Assure a self-assessment, or return it with a reason and a date; the region's own view goes with either.

    A view of sufficient progress rests on the same effect and evidence.
    """
    assert life.body.parent is not None
    at, by = stage.moment(on), life.body.parent.posts[0].holder(on)
    is_assured = stage.happens(0.78)
    view = category if is_assured else Progress.NONE if category == Progress.NONE else Progress.SOME
    given = stage.tables.table_of(Judgement).add(
        answerable_id=life.answerable,
        judge=Judge.REGION.value,
        category=view.value,
        reasons=stage.words.say("region", view.value),
        **(proof if view is Progress.SUFFICIENT else {}),
        dated_on=at.date(),
        made_at=at,
        made_by_id=by,
    )
    decision = ReviewOutcome.ASSURED if is_assured else ReviewOutcome.RETURNED
    stage.tables.table_of(Review).add(
        judgement_id=self_assessment,
        decision=decision.value,
        reason="" if is_assured else stage.words.say("returned"),
        answer_by_on=None if is_assured else on + timedelta(days=stage.between(14, 60)),
        region_view_id=given,
        decided_at=at,
        decided_by_id=by,
    )
    facts = {"self_assessment": self_assessment, "category": view.value, "organisation": life.body.slug}
    stage.tell(f"self-assessment.{decision.value}", "REC", life.pk, at, by, after=facts)


def _evidence(stage: Stage, life: Life, at: datetime, by: int | None) -> int:
    """Make a link that is used for the recommendation, and return its version."""
    uid = stage.uid()
    shows = stage.words.say("evidence")
    evidence = stage.tables.table_of(Evidence).add(uid=uid, shows=shows, created_at=at, created_by_id=by)
    version = stage.tables.table_of(EvidenceVersion).add(
        evidence_id=evidence,
        number=1,
        link=f"https://documents.demo.example/{life.body.slug}/{uid.hex[:12]}",
        about_on=at.date() - timedelta(days=stage.between(2, 40)),
        added_at=at,
        added_by_id=by,
    )
    stage.tables.table_of(EvidenceUse).add(
        evidence_id=evidence, answerable_id=life.answerable, used_at=at, used_by_id=by
    )
    stage.tell("evidence.added", "REC", life.pk, at, by, after={"evidence": str(uid), "shows": shows})
    return version

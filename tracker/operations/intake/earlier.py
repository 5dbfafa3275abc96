"""Records a report's verdicts on earlier recommendations; makes the earlier inspection where we do not hold it."""

from datetime import date, datetime

from inspections.choices import InspectionStatus
from inspections.models import Inspection
from tracker.choices import Judge, Progress
from tracker.models import Answerable, Judgement, Recommendation, RecommendationTheme, Theme
from tracker.operations import history
from tracker.operations.intake.recommendations import make_answerable
from tracker.operations.sustain_checks import drop_checks
from tracker.projections.keeping import atomic
from tracker.rules.access import Actor
from tracker.rules.intake.proposals import Known
from tracker.rules.intake.review import DraftReview
from tracker.rules.intake.rows import EarlierRow, Previous


@atomic
def record_judgements(
    *, inspection: Inspection, review: DraftReview, known: Known, by: Actor, at: datetime
) -> list[Judgement]:
    """Record each printed verdict as the inspectorate's judgement; it closes nothing by itself.

    This is a part of publishing.
    """
    if review.previous is None or not review.judged:
        return []
    earlier = _earlier_inspection(review.previous, inspection, by=by, at=at)
    held = {recommendation.pk: recommendation for recommendation in earlier.recommendations.all()}
    certain_on = inspection.fieldwork_started_on or inspection.published_on
    made = []
    for row in review.judged:
        recommendation = held.get(row.match or 0)
        if recommendation is None:
            recommendation = _add(earlier, row, certain_on, known, by=by, at=at)
        answerable = _who_answers(recommendation, inspection)
        if row.category is not None and answerable is not None:
            made.append(_judge(answerable, row, row.category, inspection, by=by, at=at))
    return made


def _earlier_inspection(previous: Previous, later: Inspection, *, by: Actor, at: datetime) -> Inspection:
    if previous.held is not None:
        return Inspection.objects.select_for_update(of=("self",)).get(pk=previous.held.key)
    published = previous.published
    earlier = Inspection.objects.create(
        organisation_id=previous.body,
        kind=previous.kind,
        status=InspectionStatus.PUBLISHED,
        published_on=published.on if published else None,
        published_month=published.month if published else None,
        published_precision=published.precision if published else "",
        known_from_later=True,
    )
    history.record(
        verb="inspection.known-from-later", subject=earlier.ref, by=by, at=at, after={"known_from": later.ref}
    )
    return earlier


def _add(
    earlier: Inspection, row: EarlierRow, certain_on: date | None, known: Known, *, by: Actor, at: datetime
) -> Recommendation:
    last = earlier.recommendations.order_by("-position").values_list("position", flat=True).first()
    recommendation = Recommendation.objects.create(
        inspection=earlier,
        position=(last or 0) + 1,
        number=row.number,
        short_title=row.short_title[:200],
        text=row.text,
        addressee_id=row.body,
        addressee_as_printed=row.read.addressee[:300],
    )
    theme = Theme.objects.filter(code=row.theme).first()
    if theme is not None:
        RecommendationTheme.objects.create(recommendation=recommendation, theme=theme, is_primary=True)
    from_on = earlier.published_on or certain_on
    make_answerable(recommendation=recommendation, from_on=from_on, known=known, by=by, at=at)
    history.record(
        verb="recommendation.known-from-later",
        subject=recommendation.ref,
        by=by,
        at=at,
        after={"text": recommendation.text, "addressee": recommendation.addressee_id},
    )
    return recommendation


def _who_answers(recommendation: Recommendation, inspection: Inspection) -> Answerable | None:
    """Return the row of the inspected body; else the addressee's; else the first."""
    rows = list(recommendation.answerables.order_by("from_on", "pk"))
    for body in (inspection.organisation_id, recommendation.addressee_id):
        for row in rows:
            if row.organisation_id == body:
                return row
    return rows[0] if rows else None


def _judge(
    answerable: Answerable, row: EarlierRow, category: Progress, inspection: Inspection, *, by: Actor, at: datetime
) -> Judgement:
    judgement = Judgement.objects.create(
        answerable=answerable,
        judge=Judge.INSPECTORATE,
        category=category,
        reasons=row.action_taken,
        dated_on=inspection.published_on,
        inspection=inspection,
        improvement_still_required=row.improvement_still_required,
        made_at=at,
        made_by_id=by.person_id,
    )
    history.record(
        verb="recommendation.judged",
        subject=answerable.recommendation.ref,
        by=by,
        at=at,
        after={"category": judgement.category, "inspection": inspection.ref, "body": answerable.organisation_id},
    )
    drop_checks(recommendation=answerable.recommendation, inspection=inspection, by=by, at=at)
    return judgement

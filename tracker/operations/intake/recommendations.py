"""Makes the recommendations of a report, or completes those known from a later one, and says who answers for each."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from inspections.models import Inspection, Standard
from inspections.rules.succession import answerable_intervals
from tracker.choices import Ending
from tracker.models import Answerable, Recommendation, RecommendationTheme, Theme
from tracker.operations import history
from tracker.operations.corrections.completing import complete_recommendation
from tracker.projections.keeping import atomic
from tracker.queries.corrections.said import names_of_facts, recommendation_facts
from tracker.rules.access import Actor
from tracker.rules.intake.matching import HeldWording, pair_up
from tracker.rules.intake.proposals import Known
from tracker.rules.intake.review import DraftReview, wordings
from tracker.rules.intake.rows import NewRow
from tracker.rules.intake.titles import is_automatic

# Above any place in a report: recommendations that are completed wait there while the list is laid out anew.
ASIDE = 10_000


@atomic
def record_recommendations(
    *, inspection: Inspection, review: DraftReview, known: Known, by: Actor, at: datetime
) -> list[Recommendation]:
    """Record a report's recommendations; a part of publishing.

    Recommendations known from a later report keep their rows and take this report's wording. One that the full report
    does not have stays, after the others: a report has judged it.
    """
    held = {
        str(recommendation.pk): recommendation
        for recommendation in inspection.recommendations.select_for_update().order_by("position")
    }
    inspection.recommendations.update(position=F("position") + ASIDE)
    pairs = pair_up(
        wordings(review.recorded),
        [HeldWording(key, recommendation.number, recommendation.text) for key, recommendation in held.items()],
    )
    names = names_of_facts()
    made = []
    for position, row in enumerate(review.recorded, start=1):
        recommendation = held.pop(pairs[row.key].right) if row.key in pairs else Recommendation(inspection=inspection)
        before = recommendation_facts(recommendation, names) if recommendation.pk else None
        _fill(recommendation, row, position)
        _set_addressee(recommendation, row.body, known, by=by, at=at)
        _give_to_others(recommendation, review.also(row), known, by=by, at=at)
        _set_themes(recommendation, row.theme, row.other_themes)
        _set_standards(recommendation, row.standards)
        if before is None:
            verb, after = "recommendation.published", _facts(recommendation)
            history.record(verb=verb, subject=recommendation.ref, by=by, at=at, after=after)
        else:
            now = recommendation_facts(recommendation, names)
            complete_recommendation(recommendation=recommendation, before=before, now=now, by=by, at=at)
        made.append(recommendation)
    for position, left_over in enumerate(held.values(), start=len(made) + 1):
        left_over.position = position
        left_over.save(update_fields=["position"])
    return made


@atomic
def make_answerable(
    *,
    recommendation: Recommendation,
    from_on: date | None,
    known: Known,
    body: int | None = None,
    by: Actor,
    at: datetime,
) -> list[Answerable]:
    """Say who answers for a recommendation: its addressee from `from_on`, then the living successors of a closed one.

    `body` is another body that answers too; whoever answers already stays as it is. Without a date the last day that is
    certain stands for it: a closed body's last day, otherwise the day of recording. Nothing is made where the addressee
    is not known. A closed body without a successor keeps its duty.
    """
    body = body or recommendation.addressee_id
    if body is None:
        return []
    answering = set(recommendation.answerables.filter(to_on=None).values_list("organisation_id", flat=True))
    today = timezone.localdate(at)
    closed = {key: body.closed_on for key, body in known.bodies.items() if body.closed_on and body.closed_on <= today}
    edges = [edge for edge in known.edges if edge.on <= today]
    takeovers = {edge.predecessor for edge in edges}
    start = from_on or (closed[body] - timedelta(days=1) if body in closed else today)
    intervals = answerable_intervals(body, edges, {key: on for key, on in closed.items() if key in takeovers}, start)
    rows = []
    for interval in intervals:
        if interval.to_on is None and interval.body in answering:
            continue
        ended = interval.to_on is not None
        row = Answerable(
            recommendation=recommendation,
            organisation_id=interval.body,
            from_on=interval.from_on,
            to_on=interval.to_on,
            ending=Ending.PASSED_ON if ended else "",
            ended_at=at if ended else None,
            ended_by_id=by.person_id if ended else None,
        )
        rows.append(row)
    return Answerable.objects.bulk_create(rows)


def _fill(recommendation: Recommendation, row: NewRow, position: int) -> None:
    title_is_ours = not recommendation.pk or is_automatic(recommendation.short_title, recommendation.text)
    if title_is_ours or not is_automatic(row.short_title, row.text):
        recommendation.short_title = row.short_title[:200]
    recommendation.position = position
    recommendation.number = row.number
    recommendation.text = row.text
    recommendation.addressee_as_printed = row.addressee_as_printed[:300]
    recommendation.flagged_repeat = row.flagged_repeat
    recommendation.source_line = row.read.line if row.read else None
    recommendation.source_page = row.read.page if row.read else None
    recommendation.save()


def _set_addressee(recommendation: Recommendation, body: int | None, known: Known, *, by: Actor, at: datetime) -> None:
    """Put the full report's addressee in place of one that was only proposed; judgements stay on their row."""
    published_on = recommendation.inspection.published_on
    rows = list(recommendation.answerables.order_by("from_on", "pk"))
    former, recommendation.addressee_id = recommendation.addressee_id, body or recommendation.addressee_id
    recommendation.save(update_fields=["addressee"])
    if not rows:
        make_answerable(recommendation=recommendation, from_on=published_on, known=known, by=by, at=at)
        return
    first = rows[0]
    if body is not None and body != former and len(rows) == 1:
        first.organisation_id = body
    if published_on is not None and (first.to_on is None or published_on <= first.to_on):
        first.from_on = published_on
    first.save(update_fields=["organisation", "from_on"])


def _give_to_others(
    recommendation: Recommendation, others: Collection[int], known: Known, *, by: Actor, at: datetime
) -> None:
    """Give it to the other bodies that the report asks too, each with an answer of its own."""
    held = set(recommendation.answerables.values_list("organisation_id", flat=True))
    published_on = recommendation.inspection.published_on
    for body in sorted(set(others) - held):
        make_answerable(recommendation=recommendation, from_on=published_on, known=known, body=body, by=by, at=at)


def _set_themes(recommendation: Recommendation, code: str, others: Collection[str]) -> None:
    """Make this its main theme, where there is one, and add the others; themes that it has already stay."""
    theme = Theme.objects.filter(code=code).first() if code else None
    if theme is not None:
        recommendation.theme_links.update(is_primary=False)
        RecommendationTheme.objects.update_or_create(
            recommendation=recommendation, theme=theme, defaults={"is_primary": True}
        )
    for other in Theme.objects.filter(code__in=set(others) - {code}).order_by("position"):
        RecommendationTheme.objects.get_or_create(recommendation=recommendation, theme=other)


def _set_standards(recommendation: Recommendation, codes: Collection[str]) -> None:
    """Keep the standards of the inspection's own framework; a code means nothing under another one."""
    framework = recommendation.inspection.framework_id
    recommendation.standards.set(Standard.objects.filter(framework=framework, code__in=codes))


def _facts(recommendation: Recommendation) -> dict[str, object]:
    return {
        "number": recommendation.number,
        "text": recommendation.text,
        "short_title": recommendation.short_title,
        "addressee": recommendation.addressee_id,
    }

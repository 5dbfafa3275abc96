"""Corrects what a published report says: its dates, ratings, key questions and verdicts on earlier recommendations."""

from collections.abc import Sequence
from datetime import date, datetime

from inspections.choices import DatePrecision
from inspections.models import Inspection, KeyQuestionResult, StandardRating
from tracker.choices import CorrectedField
from tracker.errors import EditConflict, InvalidInput
from tracker.models import Answerable, Judgement, Recommendation
from tracker.operations import history
from tracker.operations.corrections.saving import (
    CHANGED,
    check_something_changed,
    save_changes,
    tell_those_who_answer,
)
from tracker.projections.keeping import atomic
from tracker.queries.corrections import said as queries
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.corrections import Change, FactOf, check_reason, differences
from tracker.rules.intake.draft import StatedDate
from tracker.rules.published_facts import DetailsSays, InspectionSays, date_said


@atomic
def correct_inspection(
    *, inspection: Inspection, version: int, says: InspectionSays, reason: str, by: Actor, at: datetime
) -> Inspection:
    """Make a published report's facts what it prints; who answers for what it asks or judges is told.

    What `says` leaves out stays. Raises NotAllowed; InvalidInput (nothing changed, no reason, another report of the
    same body, kind and month); and EditConflict when somebody saved meanwhile.
    """
    locked = Inspection.objects.published().select_for_update(of=("self",)).select_related("organisation")
    held: Inspection = locked.get(pk=inspection.pk)
    access.check_may(by, Doing.CORRECT_REPORTS, paths=queries.paths_of(held))
    says.check()
    changes = differences(queries.inspection_says(held).facts(), says.facts())
    if not check_something_changed(changes=changes, is_newest=held.version == version):
        return held
    words = check_reason(reason)
    if held.version != version:
        raise EditConflict(CHANGED, current=held)
    before = queries.details_say(held).published
    if says.details is not None:
        _write_details(held, says.details)
    held.version += 1
    held.save()
    _write_rows(says)
    verb = "inspection.corrected"
    save_changes(verb=verb, subject=held.ref, version=held.version, changes=changes, reason=words, by=by, at=at)
    _follow_verdicts(held, changes, reason=words, by=by, at=at)
    follow_the_date(inspection=held, before=before, reason=words, by=by, at=at)
    bodies = queries.who_answers(held, changes)
    tell_those_who_answer(subject=held.ref, version=held.version, bodies=bodies, by=by, at=at)
    return held


@atomic
def follow_the_date(*, inspection: Inspection, before: StatedDate | None, reason: str, by: Actor, at: datetime) -> int:
    """Let what has the report's date from it follow: its verdicts, and from when bodies answer; return how many.

    A part of correcting or completing the report. A duty that would begin after its end keeps its day.
    """
    on, was_on = inspection.published_on, before.on if before else None
    if on is None or on == was_on:
        return 0
    now = StatedDate(on, DatePrecision(inspection.published_precision or DatePrecision.DAY))
    change = Change(FactOf(CorrectedField.VERDICT_DATE, inspection.ref), date_said(before), date_said(now))
    asked = Answerable.objects.filter(recommendation__inspection=inspection, follows=None)
    rows = asked.filter(from_on=was_on) if was_on else asked.none()
    moving = [row for row in rows.select_related("recommendation", "organisation").order_by("pk") if _can_move(row, on)]
    for row in moving:
        _move_start(row, before, now, reason=reason, by=by, at=at)
    judgements = Judgement.objects.filter(inspection=inspection, dated_on=was_on)
    judged = sorted(set(judgements.values_list("answerable__recommendation_id", flat=True)))
    judgements.update(dated_on=on)
    for recommendation in Recommendation.objects.filter(pk__in=judged).order_by("pk"):
        _note_verdict(recommendation.ref, [change], inspection, reason=reason, by=by, at=at)
    return len(moving) + len(judged)


def _can_move(row: Answerable, on: date) -> bool:
    return row.to_on is None or on <= row.to_on


def _move_start(
    row: Answerable, before: StatedDate | None, now: StatedDate, *, reason: str, by: Actor, at: datetime
) -> None:
    fact = FactOf(CorrectedField.RESPONSIBLE_FROM, str(row.pk), row.organisation.display_name)
    row.from_on = now.on
    row.save(update_fields=["from_on"])
    recommendation = Recommendation.objects.select_for_update(of=("self",)).get(pk=row.recommendation_id)
    recommendation.version += 1
    recommendation.save(update_fields=["version"])
    changes = [Change(fact, date_said(before), date_said(now))]
    ref, version, verb = recommendation.ref, recommendation.version, "recommendation.corrected"
    save_changes(verb=verb, subject=ref, version=version, changes=changes, reason=reason, by=by, at=at)


def _write_details(held: Inspection, says: DetailsSays) -> None:
    published, fieldwork = says.published, says.fieldwork_started
    if published is not None and held.organisation is not None:
        reports = Inspection.objects.published().exclude(pk=held.pk)
        same = reports.same_report(organisation=held.organisation, kind=held.kind, published_on=published.on)
        if other := same.first():
            raise InvalidInput(f"{other.ref} is the report of this body and month already", field="published")
    held.published_on = published.on if published else None
    held.published_month = published.month if published else None
    held.published_precision = published.precision if published else ""
    held.fieldwork_started_on = fieldwork.on if fieldwork else None
    held.fieldwork_precision = fieldwork.precision if fieldwork else ""
    held.rating, held.score, held.max_score = says.rating, says.score, says.max_score
    held.isbn, held.lead_inspector = says.isbn, says.lead_inspector


def _write_rows(says: InspectionSays) -> None:
    for key, rating in says.ratings.items():
        StandardRating.objects.filter(pk=key).update(rating=rating.rating, previous_rating=rating.before)
    for key, question in says.questions.items():
        KeyQuestionResult.objects.filter(pk=key).update(
            text=question.text,
            percent=question.percent,
            previous_percent=question.before,
            comparator_percent=question.of_all,
        )
    for key, verdict in says.verdicts.items():
        Judgement.objects.filter(pk=key).update(
            category=verdict.category, improvement_still_required=verdict.still_required
        )


def _follow_verdicts(held: Inspection, changes: Sequence[Change], *, reason: str, by: Actor, at: datetime) -> None:
    """Say in the timeline of each judged recommendation what its verdict was and is."""
    judged: dict[str, list[Change]] = {}
    for change in changes:
        if change.fact.field in queries.VERDICTS:
            judged.setdefault(change.fact.part.partition("/")[0], []).append(change)
    for ref, rows in judged.items():
        _note_verdict(ref, rows, held, reason=reason, by=by, at=at)


def _note_verdict(
    ref: str, changes: Sequence[Change], held: Inspection, *, reason: str, by: Actor, at: datetime
) -> None:
    before = {change.fact.label: change.before.shown for change in changes}
    after = {change.fact.label: change.after.shown for change in changes} | {"reason": reason, "inspection": held.ref}
    history.record(verb="recommendation.verdict-corrected", subject=ref, by=by, at=at, before=before, after=after)

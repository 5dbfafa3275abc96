"""Publishes a checked draft: one transaction that makes the inspection's records, once, however often it is asked."""

from datetime import datetime
from typing import Any

from inspections.models import Inspection, Organisation
from tracker.errors import AlreadyHeld, EditConflict, NotAllowed, WrongState
from tracker.models import ReportDraft
from tracker.operations import carry_over, history
from tracker.operations.corrections.said_before import record_with_report
from tracker.operations.fieldwork import tie_report
from tracker.operations.intake.drafts import record_vouching
from tracker.operations.intake.earlier import record_judgements
from tracker.operations.intake.findings import record_findings
from tracker.operations.intake.recommendations import record_recommendations
from tracker.projections.keeping import atomic
from tracker.queries.intake import known_bodies, report_held, review_of
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.intake import proposals
from tracker.rules.intake.review import DraftReview
from tracker.rules.intake.said_before import SaysBefore


@atomic
def publish(
    *, draft: ReportDraft, version: int, before: SaysBefore | None = None, by: Actor, at: datetime
) -> Inspection:
    """Make the records of a draft, or complete an inspection known from a later report; return the inspection.

    `before` is what was said of the report before this service, where the question was answered. A draft that is
    published already gives its inspection again, whatever the version. Raises NotAllowed, WrongState (deleted, or a
    task is not complete), InvalidInput of `before`, EditConflict, and AlreadyHeld when the report was published from
    another draft.
    """
    locked = ReportDraft.objects.locked().filter(pk=draft.pk).first()
    if locked is None:
        raise WrongState("This draft was deleted. Bring the report in again.")
    if not ReportDraft.objects.visible_to(by).filter(pk=draft.pk).exists():
        raise NotAllowed(f"You cannot {Doing.IMPORT_REPORTS.value} here. {access.who_can(Doing.IMPORT_REPORTS)}")
    if locked.published_at is not None:
        return locked.inspection
    if locked.version != version:
        raise EditConflict("Somebody changed this report after you opened it", current=locked)
    _lock_bodies(review_of(locked))
    # Read again: what another publication of the same body made while we waited counts.
    review, known = review_of(locked), known_bodies()
    proposals.check_can_publish(review.problems)
    inspection = _inspection(locked, review, by=by, at=at)
    record_findings(inspection=inspection, review=review, by=by, at=at)
    made = record_recommendations(inspection=inspection, review=review, known=known, by=by, at=at)
    record_judgements(inspection=inspection, review=review, known=known, by=by, at=at)
    record_with_report(inspection=inspection, review=review, made=made, says=before, by=by, at=at)
    tie_report(inspection=inspection, by=by, at=at)
    carry_over.open_for(inspection=inspection, by=by, at=at)
    locked.published_at, locked.published_by_id = at, by.person_id
    locked.answers["doubts_left"] = [doubt.message for doubt in review.doubts]
    locked.version += 1
    locked.save(update_fields=["inspection", "published_at", "published_by", "answers", "version"])
    history.record(verb="inspection.published", subject=inspection.ref, by=by, at=at, after=_facts(review))
    return inspection


def _lock_bodies(review: DraftReview) -> None:
    """Hold the bodies for one publication at a time, so that two files of one report cannot both find it missing."""
    concerned = [review.details.body, review.previous.body if review.previous else None]
    keys = [key for key in concerned if key is not None]
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _inspection(draft: ReportDraft, review: DraftReview, *, by: Actor, at: datetime) -> Inspection:
    """Return the draft's own inspection, or the one known from a later report, which then takes the draft over."""
    held = report_held(review, actor=by, is_published=True)
    if held is None:
        return draft.inspection
    if not held.known_from_later:
        raise AlreadyHeld(f"This report is held already, as {held.ref}.", held=held)
    own = draft.inspection
    history.record(verb="inspection.merged", subject=own.ref, by=by, at=at, after={"inspection": held.ref})
    if draft.refused_as:
        record_vouching(draft=draft, subject=held.ref, by=by, at=at)
    draft.inspection = held
    draft.save(update_fields=["inspection"])
    own.delete()
    return held


def _facts(review: DraftReview) -> dict[str, Any]:
    details = review.details
    return {
        "body": details.body,
        "published": details.published.text if details.published else None,
        "recommendations": len(review.recorded),
        "left out": [row.left_out for row in review.recommendations if row.left_out],
        "judged": len(review.judged),
        "doubts": len(review.doubts),
    }

"""Takes a published report back while nothing depends on it: it is a draft again, and all it said stays on record."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from inspections.choices import InspectionStatus
from inspections.models import Alert, Inspection
from tracker.choices import Judge, NoticeKind
from tracker.errors import WrongState
from tracker.models import (
    AlertDuty,
    Answerable,
    CarryOver,
    Fieldwork,
    Judgement,
    Recommendation,
    ReportDraft,
    SaidBefore,
    SustainCheck,
)
from tracker.operations import history
from tracker.operations.corrections.alerts import restore_words
from tracker.operations.corrections.saving import tell_those_who_answer
from tracker.projections.keeping import atomic
from tracker.queries.corrections import said, withdrawals
from tracker.rules import access
from tracker.rules import withdrawals as rules
from tracker.rules.access import Actor, Doing
from tracker.rules.corrections import check_reason


@atomic
def withdraw_report(*, inspection: Inspection, reason: str, by: Actor, at: datetime) -> ReportDraft | None:
    """Make a published report a draft again, as it was before 'Publish'; return the draft, None where it has none.

    Its recommendations, ratings and verdicts go, and the event keeps them; who answered is told. Raises NotAllowed;
    InvalidInput without a reason; WrongState with what depends on it, or where it was withdrawn already.
    """
    reports = Inspection.objects.published().select_for_update(of=("self",)).select_related("organisation")
    held: Inspection | None = reports.filter(pk=inspection.pk).first()
    if held is None:
        raise WrongState("This report was withdrawn already.")
    access.check_may(by, Doing.CORRECT_REPORTS, paths=said.paths_of(held))
    words = check_reason(reason, missing="Enter why it is withdrawn")
    check_can_withdraw(inspection=held)
    draft = ReportDraft.objects.locked().filter(inspection=held).first()
    before, ref, published_at = withdrawals.snapshot(held), held.ref, draft.published_at if draft else None
    judged, bodies, body = withdrawals.judged_by(held), withdrawals.answering_for(held), _name(held)
    made = list(withdrawals.made_with(held).order_by("pk"))
    _take_back_verdicts(held, published_at)
    _take_back_alerts(held, by=by, at=at)
    _take_back_recommendations(held, made)
    _take_back_ties(held, by=by, at=at)
    _make_draft(held, draft)
    after: dict[str, Any] = {"reason": words, "inspection": ref}
    gone = {recommendation.ref for recommendation in made}
    what = {"body": body, "recommendations": len(gone), "judged": len(set(judged) - gone)}
    event = history.record(verb="inspection.withdrawn", subject=ref, by=by, at=at, before=before, after=after | what)
    for subject in sorted(gone):
        history.record(verb="recommendation.withdrawn", subject=subject, by=by, at=at, after=after)
    for subject in sorted(set(judged) - gone):
        history.record(verb="recommendation.verdict-withdrawn", subject=subject, by=by, at=at, after=after)
    kind = NoticeKind.REPORT_WITHDRAWN
    tell_those_who_answer(subject=ref, version=event.pk, bodies=bodies, by=by, at=at, kind=kind)
    return draft


def _name(held: Inspection) -> str:
    return held.organisation.display_name if held.organisation else held.organisation_as_printed


def check_can_withdraw(*, inspection: Inspection) -> None:
    """Raise WrongState, with what depends on it, unless the report can be withdrawn."""
    is_known = inspection.known_from_later
    depending = {} if is_known else withdrawals.depending_on(inspection)
    rules.check_can_withdraw(depending=depending, is_known_from_later=is_known)


def _take_back_verdicts(held: Inspection, published_at: datetime | None) -> None:
    """Delete what the report judges, and let the checks wait again that it had dropped."""
    printed = Judgement.objects.filter(judge=Judge.INSPECTORATE, inspection=held)
    judged = list(printed.values_list("answerable__recommendation", flat=True))
    printed.delete()
    if published_at is not None:
        dropped = SustainCheck.objects.filter(answerable__recommendation__in=judged, dropped_at=published_at)
        dropped.update(dropped_at=None)


def _take_back_alerts(held: Inspection, *, by: Actor, at: datetime) -> None:
    """Take back the report's alert: one recorded before has its typed words again, one that came with it goes."""
    for alert in Alert.objects.filter(inspection=held).select_for_update(of=("self",)).order_by("pk"):
        if alert.raised_on is None:
            AlertDuty.objects.filter(alert=alert).delete()
            alert.delete()
            continue
        alert.inspection = None
        alert.save(update_fields=["inspection"])
        restore_words(alert=alert, by=by, at=at)


def _take_back_recommendations(held: Inspection, made: Collection[Recommendation]) -> None:
    """Delete what publishing made, with earlier inspections that are then known from nothing."""
    keys = [recommendation.pk for recommendation in made]
    answers = Answerable.objects.filter(recommendation__in=keys)
    for rows in said.said_on(list(answers.values_list("pk", flat=True))).values():
        rows.delete()  # nothing but what publishing made itself: anything else depends on the report
    answers.update(follows=None)
    answers.delete()
    for recommendation in made:
        recommendation.theme_links.all().delete()
        recommendation.standards.clear()
    earlier = {recommendation.inspection_id for recommendation in made} - {held.pk}
    # Past Django's cascade: the kept rows of these stay until their events take them out of the counts as well.
    rows = Recommendation.objects.filter(pk__in=keys)
    rows._raw_delete(rows.db)
    unknown = Inspection.objects.filter(pk__in=earlier, known_from_later=True, recommendations__isnull=True)
    unknown.filter(carry_over__isnull=True, fieldwork__isnull=True).delete()


def _take_back_ties(held: Inspection, *, by: Actor, at: datetime) -> None:
    """Take back what the report was tied to: fieldwork is open again, and a carry-over that nobody began goes."""
    CarryOver.objects.filter(inspection=held).delete()
    for fieldwork in Fieldwork.objects.filter(inspection=held).select_for_update(of=("self",)):
        fieldwork.inspection = None
        fieldwork.version += 1
        fieldwork.save(update_fields=["inspection", "version"])
        after = {"inspection": held.ref}
        history.record(verb="fieldwork.report-withdrawn", subject=fieldwork.ref, by=by, at=at, after=after)


def _make_draft(held: Inspection, draft: ReportDraft | None) -> None:
    """Let the report wait for its check as before; one that never was a draft goes."""
    held.standard_ratings.all().delete()
    SaidBefore.objects.filter(inspection=held).delete()
    if draft is None:
        held.delete()
        return
    held.status = InspectionStatus.DRAFT
    held.rating, held.score, held.max_score = "", None, None
    held.fieldwork_started_on, held.fieldwork_precision, held.lead_inspector = None, "", ""
    held.version += 1
    held.save()
    draft.published_at, draft.published_by_id = None, None
    draft.answers.pop("doubts_left", None)
    draft.version += 1
    draft.save(update_fields=["published_at", "published_by", "answers", "version"])

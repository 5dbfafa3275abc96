"""Keeps what a full report changes in what was known of it from a later one: words, addressee, who answers, dates."""

from collections.abc import Mapping
from datetime import datetime

from inspections.models import Inspection
from tracker.models import Correction, Recommendation
from tracker.operations.corrections.saving import save_changes
from tracker.projections.keeping import atomic
from tracker.rules.access import Actor
from tracker.rules.corrections import FactOf, Said, differences

COMPLETED = "Completed from its own report"
Before = Mapping[FactOf, Said]


@atomic
def complete_recommendation(
    *, recommendation: Recommendation, before: Before, now: Before, by: Actor, at: datetime
) -> list[Correction]:
    """Record that a recommendation has its own report's words now, and each fact that differs; a part of publishing."""
    recommendation.version += 1
    recommendation.save(update_fields=["version"])
    return save_changes(
        verb="recommendation.completed",
        subject=recommendation.ref,
        version=recommendation.version,
        changes=differences(before, now),
        reason=COMPLETED,
        by=by,
        at=at,
    )


@atomic
def complete_inspection(
    *, inspection: Inspection, before: Before, now: Before, by: Actor, at: datetime
) -> list[Correction]:
    """Record that an inspection has its own report's facts now, and each that differs; a part of publishing.

    The inspection has its new version already.
    """
    return save_changes(
        verb="inspection.completed",
        subject=inspection.ref,
        version=inspection.version,
        changes=differences(before, now),
        reason=COMPLETED,
        by=by,
        at=at,
    )

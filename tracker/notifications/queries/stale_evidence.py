"""Stale evidence that somebody is to renew: what a digest tells of it."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from tracker.models import EvidenceUse
from tracker.models.evidence import reference_of
from tracker.notifications.rules.mail_rows import starts_upper
from tracker.rules.evidence import StaleEvidence, evidence_of_key, stale_key


def keys_that_hold(keys: Iterable[str], *, on: date) -> set[str]:
    """Those of these notices' keys that are still true; 1 query."""
    return set(still_stale(keys, on=on))


def still_stale(keys: Iterable[str], *, on: date) -> dict[str, StaleEvidence]:
    """What is still stale, by its notice's key, named with the first of its places; 1 query."""
    wanted = set(keys)
    uses = EvidenceUse.objects.to_renew(on=on, after_days=settings.EVIDENCE_STALE_DAYS)
    chosen = uses.filter(evidence__in={evidence_of_key(key) for key in wanted})
    found: dict[str, StaleEvidence] = {}
    for use in chosen.select_related("evidence", "action", "answerable__recommendation").order_by("pk"):
        key = stale_key(evidence=use.evidence_id, about_on=use.newest_about_on, person_id=use.told_id)
        if key in wanted:
            found.setdefault(key, _row(use))
    return found


def _row(use: EvidenceUse) -> StaleEvidence:
    title = use.action.title if use.action else use.answerable.recommendation.short_title if use.answerable else ""
    return StaleEvidence(
        ref=f"evidence-{use.evidence_id}",
        uid=str(use.evidence.uid),
        title=starts_upper(title),
        place=reference_of(use.place),
        about_on=use.newest_about_on,
    )

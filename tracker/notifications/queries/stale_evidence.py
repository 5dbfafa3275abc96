"""Stale evidence that somebody is to renew: what a digest tells of it."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from tracker.choices import NoticeKind
from tracker.models import EvidenceUse
from tracker.models.evidence import reference_of
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.mail_rows import StaleEvidence
from tracker.rules.notices import Identity
from tracker.rules.wording import starts_upper


def still_stale(notices: Iterable[NoticeToTell], day: Day) -> dict[Identity, StaleEvidence]:
    """Return what is still stale, named with the first of its places; 1 query."""
    wanted = {notice.identity for notice in notices}
    uses = EvidenceUse.objects.to_renew(on=day.on, after_days=settings.EVIDENCE_STALE_DAYS)
    chosen = uses.filter(evidence__in={identity.number for identity in wanted})
    stale: dict[Identity, StaleEvidence] = {}
    for use in chosen.select_related("evidence", "action", "answerable__recommendation").order_by("pk"):
        identity = stale_notice(evidence=use.evidence_id, about_on=use.newest_about_on, person_id=use.told_id)
        if identity in wanted:
            stale.setdefault(identity, _row(use))
    return stale


def stale_notice(*, evidence: int, about_on: date, person_id: int) -> Identity:
    """Return what is told once: a person hears once of a day, and a newer version starts again."""
    return Identity(NoticeKind.STALE_EVIDENCE, f"evidence-{evidence}", person_id, evidence, about_on)


def _row(use: EvidenceUse) -> StaleEvidence:
    title = use.action.title if use.action else use.answerable.recommendation.short_title if use.answerable else ""
    return StaleEvidence(
        ref=f"evidence-{use.evidence_id}",
        uid=str(use.evidence.uid),
        title=starts_upper(title),
        place=reference_of(use.place),
        about_on=use.newest_about_on,
    )

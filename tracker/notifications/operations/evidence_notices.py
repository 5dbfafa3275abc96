"""Notes for whoever answers for a place that its evidence has become stale."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from tracker.choices import NoticeKind
from tracker.models import EvidenceUse
from tracker.notifications.models import NoticeToTell
from tracker.rules.access import Actor, check_is_the_service
from tracker.rules.calendar import london_date
from tracker.rules.evidence import stale_key


@transaction.atomic
def raise_stale_notices(*, by: Actor, at: datetime) -> int:
    """Note each stale piece of evidence once for each person who is to renew it; says how many are new.

    Safe to run twice: the key of a notice is unique. One query when all is told.
    """
    check_is_the_service(by)
    uses = EvidenceUse.objects.to_renew(on=london_date(at), after_days=settings.EVIDENCE_STALE_DAYS).untold()
    rows = {(use.evidence_id, use.newest_about_on, use.told_id) for use in uses}
    notices = [
        NoticeToTell(
            key=stale_key(evidence=evidence, about_on=about_on, person_id=person),
            person_id=person,
            kind=NoticeKind.STALE_EVIDENCE,
            subject=f"evidence-{evidence}",
            created_at=at,
        )
        for evidence, about_on, person in sorted(rows)
    ]
    NoticeToTell.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)

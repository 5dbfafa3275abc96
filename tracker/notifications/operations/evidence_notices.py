"""Notes for whoever answers for a place that its evidence has become stale."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from tracker.choices import NoticeKind
from tracker.models import EvidenceUse
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.stale_evidence import stale_notice
from tracker.notifications.rules.kinds import RULES
from tracker.rules.access import Actor, check_is_the_service
from tracker.rules.calendar import london_date


@transaction.atomic
def raise_stale_notices(*, by: Actor, at: datetime) -> int:
    """Note each stale piece of evidence once for each person who is to renew it; return how many are new.

    Safe to run twice: a notice is unique. One query when all is told.
    """
    check_is_the_service(by)
    uses = EvidenceUse.objects.to_renew(on=london_date(at), after_days=settings.EVIDENCE_STALE_DAYS).untold()
    rows = {(use.evidence_id, use.newest_about_on, use.told_id) for use in uses}
    identities = [stale_notice(evidence=number, about_on=day, person_id=person) for number, day, person in sorted(rows)]
    notices = [NoticeToTell.made(identity, way=RULES[NoticeKind.STALE_EVIDENCE].way, at=at) for identity in identities]
    NoticeToTell.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)

"""Notes for those who must decide or get ready: claims, what is open again, announced fieldwork."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tracker.choices import NoticeKind, NoticeWay
from tracker.models import Fieldwork, Judgement, Notice, SustainCheck
from tracker.notifications.operations import message_queue
from tracker.notifications.queries import ladder
from tracker.notifications.rules import reminders
from tracker.notifications.rules.delivery import first_way
from tracker.notifications.rules.ladder import review_way
from tracker.queries import decisions
from tracker.queries.decisions import Waiting
from tracker.rules import working_days
from tracker.rules.access import Actor


@transaction.atomic
def tell_deciders(*, claim: Judgement, by: Actor, at: datetime) -> int:
    """Note a claim for its reviewers, or a returned one for its owners, as it stands now; says how many."""
    return _note(decisions.waiting(on=reminders.london_date(at), claims=[claim.pk]), at=at)


@transaction.atomic
def tell_reopened(*, check: SustainCheck, by: Actor, at: datetime) -> int:
    """Note a recommendation that is open again for the body and the one above it; says how many."""
    return _note(decisions.reopened(on=reminders.london_date(at), checks=[check.pk]), at=at)


@transaction.atomic
def tell_announced(*, fieldwork: Fieldwork, by: Actor, at: datetime) -> int:
    """Note announced fieldwork for the people of the body; says how many."""
    return _note(decisions.announced(on=reminders.london_date(at), fieldwork=[fieldwork.pk]), at=at)


@transaction.atomic
def raise_decision_notices(*, by: Actor, at: datetime) -> int:
    """Note what waits and was not told yet, as after a post was taken up; says how many are new."""
    message_queue.check_is_the_service(by)
    found = decisions.waiting(on=reminders.london_date(at))
    told = set(Notice.objects.filter(key__in=[each.key for each in found]).values_list("key", flat=True))
    return _note([each for each in found if each.key not in told], at=at)


def _note(found: Iterable[Waiting], *, at: datetime) -> int:
    notices = [
        Notice(
            key=each.key,
            person_id=each.person_id,
            kind=each.kind,
            way=_way(each, at=at),
            subject=each.decision.ref,
            created_at=at,
        )
        for each in found
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def _way(each: Waiting, *, at: datetime) -> NoticeWay:
    """At once for what somebody did to a person, and for a review that is due within 2 working days; news waits."""
    made_on = each.decision.on
    if each.is_news:
        return NoticeWay.DIGEST
    if each.kind is not NoticeKind.CLAIM_TO_REVIEW or made_on is None:
        return first_way(each.kind)
    on, holidays = reminders.london_date(at), working_days.bank_holidays()
    return review_way(made_on, on=on, rungs=ladder.rungs_now(), holidays=holidays)

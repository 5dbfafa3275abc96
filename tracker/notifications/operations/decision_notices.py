"""Notes for those who must decide or get ready: self-assessments, what is open again, announced fieldwork."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tracker.choices import NoticeKind, NoticeWay
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries import decisions, ladder
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.decisions import WaitingDecision
from tracker.notifications.rules.kinds import RULES
from tracker.notifications.rules.ladder import review_way
from tracker.rules import working_days
from tracker.rules.access import Actor, check_is_the_service
from tracker.rules.calendar import london_date


@transaction.atomic
def raise_decision_notices(*, day: Day | None = None, by: Actor, at: datetime) -> int:
    """Note what waits and was not told yet, as after a post was taken up; return how many are new."""
    check_is_the_service(by)
    waiting = decisions.waiting(day or Day(london_date(at)))
    told = NoticeToTell.objects.noted({decision.identity for decision in waiting})
    return _note([decision for decision in waiting if decision.identity not in told], at=at)


def _note(waiting: Iterable[WaitingDecision], *, at: datetime) -> int:
    notices = [NoticeToTell.made(decision.identity, way=_way(decision, at=at), at=at) for decision in waiting]
    NoticeToTell.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def _way(decision: WaitingDecision, *, at: datetime) -> NoticeWay:
    """Return the way in which a decision is told: a review by when it is due, any other as is settled for its kind.

    News waits for the digest.
    """
    made_on = decision.decision.on
    if decision.is_news:
        return NoticeWay.DIGEST
    if decision.kind is not NoticeKind.SELF_ASSESSMENT_TO_REVIEW or made_on is None:
        return RULES[decision.kind].way
    on, holidays = london_date(at), working_days.bank_holidays()
    return review_way(made_on, on=on, rungs=ladder.rungs_now(), holidays=holidays)

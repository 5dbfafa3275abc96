"""Which notice an action deserves on a day, and below which heading it is told."""

from datetime import date, datetime, timedelta

from tracker.choices import ActionStatus, NoticeKind
from tracker.rules import deadlines
from tracker.rules.deadlines import Urgency
from tracker.rules.delivery import LONDON

RETRY_MINUTES = (1, 2, 5)  # after the first, the second and every later try
ROWS_SHOWN = 7  # of a group (UX 4.2)

# The order of this table is the order of the groups in the digest.
NOTICES: dict[Urgency, NoticeKind | None] = {
    Urgency.OVERDUE: NoticeKind.OVERDUE,
    Urgency.DUE_THIS_WEEK: NoticeKind.DUE_THIS_WEEK,
    Urgency.LATER: None,
    Urgency.NO_DATE: None,
    Urgency.ENDED: None,
}
NEEDS_DECISION = "Needs your decision"
GIVEN = "Given to you"
RENEW = "Evidence to renew"
AREA = "For your area"
HEADINGS: dict[NoticeKind, str] = {
    NoticeKind.OVERDUE: "Overdue",
    NoticeKind.DUE_THIS_WEEK: "Due this week",
    NoticeKind.CLAIM_TO_REVIEW: NEEDS_DECISION,
    NoticeKind.CLAIM_RETURNED: NEEDS_DECISION,
    NoticeKind.NEW_RECOMMENDATION: NEEDS_DECISION,
    NoticeKind.RESPONSE_TO_CONFIRM: NEEDS_DECISION,
    NoticeKind.REOPENED: NEEDS_DECISION,
    NoticeKind.FIELDWORK_ANNOUNCED: NEEDS_DECISION,
    NoticeKind.STALE_EVIDENCE: RENEW,
    NoticeKind.POST_GIVEN: GIVEN,
    NoticeKind.COVER_GIVEN: GIVEN,
    NoticeKind.ASSIGNED: GIVEN,
    NoticeKind.ACTION_DUE: "Due soon",
    NoticeKind.ACTION_LATE: "Overdue",
    NoticeKind.RESPONSE_DUE: NEEDS_DECISION,
    NoticeKind.UNACKNOWLEDGED: NEEDS_DECISION,
    NoticeKind.REVIEW_WAITING: NEEDS_DECISION,
    NoticeKind.CARRY_OVER_UNFINISHED: NEEDS_DECISION,
    NoticeKind.SUSTAIN_CHECK_DUE: NEEDS_DECISION,
    NoticeKind.PROPOSAL_TO_CONFIRM: NEEDS_DECISION,
    NoticeKind.ESCALATION: AREA,
    NoticeKind.EXCEPTION: AREA,
    NoticeKind.EXCEPTION_LIST: AREA,
    NoticeKind.REPEATS_PICTURE: AREA,
    NoticeKind.ADDRESS_BOUNCED: AREA,
    NoticeKind.ACTION_SNOOZED: AREA,
}

# How the keys of notices about decisions begin (decision_key); the ladder's own have keys of their own.
DECISION_KEYS = tuple(
    f"{kind.value}:"
    for kind in (
        NoticeKind.CLAIM_TO_REVIEW,
        NoticeKind.CLAIM_RETURNED,
        NoticeKind.NEW_RECOMMENDATION,
        NoticeKind.RESPONSE_TO_CONFIRM,
        NoticeKind.REOPENED,
        NoticeKind.FIELDWORK_ANNOUNCED,
    )
)


def due_notice(*, status: ActionStatus, due_on: date | None, on: date) -> NoticeKind | None:
    """What the owner is to be told of an action on a day: the threshold it has reached, if any."""
    return NOTICES[deadlines.urgency(status=status, due_on=due_on, on=on)]


def decision_key(*, kind: NoticeKind, ref: str, claim: int, person_id: int) -> str:
    """'claim-to-review:REC-0231:57:7': a person hears of a claim once, and a newer claim is told again."""
    return f"{kind.value}:{ref}:{claim}:{person_id}"


def london_date(at: datetime) -> date:
    """The day it is in London at a moment."""
    return at.astimezone(LONDON).date()


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after this many tries, from 1: short, so that mail goes soon after the cause has ended."""
    return timedelta(minutes=RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1])

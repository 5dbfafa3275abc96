"""What mail counts by: the keys of decisions, the day in London, how long to wait before another try."""

from datetime import timedelta

from tracker.choices import NoticeKind

RETRY_MINUTES = (1, 2, 5)  # after the first, the second and every later try
# How the keys of notices about decisions begin (decision_key); the ladder's own have keys of their own.
DECISION_KEYS = tuple(
    f"{kind.value}:"
    for kind in (
        NoticeKind.SELF_ASSESSMENT_TO_REVIEW,
        NoticeKind.SELF_ASSESSMENT_RETURNED,
        NoticeKind.NEW_RECOMMENDATION,
        NoticeKind.RESPONSE_TO_CONFIRM,
        NoticeKind.REOPENED,
        NoticeKind.FIELDWORK_ANNOUNCED,
    )
)


def decision_key(*, kind: NoticeKind, ref: str, self_assessment: int, person_id: int) -> str:
    """'self-assessment-to-review:REC-0231:57:7'.

    A person hears of a self-assessment once, and a newer self-assessment is told again.
    """
    return f"{kind.value}:{ref}:{self_assessment}:{person_id}"


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after this many tries, from 1: short, so that mail goes soon after the cause has ended."""
    return timedelta(minutes=RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1])

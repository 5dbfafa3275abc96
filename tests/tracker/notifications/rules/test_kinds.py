"""Which kinds of notice somebody is not mailed about, by what they chose, and which can come at once."""

import pytest

from tracker.choices import Frequency, NoticeKind, NoticeWay
from tracker.notifications.rules.kinds import CAN_GO_AT_ONCE, RULES, is_refused

ALL_KINDS = frozenset(NoticeKind)
GIVEN_OR_RETURNED = {
    NoticeKind.ASSIGNED,
    NoticeKind.POST_GIVEN,
    NoticeKind.COVER_GIVEN,
    NoticeKind.SELF_ASSESSMENT_RETURNED,
    NoticeKind.ALERT_GIVEN,
}
LISTS_AND_NEWS = {
    NoticeKind.OVERDUE_LIST,
    NoticeKind.STALE_EVIDENCE,
    NoticeKind.ACTION_DUE,
    NoticeKind.EXCEPTION_LIST,
    NoticeKind.REPEATS_PICTURE,
    NoticeKind.ACTION_SNOOZED,
}


@pytest.mark.parametrize(
    ("frequency", "refused"),
    [
        (Frequency.DAILY, set()),
        (Frequency.WEEKLY, set()),
        (Frequency.FORTNIGHTLY, set()),
        (Frequency.NEEDED, LISTS_AND_NEWS),
        (Frequency.STOPPED, ALL_KINDS - GIVEN_OR_RETURNED),
    ],
)
def test_what_each_choice_refuses(frequency: Frequency, refused: set[NoticeKind]) -> None:
    assert {kind for kind in NoticeKind if is_refused(kind, frequency)} == refused


def test_only_what_is_given_returned_escalated_or_to_be_reviewed_can_come_at_once() -> None:
    assert {
        NoticeKind.ASSIGNED,
        NoticeKind.ALERT_GIVEN,
        NoticeKind.SELF_ASSESSMENT_RETURNED,
        NoticeKind.SELF_ASSESSMENT_TO_REVIEW,
        NoticeKind.REVIEW_WAITING,
        NoticeKind.ESCALATION,
        NoticeKind.EXCEPTION,
    } == CAN_GO_AT_ONCE


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_has_a_way_and_only_work_that_was_given_goes_at_once(kind: NoticeKind) -> None:
    at_once = kind in (NoticeKind.ASSIGNED, NoticeKind.ALERT_GIVEN, NoticeKind.SELF_ASSESSMENT_RETURNED)
    that_day = kind in (NoticeKind.POST_GIVEN, NoticeKind.COVER_GIVEN, NoticeKind.REPEATS_PICTURE)

    assert RULES[kind].way is (NoticeWay.INSTANT if at_once else NoticeWay.DAY if that_day else NoticeWay.DIGEST)

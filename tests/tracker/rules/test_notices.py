"""How a notice is first told, and the key by which it is told once."""

import pytest

from tracker.choices import NoticeKind, NoticeWay
from tracker.rules.notices import AT_ONCE, THAT_DAY, assigned_key, first_way


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        (NoticeKind.ASSIGNED, NoticeWay.INSTANT),
        (NoticeKind.SELF_ASSESSMENT_RETURNED, NoticeWay.INSTANT),
        (NoticeKind.POST_GIVEN, NoticeWay.DAY),
        (NoticeKind.COVER_GIVEN, NoticeWay.DAY),
        (NoticeKind.NEW_RECOMMENDATION, NoticeWay.DIGEST),
    ],
)
def test_how_a_notice_is_first_told(kind: NoticeKind, way: NoticeWay) -> None:
    assert first_way(kind) is way


def test_whatever_stands_in_no_table_waits_for_the_digest() -> None:
    others = set(NoticeKind) - AT_ONCE - THAT_DAY

    assert {first_way(kind) for kind in others} == {NoticeWay.DIGEST}


def test_an_action_given_again_is_told_again() -> None:
    keys = [assigned_key(ref="ACT-0412", version=version, person_id=7) for version in (3, 4)]

    assert keys == ["assigned:ACT-0412:3:7", "assigned:ACT-0412:4:7"]

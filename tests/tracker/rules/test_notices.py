"""What makes a notice one of its own: each part counts, and a day that is none is still one day."""

from datetime import date
from typing import Any

import pytest

from tracker.choices import NoticeKind
from tracker.rules.notices import EVER, Identity

ASSIGNED = Identity(NoticeKind.ASSIGNED, "ACT-0412", 7)


@pytest.mark.parametrize(
    "changes",
    [{"person_id": 8}, {"number": 4}, {"since_on": date(2026, 11, 18)}, {"rung": "week-before"}, {"subject": "ACT-1"}],
)
def test_another_one_is_told_again(changes: dict[str, Any]) -> None:
    assert ASSIGNED._replace(**changes) != ASSIGNED


def test_the_same_without_a_day_is_the_same() -> None:
    assert Identity(NoticeKind.ASSIGNED, "ACT-0412", 7, 0, EVER) == ASSIGNED

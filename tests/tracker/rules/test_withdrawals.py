"""What keeps a report from being withdrawn, in words."""

import pytest

from tracker.errors import WrongState
from tracker.rules.withdrawals import RESTS_ON, check_can_withdraw, depending_words


def test_nothing_depending_lets_it_go() -> None:
    check_can_withdraw(depending={}, is_known_from_later=False)


@pytest.mark.parametrize(
    ("depending", "is_known", "message"),
    [
        ({"actions": 2, "response": 1}, False, "because of 2 actions, 1 response. Correct it instead"),
        ({}, True, "known from a later report"),
    ],
)
def test_what_depends_is_said(depending: dict[str, int], is_known: bool, message: str) -> None:
    with pytest.raises(WrongState) as refused:
        check_can_withdraw(depending=depending, is_known_from_later=is_known)

    assert message in str(refused.value)


def test_each_kind_has_words_for_one_and_for_several() -> None:
    assert all(one and many and one != many for one, many in RESTS_ON.values())
    assert depending_words({"actions": 1200}) == "1,200 actions"

"""What adding and ending a body that answers asks for."""

import pytest

from tracker.errors import InvalidInput, WrongState
from tracker.rules.bodies import REASON_LIMIT, check_can_end, check_reason


@pytest.mark.parametrize("reason", ["", "  ", "x" * (REASON_LIMIT + 1), "About X123456"])
def test_a_reason_that_cannot_be_kept_is_refused(reason: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_reason(reason, missing="Enter why")

    assert refused.value.field == "reason"


def test_a_reason_is_kept_without_blanks() -> None:
    assert check_reason("  The report asks them  ", missing="Enter why") == "The report asks them"


@pytest.mark.parametrize(("is_open", "others", "words"), [(False, 2, "no longer answers"), (True, 0, "No other body")])
def test_a_body_ends_while_it_answers_and_others_do(is_open: bool, others: int, words: str) -> None:
    check_can_end(is_open=True, others=1)
    with pytest.raises(WrongState, match=words):
        check_can_end(is_open=is_open, others=others)

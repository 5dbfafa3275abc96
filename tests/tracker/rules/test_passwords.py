"""One-time passwords: five groups of four from letters and digits that nobody takes for one another."""

import re

import pytest

from tracker.rules.passwords import GROUP, GROUPS, LETTERS, one_time_password


def test_it_is_five_groups_of_four() -> None:
    assert re.fullmatch(rf"[{LETTERS}]{{4}}(-[{LETTERS}]{{4}}){{4}}", one_time_password())


@pytest.mark.parametrize("letter", ["l", "1", "o", "0"])
def test_no_letter_is_taken_for_another(letter: str) -> None:
    assert letter not in LETTERS


def test_it_holds_a_hundred_bits() -> None:
    assert len(set(LETTERS)) ** (GROUPS * GROUP) >= 2**98


def test_no_two_are_the_same() -> None:
    assert len({one_time_password() for _ in range(100)}) == 100

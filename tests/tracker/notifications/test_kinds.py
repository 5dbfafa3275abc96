"""Every kind of notice has one row, and nothing else decides by kind."""

from dataclasses import fields

import pytest

from tracker.choices import NoticeKind, NoticeWay
from tracker.notifications.kinds import KINDS
from tracker.notifications.rules.digests import DigestFacts
from tracker.notifications.rules.kinds import RULES
from tracker.notifications.rules.ladder import LADDER

GROUPS = {field.name for field in fields(DigestFacts)}


def test_each_kind_has_a_row_in_both_tables() -> None:
    assert set(KINDS) == set(RULES) == set(NoticeKind)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_its_group_is_a_part_of_a_mail(kind: NoticeKind) -> None:
    assert KINDS[kind].group in GROUPS


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if RULES[kind].says])
def test_a_row_in_words_has_a_link(kind: NoticeKind) -> None:
    assert RULES[kind].link
    assert RULES[kind].page("ACT-0001", "leeds").startswith("/")


@pytest.mark.parametrize("rung", [rung for rung in LADDER if rung.way is NoticeWay.INSTANT], ids=lambda rung: rung.code)
def test_a_rung_that_goes_at_once_is_somebodys_choice(rung) -> None:
    assert RULES[rung.kind].at_once is not None

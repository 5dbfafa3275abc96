"""Who may have which list as a file, how many at a time, how often one is tried, and when roles count as the same."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.choices import ListKind, Role
from tracker.errors import NotAllowed, WrongState
from tracker.rules import list_files
from tracker.rules.access import Actor, Grant


def person(*roles: Role, posts: frozenset[int] = frozenset()) -> Actor:
    return Actor(person_id=7, name="Somebody", grants=tuple(Grant(role, "/1/2/") for role in roles), post_ids=posts)


@pytest.mark.parametrize("kind", [ListKind.RECOMMENDATIONS, ListKind.ACTIONS, ListKind.INSPECTIONS])
def test_everybody_with_an_account_may_have_a_list_of_the_work(kind: ListKind) -> None:
    list_files.check_may_list(person(), kind)


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.REGIONAL_LEAD, ListKind.REVIEWS), (Role.ADMINISTRATOR, ListKind.USERS)]
)
def test_who_has_the_page_may_have_its_list(role: Role, kind: ListKind) -> None:
    list_files.check_may_list(person(role), kind)


@pytest.mark.parametrize(
    ("role", "kind", "words"),
    [
        (Role.HEAD_OF_PDU, ListKind.REVIEWS, "You have no self-assessments to review"),
        (Role.REGIONAL_LEAD, ListKind.USERS, "You cannot manage people"),
    ],
)
def test_who_has_not_is_told_who_can(role: Role, kind: ListKind, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        list_files.check_may_list(person(role), kind)


@pytest.mark.parametrize("kind", ListKind)
def test_a_closed_account_has_none(kind: ListKind) -> None:
    with pytest.raises(NotAllowed):
        list_files.check_may_list(Actor(person_id=None, name="Closed"), kind)


def test_five_at_a_time() -> None:
    list_files.check_room(4)

    with pytest.raises(WrongState, match="5 of your files are being made"):
        list_files.check_room(5)


def test_a_sheet_holds_no_more_than_it_holds() -> None:
    list_files.check_fits(1_048_575, most=1_048_575)

    with pytest.raises(WrongState, match="holds 1,048,575 rows, and this list has more"):
        list_files.check_fits(1_048_576, most=1_048_575)


@pytest.mark.parametrize(("tries", "is_given_up"), [(1, False), (2, False), (3, True), (4, True)])
def test_it_is_given_up_after_three_tries(tries: int, is_given_up: bool) -> None:
    assert list_files.is_given_up(tries) is is_given_up


def test_it_is_kept_for_a_week() -> None:
    written = datetime(2026, 11, 18, 10, tzinfo=UTC)

    assert list_files.kept_until(written) == written + timedelta(days=7)


def test_the_same_rights_have_the_same_mark_in_any_order() -> None:
    one = person(Role.HEAD_OF_PDU, Role.AUDITOR, posts=frozenset({3, 1}))
    other = person(Role.AUDITOR, Role.HEAD_OF_PDU, posts=frozenset({1, 3}))

    assert list_files.mark_of(one) == list_files.mark_of(other)
    assert len(list_files.mark_of(one)) == 64


@pytest.mark.parametrize(
    "other", [person(), person(Role.AUDITOR), person(Role.HEAD_OF_PDU, posts=frozenset({1})), Actor(8, "Other")]
)
def test_other_rights_have_another_mark(other: Actor) -> None:
    assert list_files.mark_of(other) != list_files.mark_of(person(Role.HEAD_OF_PDU))

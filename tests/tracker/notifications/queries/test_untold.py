"""Which untold notices a mail that is made now is made for: those that are true, wanted, and of who can be mailed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.mail_days import note, prefer
from tests.factories.notices import make_notice
from tests.factories.recurrence import link
from tests.factories.rows import save_changed
from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import ActionStatus, Frequency, NoticeKind
from tracker.models import Action
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.ladder import raise_rungs
from tracker.notifications.operations.regular_lists import raise_lists
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.untold import that_hold
from tracker.rules.access import SERVICE

MONDAY = NOW + timedelta(days=19)  # 7 December
HEAD = "Head of PDU, kirklees"


def holding(notices: list[NoticeToTell], **more: Any) -> list[NoticeToTell]:
    return that_hold(notices, Day(TODAY), **more)


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        (lambda world: None, True),
        (lambda world: save_changed(world.actions["kirklees"], status=ActionStatus.COMPLETED), False),
        (lambda world: save_changed(world.people["head"], is_active=False), False),
        (lambda world: save_changed(world.people["head"], first_signed_in_at=None), False),
        (lambda world: prefer(world, "head", Frequency.STOPPED), True),  # what was given is told whatever they chose
    ],
    ids=["as it is", "done", "account closed", "never signed in", "stopped"],
)
def test_what_was_given_holds_while_it_is_theirs(staff: World, change: Callable[[World], Any], holds: bool) -> None:
    notices = [note(staff, "head"), note(staff, "other_head", action="wigan")]
    change(staff)

    assert holding(notices) == [each for each in notices if holds or each.person == staff.people["other_head"]]


@pytest.mark.parametrize("frequency", [Frequency.WEEKLY, Frequency.STOPPED])
def test_what_is_due_holds_for_who_wants_that(staff: World, frequency: Frequency) -> None:
    prefer(staff, "head", frequency)
    raise_rungs(by=SERVICE, at=NOW)
    mine = list(NoticeToTell.objects.filter(person=staff.people["head"]))

    assert holding(mine) == (mine if frequency is Frequency.WEEKLY else [])


def test_rungs_that_were_noted_a_moment_ago_are_taken_on_trust_and_nothing_else_is(cast: World) -> None:
    rung, given = (
        make_notice(cast.people["head"], NoticeKind.ACTION_LATE, "ACT-9999", 1, rung="action-late", due_on=TODAY),
        make_notice(cast.people["head"], NoticeKind.ASSIGNED, "ACT-9999", 1),
    )

    assert holding([rung, given]) == []
    assert holding([rung, given], noted={rung.identity, given.identity}) == [rung]


def test_a_list_that_is_empty_by_now_holds_no_longer(staff: World) -> None:
    Action.objects.update(due_on=date(2027, 6, 1))
    make_action(staff, "late", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 23))
    link(staff.recommendations["leeds"], staff.recommendations["kirklees"])
    raise_lists(by=SERVICE, at=MONDAY)
    notices = list(NoticeToTell.objects.order_by("pk"))
    before = that_hold(notices, Day(MONDAY.date()))
    Action.objects.update(status=ActionStatus.COMPLETED)

    after = that_hold(notices, Day(MONDAY.date()))

    assert {each.kind for each in before} == {NoticeKind.EXCEPTION_LIST, NoticeKind.REPEATS_PICTURE}
    assert [each.kind for each in after] == [NoticeKind.REPEATS_PICTURE]


@pytest.mark.parametrize("count", [1, 20])
def test_it_costs_the_same_for_any_number(staff: World, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        make_action(staff, f"n{number}", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 2))
        note(staff, "head", number)
    raise_rungs(by=SERVICE, at=NOW)
    notices = NoticeToTell.objects.order_by("pk").with_choices()

    with django_assert_num_queries(4):
        assert len(holding(notices)) >= 2 * count

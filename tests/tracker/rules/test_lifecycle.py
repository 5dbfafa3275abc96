"""Which status may follow which, as a truth table."""

import pytest

from tracker.choices import ActionStatus
from tracker.errors import WrongState
from tracker.rules.lifecycle import (
    OPEN_STATUSES,
    TRANSITIONS,
    can_update,
    check_can_move,
    next_statuses,
    quick_statuses,
    words_wanted,
)

NEW, RUNNING = ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS
DONE, DROPPED = ActionStatus.COMPLETED, ActionStatus.WITHDRAWN

ALLOWED = {
    (NEW, NEW),
    (NEW, RUNNING),
    (NEW, DONE),
    (NEW, DROPPED),
    (RUNNING, RUNNING),
    (RUNNING, DONE),
    (RUNNING, DROPPED),
    (DONE, DONE),
    (DONE, RUNNING),
    (DROPPED, NEW),
    (DROPPED, RUNNING),
}
WANTED = {
    (NEW, DONE): "Enter what was done",
    (RUNNING, DONE): "Enter what was done",
    (NEW, DROPPED): "Enter why the action is withdrawn",
    (RUNNING, DROPPED): "Enter why the action is withdrawn",
    (DONE, RUNNING): "Enter why the action is taken up again",
    (DROPPED, NEW): "Enter why the action is put back",
    (DROPPED, RUNNING): "Enter why the action is put back",
}


def test_every_status_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(ActionStatus)


@pytest.mark.parametrize("old", list(ActionStatus))
@pytest.mark.parametrize("new", list(ActionStatus))
def test_button_and_refusal_agree(old: ActionStatus, new: ActionStatus) -> None:
    offered = new in next_statuses(old)

    assert offered is ((old, new) in ALLOWED)
    if offered:
        check_can_move(old, new)
    else:
        with pytest.raises(WrongState):
            check_can_move(old, new)


@pytest.mark.parametrize("status", list(ActionStatus))
def test_only_a_withdrawn_action_takes_no_update(status: ActionStatus) -> None:
    assert can_update(status) is (status is not DROPPED)


@pytest.mark.parametrize(("old", "new"), sorted(ALLOWED))
def test_what_ends_or_begins_again_says_why(old: ActionStatus, new: ActionStatus) -> None:
    assert words_wanted(old, new) == WANTED.get((old, new), "")


@pytest.mark.parametrize("status", list(ActionStatus))
def test_the_quick_update_offers_all_but_withdrawing_and_putting_back(status: ActionStatus) -> None:
    offered = () if status is DROPPED else tuple(new for new in next_statuses(status) if new is not DROPPED)
    assert quick_statuses(status) == offered


def test_open_means_not_started_or_in_progress() -> None:
    assert frozenset({NEW, RUNNING}) == OPEN_STATUSES

"""Which status may follow which, as a truth table."""

import pytest

from tracker.choices import ActionStatus
from tracker.errors import WrongState
from tracker.rules.lifecycle import OPEN_STATUSES, TRANSITIONS, can_update, check_can_move, next_statuses

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


def test_open_means_not_started_or_in_progress() -> None:
    assert frozenset({NEW, RUNNING}) == OPEN_STATUSES

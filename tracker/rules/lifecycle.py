"""What may happen now: which status may follow which; who may do it is access's question."""

from tracker.choices import ActionStatus
from tracker.errors import WrongState

# A status may always be said again: an update then adds text only. A completed action can be taken up again when
# it proves unfinished. One that was withdrawn takes no updates until it is put back.
TRANSITIONS: dict[ActionStatus, frozenset[ActionStatus]] = {
    ActionStatus.NOT_STARTED: frozenset(ActionStatus),
    ActionStatus.IN_PROGRESS: frozenset({ActionStatus.IN_PROGRESS, ActionStatus.COMPLETED, ActionStatus.WITHDRAWN}),
    ActionStatus.COMPLETED: frozenset({ActionStatus.COMPLETED, ActionStatus.IN_PROGRESS}),
    ActionStatus.WITHDRAWN: frozenset({ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}),
}

OPEN_STATUSES: frozenset[ActionStatus] = frozenset({ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS})


IS_WITHDRAWN = "This action was withdrawn. Put it back first, if the work is needed after all."


def can_update(status: ActionStatus) -> bool:
    """Return whether an action in this status takes updates as it stands: one that was withdrawn is put back first."""
    return status is not ActionStatus.WITHDRAWN


def next_statuses(status: ActionStatus) -> tuple[ActionStatus, ...]:
    """Return what an action may become, in the order shown."""
    return tuple(choice for choice in ActionStatus if choice in TRANSITIONS[status])


def quick_statuses(status: ActionStatus) -> tuple[ActionStatus, ...]:
    """Return what the page of the quick update offers: an action is withdrawn, and put back, on pages of their own."""
    if not can_update(status):
        return ()
    return tuple(choice for choice in next_statuses(status) if choice is not ActionStatus.WITHDRAWN)


def words_wanted(status: ActionStatus, to: ActionStatus) -> str:
    """Return what is said to somebody who changes a status without the words that it needs; '' where it needs none."""
    if status is to:
        return ""
    if to is ActionStatus.COMPLETED:
        return "Enter what was done"
    if to is ActionStatus.WITHDRAWN:
        return "Enter why the action is withdrawn"
    return {
        ActionStatus.COMPLETED: "Enter why the action is taken up again",
        ActionStatus.WITHDRAWN: "Enter why the action is put back",
    }.get(status, "")


def check_can_edit(status: ActionStatus) -> None:
    """Raise WrongState for an action that was withdrawn: what it said stays."""
    if not can_update(status):
        raise WrongState(IS_WITHDRAWN)


def check_can_move(status: ActionStatus, to: ActionStatus) -> None:
    """Raise WrongState unless an update may take an action from one status to the other."""
    if to in TRANSITIONS[status]:
        return
    if not can_update(status):
        raise WrongState(IS_WITHDRAWN)
    raise WrongState(f"An action that is ‘{status.label}’ cannot become ‘{to.label}’.")

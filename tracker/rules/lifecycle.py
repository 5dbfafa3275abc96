"""What may happen now: which status may follow which; who may do it is access's question."""

from tracker.choices import ActionStatus
from tracker.errors import WrongState

# A status may always be said again: an update then adds text only. A completed action can be taken up again when
# it proves unfinished; a withdrawn one stays withdrawn, because a new action says more than a revived one.
TRANSITIONS: dict[ActionStatus, frozenset[ActionStatus]] = {
    ActionStatus.NOT_STARTED: frozenset(ActionStatus),
    ActionStatus.IN_PROGRESS: frozenset({ActionStatus.IN_PROGRESS, ActionStatus.COMPLETED, ActionStatus.WITHDRAWN}),
    ActionStatus.COMPLETED: frozenset({ActionStatus.COMPLETED, ActionStatus.IN_PROGRESS}),
    ActionStatus.WITHDRAWN: frozenset(),
}

OPEN_STATUSES: frozenset[ActionStatus] = frozenset({ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS})


def can_update(status: ActionStatus) -> bool:
    """Return whether an action in this status takes updates at all."""
    return bool(TRANSITIONS[status])


def next_statuses(status: ActionStatus) -> tuple[ActionStatus, ...]:
    """Return what an update may choose, in the order shown."""
    return tuple(choice for choice in ActionStatus if choice in TRANSITIONS[status])


def needs_words(status: ActionStatus, to: ActionStatus) -> bool:
    """Return whether a change of status must say why: taking up again what was completed."""
    return status is ActionStatus.COMPLETED and to is not ActionStatus.COMPLETED


def check_can_edit(status: ActionStatus) -> None:
    """Raise WrongState for an action that was withdrawn: what it said stays."""
    if not can_update(status):
        raise WrongState("This action was withdrawn. Plan a new action if the work is needed after all.")


def check_can_move(status: ActionStatus, to: ActionStatus) -> None:
    """Raise WrongState unless an update may take an action from one status to the other."""
    if not can_update(status):
        raise WrongState("This action was withdrawn. Plan a new action if the work is needed after all.")
    if to not in TRANSITIONS[status]:
        raise WrongState(f"An action that is ‘{status.label}’ cannot become ‘{to.label}’.")

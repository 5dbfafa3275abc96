"""An organisational alert: whether it is still open, and which recommendations point to it."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from tracker.choices import ActionStatus
from tracker.errors import InvalidInput
from tracker.rules.free_text import check_free_text
from tracker.rules.lifecycle import OPEN_STATUSES
from tracker.rules.wording import too_long

_POINTS_TO_AN_ALERT = re.compile(r"\borgani[sz]ational\s+alerts?\b", re.IGNORECASE)
TEXT_LIMIT = 2000  # characters of one concern or required action
REASON_LIMIT = 1000


class AlertState(StrEnum):
    """Where an alert stands; derived from its actions, never stored."""

    NO_ACTIONS = "No actions yet"
    UNDER_WAY = "In progress"
    ANSWERED = "All actions complete"
    JUDGED = "Judged by a later report"


ASKS_FOR_NOTHING = frozenset({AlertState.ANSWERED, AlertState.JUDGED})


def state_of(statuses: Iterable[ActionStatus], *, is_judged: bool = False) -> AlertState:
    """Return how far the answer to an alert has got: a withdrawn action answers nothing, so it does not count.

    `is_judged`: a later report has judged what its report asks, so no answer is owed (rules/intake/said_before).
    """
    if is_judged:
        return AlertState.JUDGED
    counted = [status for status in statuses if status is not ActionStatus.WITHDRAWN]
    if not counted:
        return AlertState.NO_ACTIONS
    return AlertState.UNDER_WAY if any(status in OPEN_STATUSES for status in counted) else AlertState.ANSWERED


def is_overdue(*, state: AlertState, answer_by_on: date, on: date) -> bool:
    """Return whether the alert is overdue; one to be answered today is not yet."""
    return state not in ASKS_FOR_NOTHING and answer_by_on < on


def check_move(*, old_on: date | None, new_on: date, reason: str, on: date) -> None:
    """Raise InvalidInput for a new day that has passed, and for a day that moves without a reason."""
    if new_on == old_on:
        return
    if new_on < on:
        raise InvalidInput("The day to answer by must be today or later", field="answer_by_on")
    if old_on is None:
        return
    if not reason:
        raise InvalidInput("Enter why the day to answer by is changing", field="reason")
    if len(reason) > REASON_LIMIT:
        raise InvalidInput(too_long("the reason", REASON_LIMIT), field="reason")
    check_free_text(reason, field="reason")


def points_to_alert(text: str) -> bool:
    """Return whether a recommendation's words name an organisational alert: a person then decides about the link."""
    return bool(_POINTS_TO_AN_ALERT.search(text))

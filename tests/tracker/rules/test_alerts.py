"""Whether an organisational alert is open, late, and pointed to."""

from datetime import date

import pytest

from tracker.choices import ActionStatus
from tracker.rules.alerts import AlertState, is_overdue, points_to_alert, state_of

NOT_STARTED, IN_PROGRESS, COMPLETED, WITHDRAWN = ActionStatus


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ([], AlertState.NO_ACTIONS),
        ([WITHDRAWN], AlertState.NO_ACTIONS),
        ([NOT_STARTED], AlertState.UNDER_WAY),
        ([COMPLETED, IN_PROGRESS], AlertState.UNDER_WAY),
        ([COMPLETED], AlertState.ANSWERED),
        ([COMPLETED, WITHDRAWN], AlertState.ANSWERED),
    ],
)
def test_where_an_alert_stands(statuses, state):
    assert state_of(statuses) is state


@pytest.mark.parametrize("statuses", [[], [NOT_STARTED], [COMPLETED]])
def test_one_whose_report_is_judged_asks_for_nothing(statuses):
    assert state_of(statuses, is_judged=True) is AlertState.JUDGED


@pytest.mark.parametrize(
    ("state", "on", "late"),
    [
        (AlertState.UNDER_WAY, date(2026, 11, 18), False),
        (AlertState.UNDER_WAY, date(2026, 11, 19), True),
        (AlertState.NO_ACTIONS, date(2026, 11, 19), True),
        (AlertState.ANSWERED, date(2026, 11, 19), False),
        (AlertState.JUDGED, date(2026, 11, 19), False),
    ],
)
def test_an_alert_to_be_answered_today_is_not_late(state, on, late):
    assert is_overdue(state=state, answer_by_on=date(2026, 11, 18), on=on) is late


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("complete what the organisational alert asks for", True),
        ("finish every action of the Organizational  Alerts", True),
        ("alert staff to risk", False),
        ("review the organisation of alerts", False),
    ],
)
def test_which_words_point_to_an_alert(text, points):
    assert points_to_alert(text) is points

"""When the reminders of an action may be put off, until when, and why."""

from datetime import date
from typing import Any

import pytest

from tracker.choices import ActionStatus
from tracker.errors import InvalidInput, WrongState
from tracker.notifications.rules.snooze import REASON_LIMIT, can_snooze, check_can_snooze, check_snooze, latest
from tracker.rules.working_days import bank_holidays

HOLIDAYS = bank_holidays()
WEDNESDAY = date(2026, 11, 18)
WHY = "The courts decide in December"
DAY_WORDS = (
    "The date must be after 18 November 2026 and not after 2 December 2026: reminders can be put off for up to "
    "10 working days"
)


def check(**changes: Any) -> str:
    """The reason that is kept, of a snooze on Wednesday 18 November for at most ten working days."""
    facts: dict[str, Any] = {"until_on": date(2026, 12, 2), "reason": WHY} | changes
    return check_snooze(on=WEDNESDAY, days=10, holidays=HOLIDAYS, **facts)


@pytest.mark.parametrize("status", [ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS])
def test_reminders_of_an_open_action_can_be_put_off(status: ActionStatus) -> None:
    assert can_snooze(status)
    check_can_snooze(status)


@pytest.mark.parametrize(
    ("status", "word"), [(ActionStatus.COMPLETED, "completed"), (ActionStatus.WITHDRAWN, "withdrawn")]
)
def test_an_action_that_has_ended_has_no_reminders(status: ActionStatus, word: str) -> None:
    with pytest.raises(WrongState, match=f"This action is {word}, so there are no reminders to put off"):
        check_can_snooze(status)

    assert not can_snooze(status)


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (WEDNESDAY, date(2026, 12, 2)),
        (date(2026, 12, 18), date(2027, 1, 6)),  # Christmas, Boxing Day's and New Year's Day are none
    ],
)
def test_only_working_days_count(on: date, last: date) -> None:
    assert latest(on, days=10, holidays=HOLIDAYS) == last


@pytest.mark.parametrize("until_on", [date(2026, 11, 19), date(2026, 11, 21), date(2026, 12, 2)])
def test_any_day_after_today_and_not_after_the_last_is_near_enough(until_on: date) -> None:
    assert check(until_on=until_on) == WHY


@pytest.mark.parametrize("until_on", [date(2026, 11, 17), WEDNESDAY, date(2026, 12, 3)])
def test_another_day_is_refused_with_the_days_that_can_be_chosen(until_on: date) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check(until_on=until_on)

    assert (refusal.value.field, str(refusal.value)) == ("until_on", DAY_WORDS)


def test_the_reason_is_kept_without_the_spaces_around_it() -> None:
    assert check(reason=f"  {WHY}\n") == WHY


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (" \n", "Enter why reminders can wait"),
        ("x" * (REASON_LIMIT + 1), "The reason must be 500 characters or fewer"),
        ("X123456 is in custody", "Remove ‘X123456’"),
    ],
)
def test_a_reason_that_says_nothing_too_much_or_a_case_number_is_refused(reason: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refusal:
        check(reason=reason)

    assert refusal.value.field == "reason"


def test_a_reason_of_the_longest_length_is_kept() -> None:
    assert check(reason="x" * REASON_LIMIT) == "x" * REASON_LIMIT

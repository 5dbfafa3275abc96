"""Due dates by day and by month, typed or chosen, and what is asked about a date that moves and about waiting."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from inspections.choices import DatePrecision
from tests.factories.unsaved import action
from tracker.operations.action_changes import Blocked, NewDate
from tracker.web.forms.due_dates import DueDate, DueDateField, DueDateForm, quick_choices

TODAY = date(2026, 11, 18)
MARCH = DueDate(date(2027, 3, 1), DatePrecision.MONTH)
BOTH = "Say who it is waiting on, or that it is no longer blocked, not both"


def bound(*, blocked_by_whom: str = "", due_on: date | None = date(2026, 11, 20), **answers: str) -> DueDateForm:
    held = action(blocked_by_whom=blocked_by_whom, due_on=due_on)
    return DueDateForm({"version": "3"} | answers, action=held, on=TODAY)


@pytest.mark.parametrize("typed", ["March 2027", "3/2027", "03.2027", "mar-2027", " March  2027 "])
def test_a_month_is_read_as_people_write_it(typed: str) -> None:
    assert DueDateField().clean(typed) == MARCH


@pytest.mark.parametrize("typed", ["27/3/2027", "27 March 2027", "27.03.2027"])
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert DueDateField().clean(typed) == DueDate(date(2027, 3, 27))


@pytest.mark.parametrize("typed", ["2027", "March 27", "13/2027", "31/2/2027", "soon", "March 0000", "March ٢٠٢٧"])
def test_what_is_neither_a_day_nor_a_month_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        DueDateField().clean(typed)

    assert refusal.value.code == "invalid"


@pytest.mark.parametrize(
    ("due", "counts_on"),
    [
        (MARCH, date(2027, 3, 31)),
        (DueDate(date(2027, 2, 1), DatePrecision.MONTH), date(2027, 2, 28)),
        (DueDate(date(2027, 3, 27)), date(2027, 3, 27)),
    ],
)
def test_a_month_counts_on_its_last_day(due: DueDate, counts_on: date) -> None:
    assert due.counts_on == counts_on


def test_the_quick_choices_say_the_day_that_they_mean() -> None:
    assert quick_choices(date(2026, 11, 18)) == [
        ("end-of-month", "End of this month, Monday 30 November 2026"),
        ("4-weeks", "In 4 weeks, Wednesday 16 December 2026"),
        ("12-weeks", "In 12 weeks, Wednesday 10 February 2027"),
        ("other", "Another date, as entered below"),
    ]


@pytest.mark.parametrize(
    ("answers", "new_date"),
    [
        ({"quick": "end-of-month", "reason": "Ill"}, NewDate(date(2026, 11, 30), DatePrecision.DAY, "Ill")),
        ({"new_due_on": "March 2027", "reason": "Ill"}, NewDate(date(2027, 3, 1), DatePrecision.MONTH, "Ill")),
        (
            {"quick": "other", "new_due_on": "18/11/2026", "reason": "Ill"},
            NewDate(date(2026, 11, 18), DatePrecision.DAY, "Ill"),
        ),
        (
            {"new_due_on": "November 2026", "reason": "Ill"},
            NewDate(date(2026, 11, 1), DatePrecision.MONTH, "Ill"),
        ),
        ({}, None),
    ],
)
def test_a_new_date_is_handed_over_as_it_was_given(answers: dict[str, str], new_date: NewDate | None) -> None:
    form = bound(**answers)

    assert form.is_valid()
    assert form.new_date() == new_date


def test_the_first_date_of_an_action_needs_no_reason() -> None:
    form = bound(due_on=None, new_due_on="27/3/2027")

    assert form.is_valid()
    assert form.new_date() == NewDate(date(2027, 3, 27), DatePrecision.DAY, "")


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"new_due_on": "17/11/2026", "reason": "Ill"}, "new_due_on", "The new due date must be today or later"),
        ({"new_due_on": "October 2026", "reason": "Ill"}, "new_due_on", "The new due date must be today or later"),
        (
            {"new_due_on": "soon", "reason": "Ill"},
            "new_due_on",
            "The new due date must be a real date, like 27/3/2027 or March 2027",
        ),
        (
            {"quick": "4-weeks", "new_due_on": "27/3/2027", "reason": "Ill"},
            "new_due_on",
            "Choose one of the days or enter another date, not both",
        ),
        ({"quick": "other"}, "new_due_on", "Enter the new due date"),
        ({"reason": "Ill"}, "new_due_on", "Enter the new due date, or take the reason out"),
        ({"quick": "4-weeks"}, "reason", "Enter why the date moves"),
        ({"blocked_since_on": "1/11/2026"}, "blocked_by_whom", "Enter who it is waiting on, or take the date out"),
        ({"blocked_since_on": "soon"}, "blocked_since_on", "The date from which it is blocked must be a real date"),
    ],
)
def test_what_does_not_fit_is_said_beside_one_answer(answers: dict[str, str], field: str, message: str) -> None:
    errors = bound(**answers).errors

    assert list(errors) == [field]
    assert errors[field][0].startswith(message)


def test_it_cannot_be_blocked_and_no_longer_blocked() -> None:
    form = bound(blocked_by_whom="The courts", **{"unblocked": "on"})
    form.data = form.data | {"blocked_by_whom": "The police"}

    assert form.errors == {"blocked_by_whom": [BOTH]}


@pytest.mark.parametrize(
    ("before", "answers", "blocked"),
    [
        ("", {}, None),
        ("The courts", {}, None),
        ("The courts", {"unblocked": "on"}, Blocked("")),
        ("The courts", {"blocked_since_on": "1/11/2026"}, Blocked("The courts", date(2026, 11, 1))),
    ],
)
def test_what_is_said_of_waiting(before: str, answers: dict[str, Any], blocked: Blocked | None) -> None:
    form = bound(blocked_by_whom=before, **answers)

    assert form.is_valid()
    assert form.blocked() == blocked


@pytest.mark.parametrize(("whom", "is_asked"), [("", False), ("The courts", True)])
def test_only_a_blocked_action_is_asked_whether_it_still_is(whom: str, is_asked: bool) -> None:
    assert ("unblocked" in bound(blocked_by_whom=whom).fields) is is_asked


@pytest.mark.parametrize(
    ("answers", "moves_date", "is_about_blockage"),
    [
        ({}, False, False),
        ({"reason": "Ill"}, True, False),
        ({"blocked_since_on": "soon"}, False, True),
        ({"quick": "4-weeks", "blocked_by_whom": "The courts"}, True, True),
    ],
)
def test_a_part_that_holds_something_is_seen_at_once(
    answers: dict[str, Any], moves_date: bool, is_about_blockage: bool
) -> None:
    form = DueDateForm({"version": "3"} | answers, action=action(), on=TODAY)

    assert (form.moves_date, form.is_about_blockage) == (moves_date, is_about_blockage)

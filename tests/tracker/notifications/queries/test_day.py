"""One day as a run sees it: what is the same for everybody is asked once, and a day off is the working day before."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.world import TODAY, World
from tracker.notifications.queries.day import Day
from tracker.queries.accountable import accountable

CHRISTMAS = date(2026, 12, 25)


def test_a_question_is_asked_once_in_a_day() -> None:
    day, asked = Day(TODAY), []

    def ask() -> int:
        asked.append(TODAY)
        return len(asked)

    assert [day.once("question", ask), day.once("question", ask)] == [1, 1]
    assert [day.once("another", ask), Day(TODAY).once("question", ask)] == [2, 3]


def test_an_empty_answer_is_not_asked_again() -> None:
    day = Day(TODAY)
    day.once("question", list)

    assert day.once("question", lambda: ["something"]) == []


def test_who_is_accountable_costs_one_query_once(staff: World, django_assert_num_queries: Any) -> None:
    day = Day(TODAY)

    with django_assert_num_queries(1):
        first, again = day.people, day.people

    assert first is again
    assert first.told_for_post == accountable(on=TODAY).told_for_post


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (TODAY, TODAY),
        (date(2026, 11, 22), date(2026, 11, 20)),
        (CHRISTMAS + timedelta(days=3), CHRISTMAS - timedelta(days=1)),
    ],
)
def test_at_weekends_and_on_bank_holidays_the_last_working_day_counts(on: date, last: date) -> None:
    day = Day(on)

    assert day.last_working_day().on == last
    assert (day.last_working_day() is day) is (on == last)

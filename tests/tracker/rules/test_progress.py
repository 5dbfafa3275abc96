"""The newest view of each judge, side by side."""

from datetime import date

from tracker.choices import Judge, Progress
from tracker.rules.progress import View, latest_by_judge


def view(judge: Judge, category: Progress, on: date | None, order: int = 0) -> View:
    return View(judge=judge, category=category, dated_on=on, order=order)


def test_a_judge_who_has_not_said_is_none() -> None:
    assert latest_by_judge([]) == {Judge.OWNER: None, Judge.REGION: None, Judge.INSPECTORATE: None}


def test_each_judge_keeps_their_own_newest_view() -> None:
    old = view(Judge.OWNER, Progress.NONE, date(2025, 1, 1))
    new = view(Judge.OWNER, Progress.SUFFICIENT, date(2026, 1, 1))
    region = view(Judge.REGION, Progress.SOME, date(2025, 6, 1))

    latest = latest_by_judge([new, region, old])

    assert (latest[Judge.OWNER], latest[Judge.REGION], latest[Judge.INSPECTORATE]) == (new, region, None)


def test_of_two_views_of_one_day_the_later_record_counts() -> None:
    first = view(Judge.REGION, Progress.SOME, date(2026, 1, 1), order=1)
    second = view(Judge.REGION, Progress.NONE, date(2026, 1, 1), order=2)

    assert latest_by_judge([second, first])[Judge.REGION] == second


def test_an_undated_view_gives_way_to_a_dated_one() -> None:
    undated = view(Judge.INSPECTORATE, Progress.NONE, None, order=9)
    dated = view(Judge.INSPECTORATE, Progress.SOME, date(2020, 3, 1), order=1)

    assert latest_by_judge([undated, dated])[Judge.INSPECTORATE] == dated

"""The lines that the benchmark of pages prints."""

from typing import Any

import pytest

from benchmarks.pages_figures import Figures
from benchmarks.pages_report import line_of, print_growth, print_pages, print_risen, print_share
from benchmarks.pages_throughput import Failed, Share

GOOD = Figures("Help, head", median=6.0, p95=8.0, floor=3.0, queries=5, sql=9_000, size=7_000)
SLOW = Figures("Actions, head", median=60.0, p95=80.0, floor=3.0, queries=9, sql=9_000, size=7_000)
FLOOR = Figures("Floor: SQL + Jinja page", median=3.0, p95=30.0, floor=3.0)
FAILED = Figures("Reviews, region", status=500)


def test_a_line_says_which_goals_are_missed() -> None:
    assert line_of(SLOW).endswith("floor × 3, 8 queries")
    assert line_of(GOOD).endswith("7")


def test_a_failure_is_shown_as_one() -> None:
    assert line_of(FAILED).split("  ")[-1].strip() == "FAILED: answered 500"


def test_pages_that_miss_a_goal_are_counted_and_the_floor_is_not(capsys: Any) -> None:
    assert print_pages(10_000, [FLOOR, GOOD, SLOW, FAILED]) == 2
    assert "10,000 recommendations" in capsys.readouterr().out


@pytest.mark.parametrize(("share", "missed"), [(Share(35, 100), 0), (Share(34, 100), 1)])
def test_the_share_of_the_floors_throughput(share: Share, missed: int, capsys: Any) -> None:
    assert print_share(10_000, "Recommendations, region", lambda: share) == missed
    assert f"{share.of_floor:.3f} of it" in capsys.readouterr().out


def test_throughput_that_could_not_be_measured_is_a_failure(capsys: Any) -> None:
    def fail() -> Share:
        raise Failed("answered HTTP/1.1 500")

    assert print_share(10_000, "Recommendations, region", fail) == 1
    assert "FAILED: answered HTTP/1.1 500" in capsys.readouterr().out


def test_growth_of_pages_has_a_goal_and_that_of_the_floor_has_none(capsys: Any) -> None:
    rows = [("Floor: SQL + Jinja page", 1.5), ("Help, head", 1.2), ("Actions, head", 1.3)]

    assert print_growth(10_000, 1_000_000, rows) == 1
    assert "from 10,000 to 1,000,000" in capsys.readouterr().out


def test_what_rose_is_named(capsys: Any) -> None:
    print_risen({"Actions, head": "9 queries, recorded 5"})

    assert "  Actions, head: 9 queries, recorded 5" in capsys.readouterr().out


def test_nothing_rose(capsys: Any) -> None:
    print_risen({})

    assert "No page" in capsys.readouterr().out

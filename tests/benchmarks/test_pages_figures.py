"""The figures of the benchmark of pages: medians, goals, growth, and what is worse than recorded."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pages_figures import (
    Figures,
    as_record,
    figures_of,
    growth,
    percentile,
    read_record,
    risen,
    write_record,
)

GOOD = {"median": 6.0, "p95": 8.0, "floor": 3.0, "processor": 5.0, "floor_processor": 2.5, "queries": 5, "sql": 9_000}


def figures(name: str = "Recommendations, region", **other: Any) -> Figures:
    return Figures(name, **{**GOOD, **other})


def record_of(*pages: Figures) -> dict[str, Any]:
    return as_record(pages, recommendations=10_000, on="2026-11-30")


class TestFigures:
    def test_they_are_medians(self) -> None:
        counted = {"X-Queries": "5", "X-Sql": "900", "X-Sql-Ms": "1.5", "Content-Length": "4000"}
        told = [{**counted, "X-Cpu-Ms": cpu, "X-Floor-Cpu-Ms": "2.5"} for cpu in ("8", "7", "90")]

        made = figures_of("Help, head", status=200, milliseconds=[9, 1, 2], floor=[4, 1, 50], told=told)

        assert made == Figures("Help, head", 200, 2, 9, 4, 8, 2.5, 5, 900, 1.5, 4000)

    def test_a_query_that_one_request_in_many_makes_is_not_the_pages_own(self) -> None:
        told = [{"X-Queries": "5"}, {"X-Queries": "5"}, {"X-Queries": "9"}]

        assert figures_of("Help, head", status=200, milliseconds=[1, 1, 1], floor=[1], told=told).queries == 5

    @pytest.mark.parametrize(("status", "shown"), [(500, 500), (200, 0), (0, 0)])
    def test_a_page_that_failed_has_none(self, status: int, shown: int) -> None:
        milliseconds = [] if status == 200 else [1.0]

        made = figures_of("Help, head", status=status, milliseconds=milliseconds, floor=[1.0], told=[{}])

        assert made == Figures("Help, head", status=shown)
        assert not made.is_measured

    @pytest.mark.parametrize(("share", "expected"), [(95, 19.0), (50, 10.0), (100, 20.0), (1, 1.0)])
    def test_a_percentile_is_one_of_the_values(self, share: int, expected: float) -> None:
        assert percentile([float(value) for value in range(20, 0, -1)], share) == expected


class TestGoals:
    def test_a_page_that_meets_them(self) -> None:
        assert figures(median=9.0, p95=18.0, queries=8, sql=20_000).misses() == []

    @pytest.mark.parametrize(
        ("other", "goal"),
        [
            ({"median": 9.1}, "floor × 3"),
            ({"p95": 12.1}, "p95 / median 2"),
            ({"queries": 9}, "8 queries"),
            ({"sql": 20_001}, "20 kB of SQL"),
            ({"status": 500}, "answered 500"),
            ({"status": 0}, "no answer"),
        ],
    )
    def test_each_goal_that_is_missed_is_said(self, other: dict[str, Any], goal: str) -> None:
        assert figures(**other).misses() == [goal]


class TestGrowth:
    def test_it_is_how_many_times_slower_a_page_became(self) -> None:
        smaller, larger = [figures(median=4.0)], [figures(median=6.0)]

        assert growth(smaller, larger) == [("Recommendations, region", 1.5)]

    def test_a_page_that_failed_in_either_has_none(self) -> None:
        smaller = [figures("One", status=500), figures("Two")]
        larger = [figures("One"), figures("Two", status=500), figures("Three")]

        assert growth(smaller, larger) == []


class TestRecord:
    def test_it_is_read_as_it_was_written(self, tmp_path: Path) -> None:
        record = record_of(figures())

        write_record(tmp_path / "recorded.json", record)

        assert read_record(tmp_path / "recorded.json") == record
        assert record["pages"] == {"Recommendations, region": {"queries": 5, "processor": 2.0}}

    def test_a_page_that_failed_is_not_recorded(self) -> None:
        with pytest.raises(ValueError, match="Help, head"):
            record_of(figures(), figures("Help, head", status=500))

    @pytest.mark.parametrize("text", ["[]", json.dumps({"pages": {}})])
    def test_another_file_is_refused(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "recorded.json"
        path.write_text(text)

        with pytest.raises(ValueError, match="--record"):
            read_record(path)


class TestRisen:
    def test_up_to_half_more_is_let_through(self) -> None:
        record = record_of(figures(queries=4))

        assert risen(record, [figures(queries=6, processor=7.5)]) == {}

    @pytest.mark.parametrize(
        ("other", "why"),
        [
            ({"queries": 8}, "8 queries, recorded 5"),
            ({"processor": 7.8}, "3.1 times the floor's processor time, recorded 2.0"),
            (
                {"queries": 8, "processor": 25.0},
                "8 queries, recorded 5; 10.0 times the floor's processor time, recorded 2.0",
            ),
            ({"status": 500}, "answered 500"),
        ],
    )
    def test_what_rose_more_is_named_with_its_page(self, other: dict[str, Any], why: str) -> None:
        assert risen(record_of(figures()), [figures(**other)]) == {"Recommendations, region": why}

    def test_a_slower_or_a_busier_machine_is_no_rise(self) -> None:
        slower = figures(median=60.0, floor=30.0, processor=50.0, floor_processor=25.0)
        busier = figures(median=60.0)

        assert risen(record_of(figures()), [slower]) == {}
        assert risen(record_of(figures()), [busier]) == {}

    def test_a_page_that_is_gone_is_named(self) -> None:
        assert risen(record_of(figures()), []) == {"Recommendations, region": "is not measured any more"}

    def test_a_new_page_cannot_rise(self) -> None:
        assert risen(record_of(figures()), [figures(), figures("New, head", queries=50)]) == {}

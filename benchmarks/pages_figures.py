"""Works out the figures of benchmarks/pages.py and says which goals they miss: pure, no clock and no database."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

MOST_QUERIES, MOST_SQL = 8, 20_000
MOST_FLOORS, MOST_SPREAD = 3.0, 2.0
MOST_GROWTH = 1.2
LEAST_SHARE = 0.35
RISE = 1.5  # times the recorded figure: more than this fails a quick run


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one page as one reader; times in milliseconds, `sql` and `size` in characters and bytes.

    `floor` is the median of the floor's answers that took turns with it; `processor` and `floor_processor` are the
    milliseconds of processor time of both. Of a page with another status than 200 nothing else is known; 0 stands for
    no answer.
    """

    name: str
    status: int = 200
    median: float = 0.0
    p95: float = 0.0
    floor: float = 0.0
    processor: float = 0.0
    floor_processor: float = 0.0
    queries: int = 0
    sql: int = 0
    sql_ms: float = 0.0
    size: int = 0

    @property
    def is_measured(self) -> bool:
        return self.status == 200 and self.median > 0 and self.floor > 0

    @property
    def ratio(self) -> float:
        """Return how many times the floor it takes."""
        return self.median / self.floor

    @property
    def effort(self) -> float:
        """Return how many times the processor time of the floor it takes, which holds on a busy machine too."""
        return self.processor / self.floor_processor if self.floor_processor else 0.0

    @property
    def spread(self) -> float:
        return self.p95 / self.median

    def misses(self) -> list[str]:
        """Return the goals that it misses, in words."""
        if not self.is_measured:
            return [f"answered {self.status}" if self.status else "no answer"]
        goals = (
            (self.ratio > MOST_FLOORS, f"floor × {MOST_FLOORS:.0f}"),
            (self.spread > MOST_SPREAD, f"p95 / median {MOST_SPREAD:.0f}"),
            (self.queries > MOST_QUERIES, f"{MOST_QUERIES} queries"),
            (self.sql > MOST_SQL, f"{MOST_SQL // 1000} kB of SQL"),
        )
        return [goal for is_missed, goal in goals if is_missed]


def percentile(values: Sequence[float], share: int) -> float:
    """Return the nearest-rank percentile; the values need not be sorted."""
    return sorted(values)[max(1, ceil(len(values) * share / 100)) - 1]


def figures_of(
    name: str, *, status: int, milliseconds: Sequence[float], floor: Sequence[float], told: Iterable[Mapping[str, str]]
) -> Figures:
    """Return the figures of one page; `told` are the headers of its answers, of which the medians count."""
    if status != 200 or not milliseconds:
        return Figures(name, status=0 if status == 200 else status)
    headers = list(told)
    return Figures(
        name,
        median=median(milliseconds),
        p95=percentile(milliseconds, 95),
        floor=median(floor),
        processor=_median_of(headers, "X-Cpu-Ms"),
        floor_processor=_median_of(headers, "X-Floor-Cpu-Ms"),
        queries=int(_median_of(headers, "X-Queries")),
        sql=int(_median_of(headers, "X-Sql")),
        sql_ms=_median_of(headers, "X-Sql-Ms"),
        size=int(_median_of(headers, "Content-Length")),
    )


def _median_of(headers: list[Mapping[str, str]], name: str) -> float:
    return median(float(answer.get(name, 0)) for answer in headers)


def growth(smaller: Iterable[Figures], larger: Iterable[Figures]) -> list[tuple[str, float]]:
    """Return (name, times) of each page that was measured in both databases: how many times slower it became."""
    before = {figures.name: figures.median for figures in smaller if figures.is_measured}
    pairs = ((figures, before.get(figures.name)) for figures in larger if figures.is_measured)
    return [(figures.name, figures.median / was) for figures, was in pairs if was]


def as_record(pages: Iterable[Figures], *, recommendations: int, on: str) -> dict[str, Any]:
    """Return what a later quick run is compared with: each page's queries and processor time beside the floor's.

    Raises ValueError for a page without figures, since a failure is nothing to be compared with.
    """
    rows = list(pages)
    if failed := [figures.name for figures in rows if not figures.is_measured]:
        raise ValueError(f"Not recorded, because these were not measured: {'; '.join(failed)}")
    kept = {figures.name: {"queries": figures.queries, "processor": round(figures.effort, 1)} for figures in rows}
    return {"recommendations": recommendations, "on": on, "pages": kept}


def write_record(path: Path, record: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_record(path: Path) -> dict[str, Any]:
    """Return a record; raises ValueError for a file that is not one."""
    record = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(record, dict) or not {"recommendations", "pages"} <= record.keys():
        raise ValueError(f"{path} is no record of pages: write one with --record")
    return record


def risen(record: Mapping[str, Any], pages: Iterable[Figures]) -> dict[str, str]:
    """Return what became worse than recorded by more than half, in words, by the name of the page.

    Queries are compared, and the ratio of processor times: that of times rises with the load of the machine.
    A page that was recorded and has no figures now became worse too; a page without a record cannot.
    """
    held = record["pages"]
    rows = {figures.name: figures for figures in pages}
    return {name: why for name, was in held.items() if (why := _why_worse(rows.get(name), was))}


def _why_worse(figures: Figures | None, was: Mapping[str, float]) -> str:
    if figures is None:
        return "is not measured any more"
    if not figures.is_measured:
        return " and ".join(figures.misses())
    worse = []
    if figures.queries > was["queries"] * RISE:
        worse.append(f"{figures.queries} queries, recorded {was['queries']}")
    if figures.effort > was["processor"] * RISE:
        worse.append(f"{figures.effort:.1f} times the floor's processor time, recorded {was['processor']}")
    return "; ".join(worse)

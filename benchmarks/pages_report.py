"""Prints what benchmarks/pages.py measured, and which goals it misses."""

import os
from collections.abc import Callable, Mapping, Sequence

from benchmarks.pages_client import FLOORS
from benchmarks.pages_figures import LEAST_SHARE, MOST_GROWTH, Figures
from benchmarks.pages_throughput import CLIENTS, Failed, Share

WIDTH = 42


def print_conditions(rounds: int, load: float) -> None:
    """Print how it was measured: ratios hold, milliseconds are this machine's on this day."""
    print(f"{rounds} requests of each page, one client, 2 workers; all took turns, with the floor before each.")
    print(f"The machine was shared: load {load:.1f} before and {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores.")


def print_pages(count: int, pages: Sequence[Figures]) -> int:
    """Print a line for each page of a database; return how many miss a goal."""
    print(f"\n{count:,} recommendations")
    head = f"{'page, as whom':<{WIDTH}}{'median ms':>10}{'p95':>9}{'p95/med':>9}{'CPU ms':>8}{'× floor':>9}{'CPU ×':>7}"
    print(f"{head}{'queries':>9}{'SQL ms':>9}{'SQL kB':>8}{'kB':>7}  goals missed")
    for figures in pages:
        print(line_of(figures))
    return sum(bool(figures.misses()) for figures in pages if figures.name not in FLOORS)


def line_of(figures: Figures) -> str:
    """Return the line of a page; of the floor's own answers only the times say something."""
    if not figures.is_measured:
        return f"{figures.name:<{WIDTH}}FAILED: {', '.join(figures.misses())}"
    times = f"{figures.median:>10.1f}{figures.p95:>9.1f}{figures.spread:>9.1f}{figures.processor:>8.1f}"
    if figures.name in FLOORS:
        return f"{figures.name:<{WIDTH}}{times}"
    asked = f"{figures.queries:>9}{figures.sql_ms:>9.1f}{figures.sql / 1000:>8.1f}{figures.size / 1000:>7.0f}"
    ratios = f"{figures.ratio:>9.1f}{figures.effort:>7.1f}"
    return f"{figures.name:<{WIDTH}}{times}{ratios}{asked}  {', '.join(figures.misses())}".rstrip()


def print_share(count: int, name: str, measure: Callable[[], Share]) -> int:
    """Measure and print the throughput of a page and its share of the floor's; return 1 when it misses its goal."""
    begin = f"\n{CLIENTS} clients, {count:,} recommendations, {name}:"
    try:
        share = measure()
    except (Failed, OSError) as failure:
        print(f"{begin} FAILED: {failure}")
        return 1
    is_missed = share.of_floor < LEAST_SHARE
    rates = f"{share.page:.1f} a second, the floor {share.floor:.1f}: {share.of_floor:.3f} of it"
    print(f"{begin} {rates}{f'  goal missed: {LEAST_SHARE}' if is_missed else ''}")
    return int(is_missed)


def print_growth(smallest: int, largest: int, rows: Sequence[tuple[str, float]]) -> int:
    """Print how many times slower each page became; return how many miss the goal. The floor's own comes first."""
    print(f"\nGrowth of the median from {smallest:,} to {largest:,} recommendations")
    missed = 0
    for name, times in rows:
        is_missed = times > MOST_GROWTH and name not in FLOORS
        missed += is_missed
        print(f"{name:<{WIDTH}}{times:>10.2f}{f'  goal missed: {MOST_GROWTH}' if is_missed else ''}")
    return missed


def print_risen(worse: Mapping[str, str]) -> None:
    """Print which pages became worse than recorded by more than half."""
    if not worse:
        print("\nNo page asks or takes more than half above what is recorded.")
        return
    print("\nWorse than recorded by more than half, measured twice:")
    for name, why in worse.items():
        print(f"  {name}: {why}")

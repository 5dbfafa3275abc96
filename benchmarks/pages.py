"""Prints how long every page takes beside the floor: benchmarks/pages.py DATABASE_URL [DATABASE_URL …].

Make the databases first (`manage.py make_national`), on PostgreSQL, and set REDIS_URL. Production settings, gunicorn
with two workers, one client on this machine. All pages of all databases take turns, and the floor (benchmarks/floor)
is asked before each: compare ratios, not milliseconds. Then eight clients ask for Recommendations as a regional lead.
With several databases, growth from the smallest to the largest is printed too. Exits with 1 when a goal is missed.

--quick takes under two minutes on 10,000 recommendations. It compares with benchmarks/recorded.json the queries and the
processor time beside the floor's, which other work on the machine hardly changes. It exits with 1 only where one rose
by more than half, and again when it was measured anew. --record writes that file, and takes its time.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import pages_report as report  # noqa: E402
from benchmarks.pages_client import FLOORS, Timed, as_json, figures_with_floor, measure, pages_of  # noqa: E402
from benchmarks.pages_figures import Figures, as_record, growth, read_record, risen, write_record  # noqa: E402
from benchmarks.pages_list import BUSY  # noqa: E402
from benchmarks.pages_servers import Site, served  # noqa: E402
from benchmarks.pages_throughput import share_of  # noqa: E402

RECORDED = Path(__file__).parent / "recorded.json"
ROUNDS, WARM_UP = 30, 5
# Of a quick run: no round begins after so long; what became slower is measured anew for so long at most.
QUICK_WARM_UP, QUICK_SECONDS, AGAIN_SECONDS = 2, 75.0, 25.0


def main() -> int:
    asked = _arguments()
    # Whoever ends it early leaves no server and no session behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended early."))
    with ExitStack() as stack:
        sites = [stack.enter_context(served(url)) for url in asked.database_urls]
        sites.sort(key=lambda site: site.count)
        pages = {site.count: pages_of(site, only=asked.only) for site in sites}
        if len(pages) < len(sites):
            raise SystemExit("Two of the databases have the same number of recommendations: give one.")
        if asked.record:
            return _record(sites[0], pages[sites[0].count], rounds=asked.rounds, path=asked.recorded)
        if asked.quick:
            return _quick(sites[0], pages[sites[0].count], path=asked.recorded)
        return _in_full(pages, rounds=asked.rounds, keep=asked.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database_urls", nargs="+", metavar="DATABASE_URL")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"requests of each page that count: {ROUNDS}")
    parser.add_argument("--only", default="", metavar="WORDS", help="only pages with these words in their names")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--quick", action="store_true", help="compare one database with what is recorded")
    parser.add_argument("--record", action="store_true", help="write the record, from as many requests as in full")
    parser.add_argument("--recorded", type=Path, default=RECORDED, help=f"the file of the record: {RECORDED.name}")
    asked = parser.parse_args()
    if (asked.quick or asked.record) and len(asked.database_urls) > 1:
        parser.error("--quick and --record measure one database")
    if not os.environ.get("REDIS_URL"):
        parser.error("set REDIS_URL: the service keeps its counts of requests in Redis")
    if asked.record and asked.only:
        parser.error("every page is recorded: leave --only out")
    return asked


def _in_full(pages: dict[int, list[Timed]], *, rounds: int, keep: Path | None) -> int:
    """Measure and print everything; 1 when a goal is missed."""
    every = [page for timed in pages.values() for page in timed]
    load = os.getloadavg()[0]
    measure(every, rounds=rounds, warm_up=WARM_UP)
    report.print_conditions(rounds, load)
    figures = {count: figures_with_floor(timed) for count, timed in pages.items()}
    missed = sum([report.print_pages(count, rows) for count, rows in figures.items()])
    for count, timed in pages.items():
        for page in timed:
            if page.name == BUSY and page.status == 200:
                missed += report.print_share(count, page.name, lambda page=page: share_of(page))
    if len(figures) > 1:
        smallest, largest = min(figures), max(figures)
        missed += report.print_growth(smallest, largest, growth(figures[smallest], figures[largest]))
    if keep:
        keep.write_text(json.dumps({count: as_json(rows) for count, rows in figures.items()}, indent=1) + "\n")
    return 1 if missed else 0


def _record(site: Site, pages: list[Timed], *, rounds: int, path: Path) -> int:
    """Measure as many requests as in full, and write what later quick runs are compared with."""
    ours = _measure_one(site, pages, rounds=rounds, warm_up=WARM_UP, seconds=float("inf"))
    on = datetime.now(UTC).date().isoformat()
    write_record(path, as_record(_figures(ours), recommendations=site.count, on=on))
    print(f"Recorded in {path}")
    return 0


def _quick(site: Site, pages: list[Timed], *, path: Path) -> int:
    """Measure quickly and compare with what is recorded; 1 when something rose by more than half."""
    held = read_record(path)
    if held["recommendations"] != site.count:
        raise SystemExit(f"{path.name} holds {held['recommendations']:,} recommendations, this database {site.count:,}")
    ours = _measure_one(site, pages, rounds=ROUNDS, warm_up=QUICK_WARM_UP, seconds=QUICK_SECONDS)
    held["pages"] = {page.name: held["pages"][page.name] for page in ours if page.name in held["pages"]}
    worse = risen(held, _figures(ours))
    if worse:
        worse = _again([page for page in ours if page.name in worse], held)
    report.print_risen(worse)
    return 1 if worse else 0


def _measure_one(site: Site, pages: list[Timed], *, rounds: int, warm_up: int, seconds: float) -> list[Timed]:
    """Measure and print one database; return its pages without the floor."""
    load = os.getloadavg()[0]
    report.print_conditions(measure(pages, rounds=rounds, warm_up=warm_up, seconds=seconds), load)
    report.print_pages(site.count, figures_with_floor(pages))
    return [page for page in pages if page.name not in FLOORS]


def _again(pages: list[Timed], held: dict[str, Any]) -> dict[str, str]:
    """Measure these anew, since the machine is shared, and return what is worse than recorded now too."""
    for page in pages:
        page.forget()
    measure(pages, rounds=ROUNDS, warm_up=0, seconds=AGAIN_SECONDS)
    kept = {page.name: held["pages"][page.name] for page in pages}
    return risen({"pages": kept}, _figures(pages))


def _figures(pages: Sequence[Timed]) -> list[Figures]:
    return [page.figures for page in pages]


if __name__ == "__main__":
    sys.exit(main())

"""Prints what an Excel list of every recommendation takes beside xlsxwriter alone: benchmarks/workbook.py DATABASE_URL.

The list is that of a national reader. xlsxwriter alone (benchmarks/floor/workbook.py) writes as many rows of 20
columns from memory, in constant memory: 100,000 where the database has so many. Both take turns, each time in a new
process, so that memory is its own. Memory is the peak of what is resident, above what the process had before it began.
Medians; goals: at most 1.3 times xlsxwriter alone, and at most 64 MB.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.floor import workbook as floor  # noqa: E402
from benchmarks.floor.tables import settle  # noqa: E402
from benchmarks.pages_list import NATIONAL, READERS  # noqa: E402
from benchmarks.pages_servers import environment_of  # noqa: E402

RUNS = 3
MOST_TIMES, MOST_MEGABYTES = 1.3, 64
OURS, ALONE = "ours", "alone"
PIECE = 1 << 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database_url")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"times that each is written: {RUNS}")
    parser.add_argument("--child", choices=(OURS, ALONE), help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, help="rows that xlsxwriter alone writes: as many as the database has")
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(_ours() if asked.child == OURS else _alone(asked.rows)))
        return 0
    return _compare(asked.database_url, runs=asked.runs, rows=asked.rows)


def _compare(database_url: str, *, runs: int, rows: int | None) -> int:
    load = os.getloadavg()[0]
    made: dict[str, list[dict[str, Any]]] = {OURS: [], ALONE: []}
    settle(database_url)
    for _ in range(runs):
        made[OURS].append(_in_child(database_url, OURS))
        made[ALONE].append(_in_child(database_url, ALONE, "--rows", str(rows or made[OURS][0]["rows"])))
    print(f"Medians of {runs} runs by turns. The machine was shared: load {load:.1f} before, {os.cpu_count()} cores.")
    print(f"{'workbook':<34}{'rows':>9}{'seconds':>9}{'MB above idle':>15}{'file MB':>9}")
    for name, words in ((OURS, "Recommendations, national reader"), (ALONE, "xlsxwriter alone, 20 columns")):
        print(_line(words, made[name]))
    times = _median(made[OURS], "seconds") / _median(made[ALONE], "seconds")
    memory = _median(made[OURS], "megabytes")
    print(f"{times:.2f} times xlsxwriter alone{_verdict(times > MOST_TIMES, f'{MOST_TIMES} times')}")
    print(f"{memory:.0f} MB above idle{_verdict(memory > MOST_MEGABYTES, f'{MOST_MEGABYTES} MB')}")
    return int(times > MOST_TIMES or memory > MOST_MEGABYTES)


def _in_child(database_url: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__)), database_url, "--child", *arguments]
    environment = environment_of(database_url)
    answer = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(answer.stdout))


def _line(words: str, runs: list[dict[str, Any]]) -> str:
    figures = f"{_median(runs, 'seconds'):>9.2f}{_median(runs, 'megabytes'):>15.0f}{_median(runs, 'file'):>9.1f}"
    return f"{words:<34}{runs[0]['rows']:>9,}{figures}"


def _median(runs: list[dict[str, Any]], name: str) -> float:
    return median(run[name] for run in runs)


def _verdict(is_missed: bool, goal: str) -> str:
    return f"  goal missed: {goal}" if is_missed else ""


def _ours() -> dict[str, Any]:
    """Write the service's own workbook, with the reader known and the connection open before the clock starts."""
    import django  # noqa: PLC0415

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from tracker.choices import ListKind  # noqa: PLC0415
    from tracker.documents.lists import write_list  # noqa: PLC0415
    from tracker.models import Person, Recommendation, actor_of  # noqa: PLC0415
    from tracker.queries.recommendations import RecommendationSelection  # noqa: PLC0415

    at, on = timezone.now(), timezone.localdate()
    reader = actor_of(Person.objects.get(email=READERS[NATIONAL]), on=on)
    wanted = Recommendation.objects.count()
    selection = RecommendationSelection(scope="all")
    kind = ListKind.RECOMMENDATIONS
    made = _measured(lambda: write_list(kind, reader, selection, sort="", chosen=(), on=on, at=at))
    if made["rows"] != wanted:
        raise SystemExit(f"The workbook has {made['rows']:,} rows, and the database {wanted:,} recommendations.")
    return made


def _alone(rows: int) -> dict[str, Any]:
    def write() -> IO[bytes]:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (its reader closes it)
        floor.write(file, rows)
        return file

    # It has no row of headings.
    made = _measured(write)
    return made | {"rows": made["rows"] + 1}


def _measured(write: Callable[[], IO[bytes]]) -> dict[str, Any]:
    """Return seconds, megabytes above idle, megabytes of the file and rows below the headings of what is written."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    idle, began = _megabytes("VmRSS"), time.perf_counter()
    with write() as file:
        seconds, peak = time.perf_counter() - began, _megabytes("VmHWM")
        size = file.seek(0, os.SEEK_END) / 1e6
        return {"seconds": seconds, "megabytes": peak - idle, "file": size, "rows": _rows_in(file) - 1}


def _megabytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(f"{name}:"))) / 1024


def _rows_in(file: IO[bytes]) -> int:
    """Return how many rows the first sheet has."""
    with zipfile.ZipFile(file) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
        rows, rest = 0, b""
        while piece := sheet.read(PIECE):
            rows += (rest + piece).count(b"<row ")
            rest = piece[-4:]
        return rows


if __name__ == "__main__":
    sys.exit(main())

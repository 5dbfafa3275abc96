"""Prints how long reports take to read and how much memory that needs: benchmarks/read_reports.py [FOLDER].

Each report is read in the child process that the service uses, five times; the median is printed. Memory is
the child's peak of resident memory. Goals: a text under 0.3 seconds, a PDF of 40 pages under 8 seconds.

`--before CHECKOUT` compares with another checkout of the service instead: both children read each report in turn, and
the medians of their processor time are printed, of the whole process. Goal: at most 1.2 times as long.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from inspections.errors import ReportRefused  # noqa: E402
from inspections.reader.sandbox import ReadResult, read_in_child  # noqa: E402
from tests.inspections.reader.report_pdfs import report_pdf_of  # noqa: E402

RUNS = 5
PAGES = 40
SUFFIXES = {".txt", ".md", ".pdf", ".html", ".htm"}
TEXT_GOAL, PDF_GOAL = 0.3, 8.0
TURNS, TURNS_OF_A_PDF, TIMES_GOAL = 21, 3, 1.2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "reports")
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="another checkout to compare with")
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    if arguments.before:
        return _compare(folder, arguments.before)
    print(f"Medians of {RUNS} runs. The machine was shared with other work ({_load()}).")
    print(f"{'report':<36}{'pages':>6}{'lines':>7}{'reading s':>11}{'in all s':>10}{'peak MB':>9}{'ms a page':>11}")
    missed = [name for name, data in _reports(folder) if not _measure(name, data)]
    return 1 if missed else 0


def _compare(folder: Path, before: Path) -> int:
    print(f"Medians of {TURNS} turns, {TURNS_OF_A_PDF} for a PDF: processor time.")
    print(f"The machine was shared with other work ({_load()}).")
    print(f"{'report':<36}{'before s':>10}{'now s':>8}{'times':>8}")
    slow = False
    for name, data in _reports(folder):
        count = TURNS_OF_A_PDF if name.endswith(".pdf") else TURNS
        turns = [(_processor_time(before, data), _processor_time(ROOT, data)) for _ in range(count)]
        then, now = median(turn[0] for turn in turns), median(turn[1] for turn in turns)
        times = median(turn[1] / turn[0] for turn in turns)
        slow = slow or times > TIMES_GOAL
        print(f"{name:<36}{then:>10.3f}{now:>8.3f}{times:>8.2f}{'  goal missed' if times > TIMES_GOAL else ''}")
    return int(slow)


def _processor_time(checkout: Path, data: bytes) -> float:
    """Returns the seconds that one child process of this checkout takes to read a report, its start included."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "inspections.reader.sandbox_child", "60", "512", "report"]
    subprocess.run(command, input=data, cwd=checkout, check=True, stdout=subprocess.DEVNULL)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - started.ru_utime - started.ru_stime


def _reports(folder: Path) -> Iterator[tuple[str, bytes]]:
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in SUFFIXES:
                yield path.name, path.read_bytes()
    else:
        print(f"{folder} is not a folder: only the PDF made here is read.")
    yield f"made here, {PAGES} pages.pdf", report_pdf_of(PAGES)


def _measure(name: str, data: bytes) -> bool:
    """Prints one line; whether the goal was met."""
    readings: list[ReadResult] = []
    walls: list[float] = []
    for _ in range(RUNS):
        started = time.perf_counter()
        try:
            readings.append(read_in_child(data, name))
        except ReportRefused as refused:
            print(f"{name:<36}{refused}")
            return True
        walls.append(time.perf_counter() - started)
    reading, memory = median(run.seconds for run in readings), max(run.megabytes for run in readings)
    pages = readings[0].pages
    goal = TEXT_GOAL if readings[0].form == "text" else PDF_GOAL * max(1, (pages or 0) / PAGES)
    milliseconds = f"{reading / pages * 1000:.0f}" if pages else "-"
    verdict = "" if reading < goal else f"  goal of {goal:.1f} s missed"
    counts = f"{pages or '-':>6}{len(readings[0].lines):>7}"
    print(f"{name:<36}{counts}{reading:>11.2f}{median(walls):>10.2f}{memory:>9.0f}{milliseconds:>11}{verdict}")
    return reading < goal


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


if __name__ == "__main__":
    sys.exit(main())

"""Prints what a list as an Excel file costs against xlsxwriter alone: benchmarks/excel.py DATABASE_URL [list ...].

Make the database first (`manage.py make_national`). The list is that of a person of HMPPS without filters. In one run,
one after the other: xlsxwriter writing the very cells of the file, cell by cell, from memory; our writer with the same
cells; and the whole way from the database, as the worker goes it. The memory is what the process has at most above what
it had before, on a first way in a process of its own. Goals: at most 1.3 times xlsxwriter, at most 64 MB.
"""

# ruff: noqa: PLC0415
import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database_url")
    parser.add_argument("lists", nargs="*", default=["recommendations", "actions"])
    parser.add_argument("--memory", action="store_true", help="measure only the memory (the child of this program)")
    given = parser.parse_args()
    os.environ |= {"DATABASE_URL": given.database_url, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1"}
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    for name in given.lists:
        if given.memory:
            print(f"{memory_of(whole_way(name)):.0f}")
        else:
            measure(name, given.database_url)


def measure(name: str, database_url: str) -> None:
    """Print the times of the three ways and the memory of the last."""
    whole = whole_way(name)
    columns, cells = cells_of(name)
    filled = sum(value not in (None, "") for row in cells for value in row)
    alone, ours, all_of_it = ([], [], [])
    for _ in range(ROUNDS):
        alone.append(seconds(lambda: xlsxwriter_alone(cells)))
        ours.append(seconds(lambda: our_writer(columns, cells)))
        all_of_it.append(seconds(whole))
    child = [sys.executable, __file__, database_url, name, "--memory"]
    memory = subprocess.run(child, capture_output=True, text=True, check=True).stdout.strip()
    floor = median(alone)
    print(f"{name}: {len(cells):,} rows, {filled:,} cells")
    print(f"  xlsxwriter alone       {floor:7.2f} s")
    print(f"  our writer, same cells {median(ours):7.2f} s  {median(ours) / floor:5.2f}")
    print(f"  from the database      {median(all_of_it):7.2f} s  {median(all_of_it) / floor:5.2f}")
    print(f"  memory above idle      {memory:>7} MB")


def whole_way(name: str) -> Callable[[], Any]:
    """Return what writes the list from the database as the worker does."""
    from django.utils import timezone

    from tracker.choices import ListKind, Role
    from tracker.documents.lists import write_list
    from tracker.models import Membership, actor_of
    from tracker.queries.lists import LISTS

    at, kind = timezone.now(), ListKind(name)
    on = timezone.localdate(at)
    person = Membership.objects.current(on=on).filter(role=Role.NATIONAL).select_related("person").earliest("pk").person
    actor, every = actor_of(person, on=on), {"scope": "all"} if name == "recommendations" else {}
    selection = LISTS[kind].selection(**(every | ({"state": ""} if name == "actions" else {})))
    return lambda: write_list(kind, actor, selection, sort="", chosen=[], on=on, at=at).close()


def cells_of(name: str) -> tuple[Any, list[list[Any]]]:
    """Return columns that give ready cells, and the cells of the whole list."""
    from operator import itemgetter

    from tracker.documents import lists
    from tracker.documents.workbook import Column

    kept: list[list[Any]] = []

    def keep(*, columns: Any, rows: Any, **_: Any) -> Any:
        kept.extend([column.cell(row) for column in columns] for row in rows)
        return tempfile.TemporaryFile()

    writer, lists.write_workbook = lists.write_workbook, keep
    whole_way(name)()
    lists.write_workbook = writer
    return [Column(f"Column {index}", 20, itemgetter(index)) for index in range(len(kept[0]))], kept


def our_writer(columns: Any, cells: list[list[Any]]) -> None:
    from tracker.documents.workbook import write_workbook

    write_workbook(name="Rows", columns=columns, rows=cells, about=[("Made", "today")]).close()


def xlsxwriter_alone(cells: list[list[Any]]) -> None:
    """Write the same cells with the library alone, in the way that its page on memory and speed names as the best."""
    import xlsxwriter

    with (
        tempfile.TemporaryFile() as file,
        xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False}) as book,
    ):
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "d mmmm yyyy", "valign": "top", "align": "left"})
        sheet = book.add_worksheet("Rows")
        for number, row in enumerate(cells, start=1):
            for index, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    sheet.write_string(number, index, value, wrapped)
                elif isinstance(value, date):
                    sheet.write_datetime(number, index, value, day)
                else:
                    sheet.write_number(number, index, value, wrapped)


def seconds(do: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def memory_of(do: Callable[[], Any]) -> float:
    """Return by how many MB the process grew at most while it did this."""
    from django.db import connection

    connection.ensure_connection()
    before, most, is_over = resident(), [0.0], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.02):
            most[0] = max(most[0], resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    do()
    is_over.set()
    watcher.join()
    return max(most[0], resident()) - before


def resident() -> float:
    """Return the memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES / 2**20


if __name__ == "__main__":
    main()

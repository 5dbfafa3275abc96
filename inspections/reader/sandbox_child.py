"""The child process of the sandbox: limits itself, reads bytes from standard input, answers in JSON."""

import gc
import json
import logging
import os
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspections.errors import ReportRefused
from inspections.reader.draft import READ_ANYWAY
from inspections.reader.sandbox import OUT_OF_MEMORY
from inspections.reader.source import read_source

_MEGABYTE = 1024 * 1024
# Enough for Python's own modules while they are loaded.
_OPEN_FILES = 64
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def limit(seconds: int, megabytes: int) -> None:
    """Limit this process for good: processor time, memory, no writing to files, no core dumps.

    The address space is what the system can limit; it is never smaller than resident memory, so a
    limit on it holds for both. A 40-page PDF takes less than a third of the default.
    """
    for what, wanted in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * _MEGABYTE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(what, (most, most))


def answer(data: bytes, name: str, *, anyway: bool = False) -> dict[str, Any]:
    """Return what the parent is told: the draft and its lines, or the refusal."""
    # Imported here, within the limits.
    from inspections.reader.report import read_report  # noqa: PLC0415

    started = time.perf_counter()
    try:
        source = read_source(data, name)
        draft = read_report(source, anyway=anyway).as_dict()
    except ReportRefused as refused:
        return {"refused": {"code": refused.code, "message": str(refused), "can_be_vouched": refused.can_be_vouched}}
    return {
        "draft": draft,
        "lines": [asdict(line) for line in source.lines],
        "form": source.form,
        "pages": source.pages,
        "seconds": time.perf_counter() - started,
        "megabytes": _peak_megabytes(),
    }


def main() -> int:
    seconds, megabytes, name = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    anyway = sys.argv[4:] == [READ_ANYWAY]
    limit(seconds, megabytes)
    logging.disable(logging.CRITICAL)
    # A process that lives for one report has little to collect: it need not look after every few hundred objects.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    # Nothing that a library prints may get into the answer.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        replies.write(json.dumps(answer(sys.stdin.buffer.read(), name, anyway=anyway)).encode("ascii"))
        replies.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    return 0


def _peak_megabytes() -> float:
    """Return the most resident memory so far. Not from getrusage: that counts the parent's, before exec."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    peak = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())

"""Draws pages of a PDF report in a child process with limits: a fault costs pictures, never the report."""

import contextlib
import logging
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

logger = logging.getLogger(__name__)

# Before each picture stand its page and its length in bytes.
HEADER = struct.Struct(">II")
_ROOT = Path(__file__).resolve().parents[2]
_CHILD = "inspections.reader.drawing_child"


def pictures_of(
    data: bytes, pages: Iterable[int], *, seconds: int = 10, megabytes: int = 512, child: str = _CHILD
) -> dict[int, bytes]:
    """Return a PNG of each of these pages of a PDF, counted from 1; without those that could not be drawn in time."""
    wanted = [str(page) for page in sorted(set(pages))]
    if not wanted:
        return {}
    command = [sys.executable, "-m", child, str(seconds), str(megabytes), *wanted]
    with subprocess.Popen(  # noqa: S603 - our own module; the arguments are numbers
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
        start_new_session=True,
    ) as drawing:
        try:
            answer, _ = drawing.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(drawing)
            answer, _ = drawing.communicate()
        finally:
            _end(drawing)
    pictures = _pictures(answer)
    if len(pictures) < len(wanted):
        status = drawing.returncode
        logger.warning("Of %s pages %s were drawn; the child ended with %s", len(wanted), len(pictures), status)
    return pictures


def _pictures(answer: bytes) -> dict[int, bytes]:
    """Return the pictures that are there in full."""
    pictures: dict[int, bytes] = {}
    at = 0
    while at + HEADER.size <= len(answer):
        page, length = HEADER.unpack_from(answer, at)
        at += HEADER.size
        if at + length > len(answer):
            break
        pictures[page] = answer[at : at + length]
        at += length
    return pictures


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and all it may have started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)

"""Reads a report in a child process with limits, so that a hostile file can harm nothing else."""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspections.errors import ReportRefused
from inspections.reader.draft import READ_ANYWAY
from inspections.reader.source import Line, check_size

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_CHILD = "inspections.reader.sandbox_child"
# What the child's exit tells; see sandbox_child.
OUT_OF_MEMORY = 41

_TYPE_IT_IN = "Choose the published report as a PDF, web page or text file, or type in its recommendations."
_REFUSALS: dict[str, str] = {
    "too-slow": f"The selected file takes too long to read. {_TYPE_IT_IN}",
    "too-large-in-memory": f"The selected file needs too much memory to read. {_TYPE_IT_IN}",
    "unreadable": f"The selected file cannot be read. {_TYPE_IT_IN}",
}


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What was read: the draft in the shape of the contract, and the numbered lines it points to.

    `form` is 'text', 'pdf' or 'html'; `pages` is counted for PDFs. `seconds` of reading and
    `megabytes` (the child's peak of resident memory) are measurements.
    """

    draft: dict[str, Any]
    lines: tuple[Line, ...]
    form: str
    pages: int | None
    seconds: float
    megabytes: float

    @property
    def refused_as(self) -> str:
        """Return why the file was refused before it was read anyway; empty for a report that was let in."""
        doubts = (doubt for doubt in self.draft["warnings"] if doubt["code"] == READ_ANYWAY)
        return next((doubt["message"] for doubt in doubts), "")


def read_anyway(data: bytes, name: str = "") -> ReadResult:
    """Read a file that a person vouches for, also where it is refused as no report; `refused_as` then says why."""
    return read_in_child(data, name, anyway=True)


def read_in_child(
    data: bytes, name: str = "", *, seconds: int = 30, megabytes: int = 512, anyway: bool = False
) -> ReadResult:
    """Read a report in a fresh Python that may use so many seconds and megabytes, and no files.

    With `anyway`, what is refused as no report is read too.
    Raises ReportRefused: the reader's own refusals, and 'too-slow', 'too-large-in-memory' or
    'unreadable' where the child did not live to answer.
    """
    check_size(len(data))
    command = [sys.executable, "-m", _CHILD, str(seconds), str(megabytes), name.replace("\0", "")[:200]]
    command += [READ_ANYWAY] if anyway else []
    with subprocess.Popen(  # noqa: S603 - our own module; the name is one argument and no shell reads it
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
        start_new_session=True,
    ) as child:
        try:
            answer, complaint = child.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise _refusal("too-slow") from None
        finally:
            _end(child)
    return _result(child.returncode, answer, complaint)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and all it may have started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _result(status: int, answer: bytes, complaint: bytes) -> ReadResult:
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise _refusal("too-slow")
    # Python ends at once where it has no memory left to say that it has no memory left.
    if status == OUT_OF_MEMORY or (status and b"MemoryError" in complaint):
        raise _refusal("too-large-in-memory")
    try:
        told = json.loads(answer)
    except ValueError:
        logger.error("The reader ended with status %s: %s", status, _last_words(complaint))
        raise _refusal("unreadable") from None
    if "refused" in told:
        raise ReportRefused(**told["refused"])
    return ReadResult(
        draft=told["draft"],
        lines=tuple(_line(line) for line in told["lines"]),
        form=told["form"],
        pages=told["pages"],
        seconds=told["seconds"],
        megabytes=told["megabytes"],
    )


def _line(fields: Mapping[str, Any]) -> Line:
    cells = tuple(fields["cells"])
    return Line(fields["number"], fields["page"], fields["text"], cells, fields["level"], fields["aside"])


def _refusal(code: str) -> ReportRefused:
    return ReportRefused(code, _REFUSALS[code])


def _last_words(complaint: bytes) -> str:
    """Return the end of a traceback: where the reader failed, without pages of the file."""
    return complaint[-2000:].decode("utf-8", "replace")

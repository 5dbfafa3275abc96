"""Measures the processor time of one answer, which other work on the machine hardly changes: Python's and PostgreSQL's.

A busy machine makes a process that works for long wait, and one that works for three milliseconds not. So times of
slow pages, and their ratio to the floor, rise with the load; the ratio of processor times stays.
"""

import time
from pathlib import Path


class Meter:
    """The processor time since it was made: of this thread, and of the process that serves its connection.

    Processes of PostgreSQL that help with one statement are not seen, and none is on another machine.
    """

    def __init__(self) -> None:
        self._began = time.thread_time()
        self._backend = 0
        self._backend_began = 0.0

    def is_served_by(self, backend: int) -> None:
        """Note the process of PostgreSQL before its first statement."""
        if not self._backend:
            self._backend, self._backend_began = backend, backend_seconds(backend)

    @property
    def milliseconds(self) -> float:
        backend = backend_seconds(self._backend) - self._backend_began if self._backend else 0.0
        return (time.thread_time() - self._began + backend) * 1000


def backend_seconds(process: int) -> float:
    """Return the processor time of a process of this machine; 0 where it cannot be read."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0

"""The meter of processor time: it counts work and not waiting, of this thread and of one other process."""

import os
import time
from unittest.mock import patch

from benchmarks import processor
from benchmarks.processor import Meter, backend_seconds


def work(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_work_counts_and_waiting_does_not() -> None:
    meter = Meter()

    work(0.02)
    time.sleep(0.1)

    assert 20 <= meter.milliseconds < 100


def test_the_process_of_postgresql_counts_from_when_it_is_named() -> None:
    with patch.object(processor, "backend_seconds", side_effect=[7.0, 7.5]):
        meter = Meter()
        meter.is_served_by(1)
        meter.is_served_by(1)

        assert 500 <= meter.milliseconds < 600


def test_a_process_that_cannot_be_read_counts_nothing() -> None:
    assert backend_seconds(0) == 0.0
    assert backend_seconds(os.getpid()) > 0

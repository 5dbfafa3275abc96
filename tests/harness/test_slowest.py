"""The slowest tests are told with all that they took, the slowest first."""

from types import SimpleNamespace
from typing import Any

from tests.harness.slowest import MANY, Slowest


def test_set_up_counts_and_no_more_than_ten_are_told() -> None:
    slowest: Any = Slowest()
    for number in range(MANY + 5):
        slowest.pytest_runtest_logreport(SimpleNamespace(nodeid=f"call-{number}", duration=1 + number / 10))
    for _ in range(3):
        slowest.pytest_runtest_logreport(SimpleNamespace(nodeid="three-phases", duration=2))

    lines = slowest.lines()

    assert len(lines) == MANY
    assert lines[:2] == ["   6.0 s  three-phases", "   2.4 s  call-14"]

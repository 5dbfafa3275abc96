"""Tells the ten tests that took longest at the end of a run: those to look at first when a run takes too long."""

from collections import Counter
from typing import Any

import pytest

MANY = 10


class Slowest:
    """Adds up what setting up, calling and taking down of each test took, in whatever process."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration  # type: ignore[assignment]

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.seconds:
            terminalreporter.section(f"The {MANY} slowest tests")
        for line in self.lines():
            terminalreporter.line(line)

    def lines(self) -> list[str]:
        """Seconds and name, the slowest first."""
        return [f"{seconds:6.1f} s  {name}" for name, seconds in self.seconds.most_common(MANY)]

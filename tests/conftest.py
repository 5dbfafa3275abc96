"""What all tests share: no network but loopback, and no skipped test where CI forbids it."""

import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest

_connect = socket.socket.connect
_skipped: list[str] = []


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket's path
    try:
        return ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] in {"localhost", ""}


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuses connections to anything but this machine."""

    def connect(self: socket.socket, address: Any) -> None:
        if not _is_local(address):
            raise RuntimeError(f"A test tried to reach {address}; tests stay on this machine.")
        return _connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(autouse=True)
def outbox_dir(settings: Any, tmp_path: Any) -> Any:
    """Mail written as files stays with its test."""
    settings.OUTBOX_DIR = tmp_path / "outbox"
    return settings.OUTBOX_DIR


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """NO_SKIPS=1 (CI) turns a skipped test into a failed run."""
    if _skipped and os.environ.get("NO_SKIPS") == "1" and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _skipped and os.environ.get("NO_SKIPS") == "1":
        terminalreporter.section("Skipped, which NO_SKIPS=1 forbids")
        for name in _skipped:
            terminalreporter.line(name)

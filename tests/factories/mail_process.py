"""A process apart that sends what is due, once for each line that it is told, in a child that can be killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

# Loads the service once and forks for each moment on standard input, so that hundreds of senders can be killed.
PROGRAM = """
import os, sys
from datetime import datetime
import django
django.setup()
from tracker.notifications import rendering, sending
from tracker.rules.access import SERVICE
rendering._templates("digest")
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        sending.send_due(by=SERVICE, at=datetime.fromisoformat(line.strip()), seconds=50)
        os._exit(0)
    print(child, flush=True)
    _, how = os.waitpid(child, 0)
    print("ended", os.waitstatus_to_exitcode(how), flush=True)
"""


def database_url() -> str:
    """The test database, for another process."""
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{held['NAME']}"
    return f"postgres://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}/{held['NAME']}"


class Senders:
    """Starts one sender after the other."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def start(self, at: datetime) -> int:
        """The number of a process that sends what is due at this moment."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{at.isoformat()}\n")
        self.process.stdin.flush()
        return int(self._line())

    def wait(self) -> int:
        """How the sender ended: 0, or minus the number of the signal that killed it."""
        return int(self._line().removeprefix("ended "))

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the process of the senders has ended"
        return line.strip()


@contextmanager
def open_senders(port: int) -> Iterator[Senders]:
    """Senders on the test's database whose mail goes to this port."""
    own = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "1",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "REDIS_URL": "",
        "LOG_LEVEL": "ERROR",
    }
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"} | own
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Senders(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(60)
        process.stdout.close()

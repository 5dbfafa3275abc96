"""Runs web, worker and beat as one: says where and how to sign in, and stops all of it on Ctrl-C or TERM."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
READY_WITHIN_SECONDS = 120
STOP_WITHIN_SECONDS = 20
ASK_EVERY_SECONDS = 60
# A worker on the embedded broker takes 6 seconds to stop in good order; honcho by itself kills it after 5.
HONCHO = "from honcho import command, manager; manager.KILL_WAIT = 15; command.main()"


def main() -> int:
    port = os.environ.setdefault("PORT", "8000")
    host = os.environ.setdefault("HOST", "127.0.0.1")
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("SERVICE_URL", f"http://localhost:{port}")
    # Celery warns of root at length; the demo may run as root, on a machine of its own.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser")
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    if is_taken(host, int(port)):
        print(f"Port {port} is in use. Choose another:\n\n    make run PORT={int(port) + 1}\n")
        return 1

    # Whatever is orphaned below becomes our child, so that stop_the_rest finds it; and we stop when make does.
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    stopping = Stopping()
    processes = subprocess.Popen(
        [sys.executable, "-c", HONCHO, "start", "--no-colour", "-f", ROOT / "Procfile"],
        cwd=ROOT,
        start_new_session=True,  # Ctrl-C reaches this script alone, which then stops the others in order
    )
    try:
        ready = f"http://127.0.0.1:{port}/health/ready"
        if answers(ready, processes, stopping):
            welcome(os.environ["SERVICE_URL"])
        watch(ready, processes, stopping)
    finally:
        asked = stopping.asked
        stop(processes)
        stop_the_rest()
    return 0 if asked else 1


def welcome(address: str) -> None:
    """Say where the demo is and who can sign in."""
    print(f"\nThe service is at {address}\nIts mail can be read at {address}/outbox/\n", flush=True)
    subprocess.run([sys.executable, ROOT / "manage.py", "load_demo", "--sign-ins"], check=False)
    print("\nCtrl-C stops it. The data stays in var/ for the next `make run`.\n", flush=True)


class Stopping:
    """Remembers that Ctrl-C or TERM came; the loop looks, so that nothing is interrupted half way."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask)

    def ask(self, *_: object) -> None:
        self.asked = True


def prctl(option: int, value: int) -> None:
    """Set an option of this process, on Linux only; elsewhere the ordinary way of stopping has to do."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(option, value)


def is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def answers(url: str, processes: subprocess.Popen[bytes], stopping: Stopping) -> bool:
    """Wait for the first 200, and return whether it came in time."""
    give_up_at = time.monotonic() + READY_WITHIN_SECONDS
    while processes.poll() is None and not stopping.asked and time.monotonic() < give_up_at:
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return True
        time.sleep(0.3)
    return False


def watch(url: str, processes: subprocess.Popen[bytes], stopping: Stopping) -> None:
    """Wait for the end, and ask once a minute, as a platform does: otherwise the web would seem silent at night."""
    asked_at = time.monotonic()
    while processes.poll() is None and not stopping.asked:
        if time.monotonic() - asked_at >= ASK_EVERY_SECONDS:
            asked_at = time.monotonic()
            with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=5):
                pass
        time.sleep(0.2)


def stop(processes: subprocess.Popen[bytes]) -> None:
    if processes.poll() is None:
        processes.terminate()
    try:
        processes.wait(STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        processes.kill()
        processes.wait()


def stop_the_rest() -> None:
    """End processes that outlived their parent, and wait until none is left."""
    ask_until = time.monotonic() + 3
    while left := children():
        how = signal.SIGTERM if time.monotonic() < ask_until else signal.SIGKILL
        for pid in left:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, how)
                os.waitpid(pid, os.WNOHANG)
        time.sleep(0.1)


def children() -> list[int]:
    """Return our own children, from /proc: the fourth field of `stat` is the parent."""
    pids = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if stat.read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                pids.append(int(stat.parent.name))
    return pids


if __name__ == "__main__":
    sys.exit(main())

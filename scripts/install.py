"""Makes .venv with the pinned libraries; the standard library is enough, so that it runs on a bare Debian 12."""

import argparse
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Debian's chromium without its windows, and with them: a page of the first costs a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium")
# What browser tests need beside it: the library its driver is linked to, and a font as wide as Arial.
WITH_A_BROWSER = ("libatomic1", "fonts-liberation")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="with what tests and lint need")
    wanted = parser.parse_args()
    # Ends the child too: `subprocess.run` kills it when this exception passes through.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    make_environment()
    install("requirements.txt")
    if wanted.tests:
        install("requirements-dev.txt")
        find_browser()


def make_environment() -> None:
    """Make .venv unless it is there and works."""
    if PYTHON.exists() and succeeds(PYTHON, "-m", "pip", "--version"):
        return
    if importlib.util.find_spec("ensurepip") is None and not apt_install("python3-venv"):
        sys.exit(f"Python's venv is missing. Install it, then run make again:\n\n    {apt_command('python3-venv')}\n")
    say("Making .venv")
    subprocess.run(["python3", "-m", "venv", "--clear", VENV], check=True)


def install(requirements: str) -> None:
    """Install a pinned file once; the stamp in .venv holds its checksum."""
    checksum = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    stamp = VENV / f"installed-{requirements}"
    if stamp.exists() and stamp.read_text() == checksum:
        return
    say(f"Installing {requirements}")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-input"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / requirements], check=True)
    stamp.write_text(checksum)


def browser() -> str | None:
    """Return the path of the browser that tests drive; None where it, or what its driver needs, is missing."""
    if not any(Path("/usr/lib").glob("*/libatomic.so.1")):
        return None
    return next((path for name in BROWSERS if (path := shutil.which(name, path="/usr/bin"))), None)


def find_browser() -> None:
    """Install Debian's chromium, which browser tests drive; without it they skip, unless REQUIRE_BROWSER=1."""
    if browser() or any(apt_install(name, *WITH_A_BROWSER) for name in BROWSERS):
        return
    command = apt_command(BROWSERS[-1], *WITH_A_BROWSER)
    say(f"To run the browser tests too, install what they need:\n\n    {command}\n")


def apt_command(*packages: str) -> str:
    return "sudo apt-get install " + " ".join(packages)


def apt_install(*packages: str) -> bool:
    """Install packages with apt-get, which needs root, and return whether it could."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("Installing " + ", ".join(packages))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    get = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    for step in (["update"], ["install", "--no-install-recommends", *packages]):
        done = subprocess.run([*get, *step], check=False, env=quiet, capture_output=True, text=True)
        if done.returncode:
            say(done.stdout + done.stderr)
            return False
    return True


def succeeds(*command: str | Path) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"Stopped: {' '.join(map(str, failed.cmd))} failed (exit status {failed.returncode}).")

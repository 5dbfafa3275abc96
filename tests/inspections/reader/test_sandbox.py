"""The child process answers with a draft and its lines, or a refusal, within its limits."""

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspections.errors import ReportRefused
from inspections.reader import sandbox
from inspections.reader.sandbox import read_anyway, read_in_child
from tests.inspections.reader import hostile_files, report_copies, report_pdfs

QUICK = (
    hostile_files.looping_cross_references,
    hostile_files.looping_pages,
    hostile_files.deep_objects,
    hostile_files.form_in_itself,
    hostile_files.deep_page,
)
# A program in place of the reader: what the child does when it goes wrong.
SLEEPS = "import time; time.sleep(60)"
SPINS = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass"
DIES = "import os; os.abort()"
BABBLES = "print('not an answer')"
FORGETS = f"import os; os._exit({sandbox.OUT_OF_MEMORY})"


def test_a_report_gives_its_draft_and_the_lines_it_points_to() -> None:
    result = read_in_child(report_copies.report_text().encode())

    first = result.draft["recommendations"][0]
    line = result.lines[first["source"]["line"] - 1]
    assert line.text == f"1. {first['text']}"
    assert (result.form, result.pages) == ("text", None)


def test_a_pdf_gives_pages_cells_and_measurements() -> None:
    result = read_in_child(report_pdfs.report_pdf(), "report.pdf")

    assert (result.form, result.pages) == ("pdf", 11)
    assert any(len(line.cells) == 4 for line in result.lines)
    assert 0 < result.megabytes < 200
    assert result.seconds > 0


def test_a_refusal_of_the_reader_keeps_its_code_and_message() -> None:
    with pytest.raises(ReportRefused, match="password protected") as refused:
        read_in_child(report_pdfs.encrypted_pdf("secret", "owner"))

    assert refused.value.code == "password"


def test_a_file_over_the_limit_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(subprocess, "Popen")

    with pytest.raises(ReportRefused) as refused:
        read_in_child(bytes(30 * 1024 * 1024 + 1))

    assert refused.value.code == "too-large"


@pytest.mark.parametrize(
    ("program", "code"),
    [
        (SLEEPS, "too-slow"),
        (SPINS, "too-slow"),
        (DIES, "unreadable"),
        (BABBLES, "unreadable"),
        (FORGETS, "too-large-in-memory"),
    ],
)
def test_a_child_that_does_not_answer_is_a_refusal(program: str, code: str, fake_child: Callable[[str], None]) -> None:
    fake_child(program)

    with pytest.raises(ReportRefused) as refused:
        read_in_child(b"text", seconds=3)

    assert refused.value.code == code


def test_a_slow_child_is_gone_afterwards_with_all_it_started(fake_child: Callable[[str], None]) -> None:
    sleeper = "[sys.executable, '-c', 'import time; time.sleep(60)', sys.argv[-1]]"
    started = f"import subprocess, sys; subprocess.run({sleeper})"
    fake_child(started)

    with pytest.raises(ReportRefused):
        read_in_child(b"text", "odd name of a test", seconds=2)

    assert all(_ends(process) for process in _processes_named("odd name of a test"))


def test_too_little_memory_is_a_refusal() -> None:
    data = hostile_files.many_short_lines()

    with pytest.raises(ReportRefused) as refused:
        read_in_child(data, megabytes=120)

    assert refused.value.code == "too-large-in-memory"


def test_the_reader_needs_no_django() -> None:
    program = "import sys, inspections.reader.sandbox_child, inspections.reader.report; print('django' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"


def test_a_text_waits_for_neither_pdf_nor_html_libraries() -> None:
    program = (
        "import sys, inspections.reader.source as s; s.read_source(b'words');"
        "print({'pdfplumber', 'lxml'} & set(sys.modules))"
    )

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "set()"


@pytest.mark.parametrize("make", QUICK, ids=lambda make: make.__name__)
def test_a_hostile_file_is_refused(make: Callable[[], bytes]) -> None:
    data = make()

    with pytest.raises(ReportRefused) as refused:
        read_in_child(data, megabytes=200)

    assert refused.value.code != "unreadable"


@pytest.mark.battery
@pytest.mark.parametrize("make", hostile_files.HOSTILE, ids=lambda make: make.__name__)
def test_every_hostile_file_is_refused_in_time(make: Callable[[], bytes]) -> None:
    data = make()
    started = time.monotonic()

    with pytest.raises(ReportRefused) as refused:
        read_in_child(data, seconds=26)

    assert refused.value.code != "unreadable"
    assert time.monotonic() - started < 30


@pytest.fixture
def fake_child(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a program in the place of the child, which keeps its arguments."""
    real = subprocess.Popen

    def use(program: str) -> None:
        def popen(command: list[str], **options: object) -> object:
            return real([sys.executable, "-c", program, *command[3:]], **options)

        monkeypatch.setattr(subprocess, "Popen", popen)

    return use


def _ends(process: int) -> bool:
    """Whether a process that was told to end does so: the system may need a moment."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    ended, _, _ = select.select([handle], [], [], 5)
    os.close(handle)
    return bool(ended)


def _processes_named(word: str) -> list[int]:
    """The living processes with a word among their arguments."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if word.encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found


RELEASE = b"Press release\nHM Inspectorate of Probation\nSummary\nAn inspection of Harbour PDU is out.\n"


def test_a_refused_file_can_be_vouched_for_and_says_what_it_was_refused_as() -> None:
    with pytest.raises(ReportRefused, match="press release") as refused:
        read_in_child(RELEASE)

    result = read_anyway(RELEASE)

    assert refused.value.can_be_vouched
    assert result.refused_as == str(refused.value)


def test_a_file_that_cannot_be_read_is_refused_whoever_vouches() -> None:
    with pytest.raises(ReportRefused) as refused:
        read_anyway(report_pdfs.encrypted_pdf("secret", "owner"))

    assert not refused.value.can_be_vouched

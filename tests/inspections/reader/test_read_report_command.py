"""manage.py read_report prints a draft or a summary, or a message and exit status 2."""

import io
import json
import os
import sys
from pathlib import Path

import jsonschema
import pytest
from django.core.management import call_command

from inspections.management.commands import read_report
from tests.inspections.reader import report_copies, report_pdfs

SHARED = Path(__file__).resolve().parents[4] / "shared"
SUMMARY = (
    "Otter Valley PDU",
    "Region: Yorkshire and the Humber",
    "Published: June 2025",
    "Fieldwork started: March 2025",
    "Lead inspector: not stated",
    "Score: 5 out of 21",
    "Overall rating: Requires improvement",
    "  P 2.1 Assessment: Inadequate",
    "    34%  Does assessment focus sufficiently on keeping other people safe?",
    "Recommendations: 5",
    "  Otter Valley PDU: 3",
    "Earlier recommendations: 3, published May 2022",
    "      Sufficient progress, no more improvement required",
)


class Input:
    """Standard input that holds bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(report_copies.report_text(), encoding="utf-8")
    return path


def test_json_is_a_draft_in_the_shape_of_the_contract(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((SHARED / "contracts" / "report-draft.schema.json").read_text())

    call_command("read_report", str(report), "--json")

    draft = json.loads(capsys.readouterr().out)
    jsonschema.validate(draft, schema)
    assert draft["organisation"] == "Otter Valley PDU"


def test_json_is_indented_by_one_and_keeps_its_letters(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = report.read_text(encoding="utf-8").replace("give every", "give ‘every’ – and each")
    report.write_text(text, encoding="utf-8")

    call_command("read_report", str(report), "--json")

    printed = capsys.readouterr().out
    assert '\n "organisation"' in printed
    assert "‘every’ – and each" in printed


@pytest.mark.parametrize("line", SUMMARY)
def test_a_summary_says_what_was_found(line: str, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("read_report", str(report))

    printed = capsys.readouterr().out.splitlines()

    assert line in printed


def test_a_summary_gives_the_page_and_line_of_a_recommendation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdfs.report_pdf())

    call_command("read_report", str(path))

    printed = capsys.readouterr().out
    assert "    1. give every middle manager the time to read cases and … (page 5, line " in printed


def test_a_doubt_is_printed_with_its_place(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_text(report.read_text(encoding="utf-8").replace("5/21", "9/21"), encoding="utf-8")

    call_command("read_report", str(report))

    doubts = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  Check this: ")]
    assert len(doubts) == 1
    assert "(line " in doubts[0]


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", Input(report_copies.report_page().encode()))

    call_command("read_report", "-")

    assert capsys.readouterr().out.startswith("Otter Valley PDU\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The selected file is empty"),
        (b"a" * (30 * 1024 * 1024 + 1), "must be smaller than 30 MB"),
        (report_pdfs.scanned_pdf(), "type in"),
        (b"A letter about something else.\n" * 40, "not an inspection report"),
    ],
)
def test_bad_input_is_a_message_and_exit_status_2(
    data: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)

    with pytest.raises(SystemExit) as stopped:
        call_command("read_report", str(path), "--json")

    printed = capsys.readouterr()
    assert stopped.value.code == 2
    assert message in printed.err
    assert printed.out == ""


@pytest.mark.parametrize("name", ["missing.pdf", "."])
def test_a_path_that_is_no_file_is_a_message_and_exit_status_2(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("read_report", str(tmp_path / name))

    assert stopped.value.code == 2
    assert "Check the path of the report." in capsys.readouterr().err


def test_a_pipe_that_nobody_writes_to_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setattr(read_report, "_SECONDS_TO_OPEN", 1)

    with pytest.raises(SystemExit) as ended:
        call_command("read_report", str(pipe))

    assert ended.value.code == 2
    assert "gives no report within 1 seconds" in capsys.readouterr().err


def test_a_refused_file_is_printed_anyway_with_what_it_was_refused_as(tmp_path, capsys):
    path = tmp_path / "release.txt"
    path.write_text("Press release\nHM Inspectorate of Probation\nSummary\nAn inspection is out.\n")

    call_command("read_report", str(path), "--anyway")

    assert "Check this: This is a press release, not an inspection report" in capsys.readouterr().out

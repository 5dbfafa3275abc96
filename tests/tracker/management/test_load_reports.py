"""load_reports and import_report: the published reports in any order, again, and files that are refused."""

import shutil
from io import StringIO
from itertools import permutations
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from inspections.models import Inspection, Organisation
from inspections.reader.sandbox import read_in_child
from tests.factories.real_reports import NAMES, REPORTS
from tracker.models import Answerable, Judgement, Recommendation, ReportDraft

TOTALS = "6 inspections, 53 recommendations, 15 judgements (4 sufficient, 6 some, 5 none), 3 flagged repeats"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="module")
def readings():
    """Each published report as the sandboxed child reads it, once for all orders."""
    return {path.name: read_in_child(path.read_bytes(), path.name) for path in REPORTS.glob("*.txt")}


@pytest.fixture
def read_already(readings, monkeypatch):
    """The commands are given the readings, by the file's last part: '1-wigan-pdu-2023.txt'."""
    module = "tracker.management.commands.load_reports.read_in_child"
    monkeypatch.setattr(module, lambda document, name: readings[name.partition("-")[2]])


def load(folder: Path) -> list[str]:
    out = StringIO()
    call_command("load_reports", str(folder), stdout=out)
    return out.getvalue().splitlines()


def ordered(folder: Path, names) -> Path:
    """A folder in which the reports come in this order."""
    folder.mkdir()
    for place, name in enumerate(names):
        shutil.copy(REPORTS / f"{name}.txt", folder / f"{place}-{name}.txt")
    return folder


def test_needs_only_migrations_and_gives_the_totals():
    lines = load(REPORTS)

    assert lines[-1] == TOTALS
    assert Organisation.objects.pdus().count() == 108


@pytest.mark.parametrize("names", list(permutations(NAMES)), ids=lambda names: " ".join(name[0] for name in names))
def test_any_order_gives_the_same(names, read_already, tmp_path):
    lines = load(ordered(tmp_path / "reports", names))

    assert lines[-1] == TOTALS
    assert Answerable.objects.open().count() == 92


def test_loading_again_says_what_is_held_and_adds_nothing(read_already, tmp_path):
    load(ordered(tmp_path / "first", NAMES))

    lines = load(ordered(tmp_path / "second", reversed(NAMES)))

    assert [line.split(": ")[1].split(" as ")[0] for line in lines[:-1]] == ["held already"] * 4
    assert lines[-1] == TOTALS


def test_verdicts_stand_with_the_body_that_was_inspected(read_already, tmp_path):
    load(ordered(tmp_path / "reports", NAMES))

    judged = Judgement.objects.filter(answerable__organisation__slug="west-yorkshire-crc")
    assert judged.count() == 6
    assert not judged.filter(dated_on__isnull=False).exists()


def test_doubts_stay_on_the_draft(read_already, tmp_path):
    load(ordered(tmp_path / "reports", NAMES))

    draft = ReportDraft.objects.get(file_name__contains="west-yorkshire")
    assert draft.answers["doubts_left"] == ["Enter when the report was published, if you know. It does not say."]


def test_ratings_are_linked_to_their_standards(read_already, tmp_path):
    load(ordered(tmp_path / "reports", NAMES))

    full = Inspection.objects.filter(known_from_later=False)
    assert full.filter(standard_ratings__standard__isnull=False).distinct().count() == 4
    assert not full.filter(standard_ratings__standard__isnull=True).exists()
    assert not full.filter(standard_ratings__key_questions__key_question__isnull=True, framework=None).exists()


def test_a_file_that_is_refused_is_named_and_the_others_are_loaded(tmp_path):
    folder = ordered(tmp_path / "reports", NAMES[:1])
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    out = StringIO()

    with pytest.raises(CommandError, match=r"picture\.png") as refusal:
        call_command("load_reports", str(folder), stdout=out)

    assert refusal.value.returncode == 2
    assert "picture.png: not loaded." in out.getvalue()
    assert Recommendation.objects.count() == 14


def test_a_folder_that_is_not_there_is_said():
    with pytest.raises(CommandError, match="not a folder"):
        call_command("load_reports", "/nowhere")


def test_import_report_makes_a_draft_and_says_where():
    call_command("load_organisations", stdout=StringIO())
    out = StringIO()

    call_command("import_report", str(REPORTS / "wigan-pdu-2023.txt"), stdout=out)

    ref = ReportDraft.objects.get().inspection.ref
    assert f"/inspections/{ref}/import/" in out.getvalue()
    assert not Recommendation.objects.exists()


def test_import_report_refuses_what_is_no_report(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear colleague, the meeting has moved to Tuesday.")

    with pytest.raises(CommandError) as refusal:
        call_command("import_report", str(path))

    assert refusal.value.returncode == 2
    assert not ReportDraft.objects.exists()

"""Chosen files: checked, stored under generated names, each person's own, and deleted when their form is not saved."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.factories.evidence import make_evidence
from tests.factories.evidence_files import HOSTILE, pdf, png
from tests.factories.world import NOW, TODAY, World
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import ChosenFile, actor_of
from tracker.operations import chosen_files
from tracker.operations.chosen_files import forget_files, keep_file
from tracker.rules.access import SERVICE
from tracker.rules.evidence import Held


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def chosen(world: World, data: bytes = b"", *, name: str = "minutes.pdf") -> ChosenFile:
    return keep_file(data=data or pdf(), name=name, by=actor_of(world.people["head"], on=TODAY), at=NOW)


def stored() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_it_is_stored_under_a_generated_name_with_its_checksum(world: World) -> None:
    kept = chosen(world, name="../../Minutes\u202e.pdf")

    assert kept.file_name == "Minutes.pdf"
    assert kept.sha256 == hashlib.sha256(pdf()).hexdigest()
    assert (kept.content_type, kept.size) == ("application/pdf", len(pdf()))
    assert "inutes" not in kept.file.name
    assert [path.read_bytes() for path in stored()] == [pdf()]


@pytest.mark.parametrize("name", ["EICAR", "macros in Word", "PDF with a password", "200 MB in 200 kB", "HTML"])
def test_a_hostile_file_is_never_stored(world: World, name: str) -> None:
    data, words = HOSTILE[name]

    with pytest.raises(InvalidInput, match=words):
        chosen(world, data)
    assert stored() == []


def test_the_same_file_twice_is_kept_once(world: World) -> None:
    first, second = chosen(world), chosen(world)

    assert first == second
    assert len(stored()) == 1


def test_another_person_never_gets_it(world: World) -> None:
    chosen(world)

    assert not ChosenFile.objects.of_person(world.people["lead"].pk, at=NOW).exists()


def test_it_expires_and_is_deleted(world: World, django_capture_on_commit_callbacks: Any) -> None:
    chosen(world)
    later = NOW + timedelta(hours=24)

    with django_capture_on_commit_callbacks(execute=True):
        count = forget_files(by=SERVICE, at=later)

    assert count == 1
    assert stored() == []
    assert not ChosenFile.objects.of_person(world.people["head"].pk, at=later).exists()


def test_a_file_that_became_evidence_stays(world: World, django_capture_on_commit_callbacks: Any) -> None:
    make_evidence(world, world.actions["kirklees"])

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_files(by=SERVICE, at=NOW + timedelta(days=9)) == 0

    assert len(stored()) == 1


def test_a_full_disk_leaves_no_half_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(chosen_files.default_storage, "save", fail)

    with pytest.raises(InvalidInput, match="could not be uploaded – try again"):
        chosen(world)
    assert (stored(), ChosenFile.objects.count()) == ([], 0)


@pytest.mark.parametrize("held", [Held(200, 0, 0), Held(1, 2 * 1024**3, 0), Held(60, 60, 60)])
def test_one_person_may_keep_so_much(world: World, monkeypatch: pytest.MonkeyPatch, held: Held) -> None:
    monkeypatch.setattr(chosen_files, "held_by", lambda person, at: held)

    with pytest.raises(InvalidInput, match=r"You (have added|can add)"):
        chosen(world)


def test_what_was_added_and_what_was_chosen_count(world: World) -> None:
    make_evidence(world, world.actions["kirklees"])
    chosen(world, png())

    held = chosen_files.held_by(world.people["head"].pk, at=NOW)

    assert held == Held(files=2, bytes=len(pdf(body=b"Minutes")) + len(png()), last_hour=2)


def test_only_a_person_chooses(world: World) -> None:
    with pytest.raises(NotAllowed):
        keep_file(data=pdf(), name="a.pdf", by=SERVICE, at=NOW)

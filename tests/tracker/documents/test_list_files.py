"""The worker's side of long lists: what it writes, for whose eyes, how it says how far it is, and what may go wrong."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.storage import default_storage

from tests.factories.list_files import ask, asked_actions, write
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import NOW, World
from tests.tracker.documents.reading import read
from tests.tracker.test_tasks import database_url
from tracker.choices import ListFileState, ListKind
from tracker.documents import list_files
from tracker.documents.list_files import Progress, Writer, write_waiting
from tracker.errors import WrongState
from tracker.models import ListFile, Membership
from tracker.operations import list_files as operations
from tracker.operations.list_files import AskedList
from tracker.queries import lists
from tracker.queries.people import PersonSelection
from tracker.queries.recommendations import RecommendationSelection
from tracker.queries.reviews import ReviewSelection
from tracker.rules.access import SERVICE
from tracker.rules.list_files import TOO_SLOW


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def titles(file: ListFile) -> list[Any]:
    return read(file.file.open("rb")).column("Action")


def stored() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_the_file_holds_what_its_person_may_see(world: World) -> None:
    file = write(ask(world, "head"))

    assert sorted(titles(file)) == sorted([world.actions["kirklees"].title, world.actions["region"].title])
    assert (file.state, file.row_count, file.rows_written) == (ListFileState.READY, 2, 2)
    assert file.size == default_storage.size(file.file.name)


def test_it_says_who_asked_when_and_with_which_filters(world: World) -> None:
    about = read(write(ask(world)).file.open("rb")).about

    assert about["Made"] == "18 November 2026 at 10:00 by Head of PDU, Kirklees"
    assert about["State"] == "Any"


def test_filters_hold(world: World) -> None:
    assert write(ask(world, "lead", asked=asked_actions(words="leeds"))).rows_written == 1


@pytest.mark.parametrize(
    ("kind", "reader", "selection"),
    [
        (ListKind.RECOMMENDATIONS, "lead", RecommendationSelection(scope="all")),
        (ListKind.REVIEWS, "lead", ReviewSelection()),
        (ListKind.USERS, "administrator", PersonSelection(words="owner")),
    ],
)
def test_every_list_is_written_in_the_same_way(world: World, kind: ListKind, reader: str, selection: Any) -> None:
    make_self_assessment(world)

    file = write(ask(world, reader, asked=AskedList(kind, lists.packed(selection))))

    assert file.is_ready
    assert file.rows_written == len(read(file.file.open("rb")).rows) >= 1


def test_what_counts_is_what_may_be_seen_when_it_is_written(world: World) -> None:
    file = ask(world, "lead")
    Membership.objects.filter(person=world.people["lead"]).update(to_on=NOW.date())

    assert write(file).rows_written < 3


def test_who_may_no_longer_see_the_list_gets_none(world: World) -> None:
    file = ask(world, "administrator", asked=AskedList(ListKind.USERS, lists.packed(PersonSelection())))
    Membership.objects.filter(person=world.people["administrator"]).update(to_on=NOW.date())

    file = write(file)

    assert (file.state, stored()) == (ListFileState.FAILED, [])
    assert file.reason.startswith("You cannot manage people")


def test_a_list_that_excel_cannot_hold_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_files, "MOST_ROWS", 1)

    assert "holds 1 rows, and this list has more" in write(ask(world)).reason


def test_all_that_wait_are_written_by_one_run(world: World) -> None:
    for key in ("head", "lead", "national"):
        ask(world, key)

    assert write_waiting(by=SERVICE, at=NOW) == 3
    assert set(ListFile.objects.values_list("state", flat=True)) == {ListFileState.READY}


def test_with_nothing_to_write_nothing_happens(world: World) -> None:
    assert write_waiting(by=SERVICE, at=NOW) == 0


def test_after_a_fault_it_waits_for_the_next_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ask(world)
    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "save", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
        file = write(file)
    assert (file.state, file.tries) == (ListFileState.WAITING, 1)

    assert write(file).is_ready


def test_after_three_faults_it_has_failed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ask(world)
    monkeypatch.setattr(list_files, "write_list", lambda *_, **__: (_ for _ in ()).throw(ValueError("broken")))

    for _ in range(3):
        file = write(file)

    assert file.state == ListFileState.FAILED


def test_what_takes_too_long_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ask(world)
    monkeypatch.setattr(list_files, "write_list", lambda *_, **__: (_ for _ in ()).throw(SoftTimeLimitExceeded()))

    with pytest.raises(SoftTimeLimitExceeded):
        write_waiting(by=SERVICE, at=NOW)

    file.refresh_from_db()
    assert (file.state, file.reason) == (ListFileState.FAILED, TOO_SLOW)


def test_who_lost_the_lease_writes_no_more(world: World) -> None:
    ask(world)
    file = operations.lease(writer="one", by=SERVICE, at=NOW)
    assert file is not None
    ListFile.objects.update(leased_to="two")
    progress = Progress(file, 9, Writer(by=SERVICE, at=NOW))
    with progress.told():
        pass

    with pytest.raises(list_files.LeaseLost):
        list(progress.watched([1, 2]))


def test_a_writer_that_was_overtaken_leaves_no_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(world)
    monkeypatch.setattr(operations, "record_written", lambda **_: False)

    write_waiting(by=SERVICE, at=NOW)

    assert stored() == []


@pytest.mark.django_db(transaction=True)
def test_how_far_it_is_can_be_read_while_it_is_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_files, "TELLS_EVERY_SECONDS", 0.01)
    seen: list[tuple[str, int, int | None]] = []
    whole = Progress.watched

    def slowly(self: Progress, rows: Any) -> Any:
        for row in whole(self, rows):
            yield row
            time.sleep(0.3)

    def note(**given: Any) -> bool:
        is_ours = tell(**given)
        seen.append((given["file"].state, given["written"], given["count"]))
        return is_ours

    tell = operations.note_progress
    monkeypatch.setattr(operations, "note_progress", note)
    monkeypatch.setattr(Progress, "watched", slowly)

    file = write(ask(world))

    assert file.is_ready
    assert ("writing", 1, 2) in seen


# Another process, which begins the file and is killed in the middle of it.
WRITER = """
import sys, time
import django
django.setup()
from django.conf import settings
from django.utils import timezone
from tracker.documents import list_files
from tracker.rules.access import SERVICE
settings.MEDIA_ROOT = sys.argv[1]
def forever(self, rows):
    for row in rows:
        print("begun", flush=True)
        time.sleep(60)
        yield row
list_files.Progress.watched = forever
list_files.write_waiting(by=SERVICE, at=timezone.now())
"""


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_writer_was_killed_is_written_by_the_next(world: World) -> None:
    file = ask(world)
    own = {"DATABASE_URL": database_url(), "REDIS_URL": "", "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    killed = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(settings.MEDIA_ROOT)],
        env=os.environ | own,
        stdout=subprocess.PIPE,
    )
    assert killed.stdout is not None
    assert killed.stdout.readline() == b"begun\n"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    file.refresh_from_db()
    assert file.state == ListFileState.WRITING

    file = write(file, at=(file.lease_until_at or NOW) + timedelta(seconds=1))

    assert (file.state, file.tries, file.rows_written) == (ListFileState.READY, 2, 2)


def test_a_refusal_is_said_as_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ask(world)
    monkeypatch.setattr(list_files, "write_list", lambda *_, **__: (_ for _ in ()).throw(WrongState("Not today.")))

    assert write(file).reason == "Not today."

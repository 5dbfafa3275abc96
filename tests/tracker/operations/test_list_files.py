"""Files of lists: asked for once, leased one at a time, taken up again, failed, made again, deleted; with events."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from tests.factories.list_files import ask, asked_actions, write
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import ListFileState, ListKind
from tracker.errors import NotAllowed, WrongState
from tracker.models import Event, ListFile
from tracker.operations import list_files as operations
from tracker.operations.list_files import AskedList, Written
from tracker.rules.access import SERVICE
from tracker.rules.list_files import LEASE, MOST_TRIES, STOPPED

LATER = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def lease(writer: str = "one", *, at: Any = NOW) -> ListFile | None:
    return operations.lease(writer=writer, by=SERVICE, at=at)


def leased(writer: str = "one", *, at: Any = NOW) -> ListFile:
    file = lease(writer, at=at)
    assert file is not None
    return file


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="list-file.").order_by("pk").values_list("verb", flat=True))


class TestAsk:
    def test_it_waits_with_what_was_asked(self, world: World) -> None:
        file = ask(world, asked=asked_actions(words="plans"))

        assert (file.state, file.person, file.kind) == (ListFileState.WAITING, world.people["head"], "actions")
        assert (file.selection["words"], file.chosen) == ("plans", [["State", "Any"]])
        [event] = Event.objects.filter(subject=file.ref)
        assert (event.verb, event.by, event.after) == ("list-file.asked", world.people["head"], {"list": "actions"})

    def test_the_same_form_twice_asks_once(self, world: World) -> None:
        token = uuid4()

        assert ask(world, token=token) == ask(world, token=token)
        assert verbs() == ["list-file.asked"]

    def test_after_it_is_ready_too(self, world: World) -> None:
        token = uuid4()
        file = write(ask(world, token=token))

        assert ask(world, token=token) == file

    def test_the_same_list_is_asked_once_while_it_is_being_made(self, world: World) -> None:
        assert ask(world) == ask(world)

    @pytest.mark.parametrize(("key", "filters"), [("lead", {}), ("head", {"words": "plans"})])
    def test_another_list_or_person_is_another_file(self, world: World, key: str, filters: dict[str, Any]) -> None:
        assert ask(world) != ask(world, key, asked=asked_actions(**filters))

    def test_a_list_that_is_not_theirs_is_refused(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            ask(world, asked=AskedList(ListKind.USERS, {}))
        assert verbs() == []

    def test_no_more_than_five_at_a_time(self, world: World) -> None:
        for number in range(5):
            ask(world, asked=asked_actions(words=str(number)))

        with pytest.raises(WrongState, match="being made"):
            ask(world)


class TestLease:
    def test_the_next_one_is_given_out_once(self, world: World) -> None:
        file = ask(world)

        assert lease() == file
        assert lease("two") is None

    def test_it_has_a_name_that_tells_nothing(self, world: World) -> None:
        ask(world, asked=asked_actions(words="plans"))

        assert leased().file.name.startswith("lists/")
        assert "plan" not in leased("two", at=LATER).file.name

    def test_only_one_is_made_at_a_time(self, world: World) -> None:
        ask(world)
        ask(world, "lead")
        lease()

        assert lease("two") is None

    def test_what_a_stopped_writer_had_begun_is_begun_again(self, world: World) -> None:
        file = ask(world)
        lease()

        assert lease("two", at=LATER) == file
        assert leased("three", at=LATER + LEASE).tries == 3

    def test_after_three_stops_it_has_failed(self, world: World) -> None:
        file = ask(world)
        for number in range(MOST_TRIES):
            lease(at=NOW + number * LEASE)

        assert lease(at=NOW + MOST_TRIES * LEASE) is None
        file.refresh_from_db()
        assert (file.state, file.reason) == (ListFileState.FAILED, STOPPED)
        assert verbs()[-1] == "list-file.failed"

    def test_who_tells_how_far_it_is_keeps_it(self, world: World) -> None:
        ask(world)
        file = leased()

        assert operations.note_progress(file=file, written=3, count=9, by=SERVICE, at=NOW + LEASE / 2)
        assert lease("two", at=LATER) is None
        file.refresh_from_db()
        assert (file.rows_written, file.row_count) == (3, 9)

    def test_a_person_cannot_take_one(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            operations.lease(writer="one", by=actor(world, "head"), at=NOW)


class TestWhatBecameOfIt:
    def test_written(self, world: World) -> None:
        ask(world)
        file = leased()

        assert operations.record_written(file=file, written=Written(9, 700, "mark"), by=SERVICE, at=LATER)
        file.refresh_from_db()
        assert (file.state, file.written_at, file.rows_written, file.size) == (ListFileState.READY, LATER, 9, 700)
        assert Event.objects.get(verb="list-file.written").after == {"rows": 9, "size": 700}

    def test_failed(self, world: World) -> None:
        ask(world)
        file = leased()

        assert operations.record_failed(file=file, reason="Too long", by=SERVICE, at=NOW)
        file.refresh_from_db()
        assert (file.state, file.reason, file.file.name) == (ListFileState.FAILED, "Too long", "")

    def test_given_back_it_waits_again(self, world: World) -> None:
        ask(world)
        file = leased()

        assert operations.give_back(file=file, by=SERVICE, at=NOW)
        assert leased("two").tries == 2

    def test_a_writer_that_was_overtaken_changes_nothing(self, world: World) -> None:
        ask(world)
        late = leased()
        taken = leased("two", at=LATER)

        assert not operations.note_progress(file=late, written=1, count=9, by=SERVICE, at=LATER)
        assert not operations.record_written(file=late, written=Written(9, 7, ""), by=SERVICE, at=LATER)
        assert not operations.record_failed(file=late, reason="No", by=SERVICE, at=LATER)
        assert not operations.give_back(file=late, by=SERVICE, at=LATER)
        assert ListFile.objects.get() == taken
        assert ListFile.objects.get().leased_to == "two"


class TestAgain:
    def test_a_failed_one_waits_again(self, world: World) -> None:
        ask(world)
        operations.record_failed(file=leased(), reason="Too long", by=SERVICE, at=NOW)

        again = operations.make_again(file=ListFile.objects.get(), by=actor(world, "head"), at=LATER)

        assert (again.state, again.reason, again.tries, again.making) == (ListFileState.WAITING, "", 0, 2)
        event = Event.objects.get(verb="list-file.asked-again")
        assert (event.before, event.after) == ({"state": "failed"}, {"making": 2})

    def test_twice_is_once(self, world: World) -> None:
        file = write(ask(world))
        for _ in range(2):
            file = operations.make_again(file=file, by=actor(world, "head"), at=LATER)

        assert file.making == 2
        assert verbs().count("list-file.asked-again") == 1

    def test_the_earlier_file_goes(self, world: World, django_capture_on_commit_callbacks: Any) -> None:
        file = write(ask(world))
        name = file.file.name

        with django_capture_on_commit_callbacks(execute=True):
            operations.make_again(file=file, by=actor(world, "head"), at=LATER)

        assert not default_storage.exists(name)

    def test_nobody_elses(self, world: World) -> None:
        file = write(ask(world))

        with pytest.raises(NotAllowed):
            operations.make_again(file=file, by=actor(world, "national"), at=LATER)


class TestDelete:
    def test_after_a_week_the_file_goes_and_the_row_says_so(
        self, world: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        file = write(ask(world))
        name = file.file.name

        with django_capture_on_commit_callbacks(execute=True):
            deleted = operations.delete_old(by=SERVICE, at=NOW + timedelta(days=8))

        file.refresh_from_db()
        assert (deleted, file.state, default_storage.exists(name)) == (1, ListFileState.DELETED, False)
        assert Event.objects.get(verb="list-file.deleted").after == {"rows": 2}

    def test_again_does_nothing(self, world: World) -> None:
        write(ask(world))
        operations.delete_old(by=SERVICE, at=NOW + timedelta(days=8))

        assert operations.delete_old(by=SERVICE, at=NOW + timedelta(days=9)) == 0

    def test_what_is_not_a_week_old_stays(self, world: World) -> None:
        file = write(ask(world))

        assert operations.delete_old(by=SERVICE, at=NOW + timedelta(days=6)) == 0
        assert default_storage.exists(file.file.name)

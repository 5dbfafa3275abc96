"""Files whose people were not told yet, and what each message says of its file as it stands now."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories.list_files import ask
from tests.factories.mail import make_message
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ListFileState, MessageKind
from tracker.models import ListFile
from tracker.notifications.models import Message
from tracker.notifications.queries import list_files
from tracker.notifications.rules.list_files import GONE


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def finished(world: World, state: ListFileState = ListFileState.READY) -> ListFile:
    file = ask(world)
    ListFile.objects.filter(pk=file.pk).update(state=state, file="lists/one.xlsx", written_at=NOW, rows_written=2)
    file.refresh_from_db()
    return file


def message(file: ListFile, *, making: int = 1) -> Message:
    more = {"kind": MessageKind.LIST_FILE, "number": file.pk, "again": making}
    return make_message(file.person, uid=f"file-{file.pk}-{making}", **more)


@pytest.mark.parametrize("state", [ListFileState.READY, ListFileState.FAILED])
def test_a_finished_one_is_to_be_told(world: World, state: ListFileState) -> None:
    file = finished(world, state)

    assert list_files.to_tell() == [file]


@pytest.mark.parametrize("state", [ListFileState.WAITING, ListFileState.DELETED])
def test_no_other(world: World, state: ListFileState) -> None:
    finished(world, state)

    assert list_files.to_tell() == []


def test_it_is_told_once(world: World) -> None:
    message(finished(world))

    assert list_files.to_tell() == []


def test_made_again_it_is_told_again(world: World) -> None:
    file = finished(world)
    message(file)
    ListFile.objects.update(making=2)

    assert list_files.to_tell() == [file]


def test_a_message_says_how_its_file_stands(world: World, django_assert_num_queries: Any) -> None:
    mail = message(finished(world))

    with django_assert_num_queries(3):
        news = list_files.of_messages([mail], on=TODAY)

    assert (news[mail.pk].is_ready, news[mail.pk].rows, news[mail.pk].why_not) == (True, 2, "")


def test_of_an_earlier_making_nothing_is_said(world: World) -> None:
    mail = message(finished(world))
    ListFile.objects.update(making=2)

    assert list_files.of_messages([mail], on=TODAY)[mail.pk].why_not == GONE


def test_nothing_goes_to_a_closed_account(world: World) -> None:
    mail = message(finished(world))
    mail.person.is_active = False

    assert list_files.of_messages([mail], on=TODAY)[mail.pk].why_not == "The account is closed."


def test_of_none_nothing_is_asked(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert list_files.of_messages([], on=TODAY) == {}

"""Files of lists as rows: whose they are, which is next, which have been kept long enough, what the tables refuse."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.list_files import ask, asked_actions, write
from tests.factories.rows import refused_by, save_twin
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import ListFileState
from tracker.models import ListFile
from tracker.rules.access import SERVICE, Actor

WRITING = {"state": ListFileState.WRITING, "leased_to": "one", "lease_until_at": NOW}


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def test_each_person_sees_their_own_alone(world: World) -> None:
    mine, theirs = ask(world, "head"), ask(world, "lead")

    assert list(ListFile.objects.visible_to(actor(world, "head"))) == [mine]
    assert list(ListFile.objects.visible_to(actor(world, "lead"))) == [theirs]


@pytest.mark.parametrize("reader", [SERVICE, Actor(person_id=None, name="Closed")])
def test_who_is_nobody_sees_none(world: World, reader: Actor) -> None:
    ask(world)

    assert not ListFile.objects.visible_to(reader).exists()


def test_the_one_asked_for_first_is_next(world: World) -> None:
    second = ask(world, "head")
    first = ask(world, "lead", at=NOW - timedelta(minutes=1))

    assert list(ListFile.objects.waiting()) == [first, second]


@pytest.mark.parametrize(("days", "is_over"), [(6, False), (7, True)])
def test_a_file_is_kept_for_a_week(world: World, days: int, is_over: bool) -> None:
    file = write(ask(world))

    expired = ListFile.objects.expired(at=(file.written_at or NOW) + timedelta(days=days))

    assert list(expired) == ([file] if is_over else [])


def test_it_says_until_when_it_is_kept(world: World) -> None:
    file = write(ask(world))

    assert file.kept_until == (file.written_at or NOW) + timedelta(days=7)
    assert ask(world, "lead").kept_until is None


def test_it_is_for_those_who_see_what_its_person_saw(world: World) -> None:
    file = write(ask(world))

    assert file.is_for(actor(world, "head"))
    assert not file.is_for(actor(world, "lead"))


def test_one_form_asks_once(world: World) -> None:
    file = ask(world, token=uuid4())

    with refused_by(ListFile, "list_file_once_for_a_form"):
        save_twin(file, uid=uuid4())


def test_one_is_written_at_a_time(world: World) -> None:
    files = [ask(world), ask(world, "lead")]
    ListFile.objects.filter(pk=files[0].pk).update(**WRITING)

    with refused_by(ListFile, "list_file_one_at_a_time"):
        ListFile.objects.filter(pk=files[1].pk).update(**WRITING)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "lost"}, "list_file_state_known"),
        ({"state": ListFileState.READY, "written_at": NOW}, "list_file_ready_is_there"),
        ({"state": ListFileState.READY, "file": "lists/one.xlsx"}, "list_file_ready_is_there"),
        (WRITING | {"leased_to": ""}, "list_file_writing_has_its_lease"),
        (WRITING | {"lease_until_at": None}, "list_file_writing_has_its_lease"),
    ],
)
def test_a_state_has_what_it_needs(world: World, changes: dict[str, Any], constraint: str) -> None:
    file = ask(world, asked=asked_actions(mine=True))

    with refused_by(ListFile, constraint):
        ListFile.objects.filter(pk=file.pk).update(**changes)


def test_it_is_named_for_its_list_and_person(world: World) -> None:
    assert str(ask(world)) == f"Actions for {world.people['head']}"

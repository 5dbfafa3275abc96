"""The mail that a file is ready: once for each making, at once on working days, never with what was searched for."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories.list_files import ask, asked_actions, write
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import ListFileState, MessageKind, MessageState
from tracker.errors import NotAllowed
from tracker.models import ListFile
from tracker.notifications.models import Message
from tracker.notifications.operations.list_files import tell_finished
from tracker.notifications.sending import send_due
from tracker.operations.list_files import make_again
from tracker.rules.access import SERVICE

FIVE_MINUTES_LATER = NOW + timedelta(minutes=5)
SATURDAY, MONDAY = datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def messages() -> list[Message]:
    return list(Message.objects.of_kind(MessageKind.LIST_FILE).order_by("pk"))


def test_a_file_that_is_ready_makes_one_mail(world: World) -> None:
    file = write(ask(world))

    [message] = messages()

    assert (message.person, message.number, message.state) == (file.person, file.pk, MessageState.PENDING)


def test_twice_is_once(world: World) -> None:
    write(ask(world))

    assert tell_finished(by=SERVICE, at=NOW) == 0
    assert len(messages()) == 1


def test_made_again_it_is_told_again(world: World) -> None:
    file = write(ask(world))
    write(make_again(file=file, by=actor(world, "head"), at=NOW))

    assert [message.again for message in messages()] == [1, 2]


def test_it_goes_with_the_next_run_of_the_sender(world: World, mailoutbox: Any) -> None:
    file = write(ask(world, asked=asked_actions(words="marigold")))

    send_due(by=SERVICE, at=FIVE_MINUTES_LATER)

    [mail] = mailoutbox
    assert (mail.subject, mail.to) == ("Your file is ready: actions", ["head@example.org"])
    assert f"http://localhost:8000/exports/{file.uid}/" in mail.body
    assert "kept until 25 November 2026" in mail.body
    assert "marigold" not in mail.body + mail.alternatives[0][0]


def test_at_weekends_it_waits_for_the_next_working_day(world: World) -> None:
    write(ask(world, at=SATURDAY), at=SATURDAY)

    assert [message.not_before_at for message in messages()] == [MONDAY]


def test_one_that_could_not_be_made_says_why(world: World, mailoutbox: Any) -> None:
    file = ask(world)
    ListFile.objects.filter(pk=file.pk).update(state=ListFileState.FAILED, reason="The list is too long.")
    tell_finished(by=SERVICE, at=NOW)

    send_due(by=SERVICE, at=NOW)

    [mail] = mailoutbox
    assert mail.subject == "Your file could not be made: actions"
    assert "Actions: The list is too long." in mail.body


def test_of_one_that_has_gone_meanwhile_nothing_is_sent(world: World, mailoutbox: Any) -> None:
    write(ask(world))
    ListFile.objects.update(state=ListFileState.DELETED)

    send_due(by=SERVICE, at=FIVE_MINUTES_LATER)

    assert (mailoutbox, messages()[0].state) == ([], MessageState.SUPPRESSED)


def test_a_person_cannot_tell(world: World) -> None:
    with pytest.raises(NotAllowed):
        tell_finished(by=actor(world, "head"), at=NOW)

"""Which address a mail went to, and that a refusal is held against that one, not against the person's of today."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.factories.post_office import PostOffice
from tests.factories.world import NOW, World, make_action
from tracker.choices import ActionStatus, MessageState
from tracker.models import Action, Person
from tracker.notifications import sending
from tracker.notifications.models import Bounce, Message
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE

MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)
NEW = "head.of.kirklees@example.org"
REFUSED = "550 5.1.1 no such mailbox"


@pytest.fixture
def cast(world: World) -> World:
    """Everybody has signed in; Kirklees' head has one action that is late."""
    Person.objects.update(first_signed_in_at=NOW - 100 * DAY)
    Action.objects.update(status=ActionStatus.WITHDRAWN)
    make_action(world, "late", recommendation="kirklees", post="Head of PDU, kirklees", due_on=date(2026, 11, 13))
    return world


def move(world: World, email: str = NEW) -> None:
    Person.objects.filter(pk=world.people["head"].pk).update(email=email)


def step(at: datetime = MONDAY) -> sending.SendingRun:
    remind(by=SERVICE, at=at)
    return sending.send_due(by=SERVICE, at=at)


def message() -> Message:
    return Message.objects.get()


@pytest.fixture
def moves_while_it_is_sent(cast: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is corrected after the mail was written."""
    written: Callable[..., Any] = sending.rendering.written

    def write_and_move(*args: Any, **kwargs: Any) -> Any:
        found = written(*args, **kwargs)
        move(cast)
        return found

    monkeypatch.setattr(sending.rendering, "written", write_and_move)


def test_what_was_sent_says_where_it_went(cast: World, office: PostOffice) -> None:
    step()
    move(cast)

    assert (message().state, message().address) == (MessageState.SENT, "head@example.org")


def test_what_was_refused_says_which_address_it_was(cast: World, office: PostOffice) -> None:
    office.recipients["head@example.org"] = REFUSED

    step()

    assert (message().state, message().address) == (MessageState.FAILED, "head@example.org")
    assert Bounce.objects.get().address == "head@example.org"


def test_what_was_not_tried_has_no_address(cast: World, office: PostOffice) -> None:
    remind(by=SERVICE, at=MONDAY)
    Action.objects.update(status=ActionStatus.WITHDRAWN)
    step()

    assert (message().state, message().address) == (MessageState.SUPPRESSED, "")


@pytest.mark.usefixtures("moves_while_it_is_sent")
def test_an_address_corrected_meanwhile_is_not_blamed(office: PostOffice) -> None:
    office.recipients["head@example.org"] = REFUSED

    step()

    assert (message().state, message().address) == (MessageState.FAILED, "head@example.org")
    assert not Bounce.objects.exists()


def test_another_case_is_the_same_address(cast: World, office: PostOffice) -> None:
    remind(by=SERVICE, at=MONDAY)
    move(cast, "Head@example.org")
    office.recipients["Head@example.org"] = REFUSED

    step()

    assert Bounce.objects.get().address == "Head@example.org"


@pytest.mark.parametrize("address", ["two@@example.org", "", f"head@{'x' * 70}.org", "head@x.org\r\nBcc: a@b.org"])
def test_what_can_be_no_address_bounces_and_stops_nobody(cast: World, office: PostOffice, address: str) -> None:
    make_action(cast, "too", recommendation="leeds", post="Head of PDU, leeds", due_on=date(2026, 11, 13))
    move(cast, address)

    runs = [step(MONDAY + days * DAY) for days in (0, 7)]

    assert [run.failed for run in runs] == [1, 0]
    assert (Bounce.objects.get().person, "cannot be addressed" in Bounce.objects.get().reason) == (
        cast.people["head"], True,
    )  # fmt: skip
    assert "sibling-head@example.org" in {mail["To"] for mail in office.taken}


def test_a_sender_that_is_no_address_blames_nobody(cast: World, office: PostOffice, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "nobody@@example.org"

    run = step()

    assert (run.failed, Bounce.objects.count()) == (1, 0)

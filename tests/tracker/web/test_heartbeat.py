"""The sign of life of the pages: once a minute and process, from any request, and never at a page's cost."""

import threading
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.world import World
from tracker.notifications.models import Heartbeat
from tracker.notifications.operations import heartbeats
from tracker.web import heartbeat
from tracker.web.heartbeat import Beats

HELP = "/help/"


@pytest.fixture(autouse=True)
def beats(monkeypatch: pytest.MonkeyPatch) -> Beats:
    """A process that has just started."""
    new = Beats()
    monkeypatch.setattr(heartbeat, "beats", new)
    return new


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The process's own clock, to be set."""

    class Clock:
        now = 1_000.0

    monkeypatch.setattr(heartbeat.time, "monotonic", lambda: Clock.now)
    return Clock


def queries(client: Client, address: str = HELP) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [HELP, "/sign-in/", "/", "/no-such-page/", "/health/ready", "/api/v1/actions/"])
def test_any_request_is_a_sign_of_life(client: Client, address: str) -> None:
    client.get(address)

    assert Heartbeat.objects.get().component == "web"


@pytest.mark.django_db
def test_once_a_minute_and_no_query_in_between(client: Client, seconds: Any) -> None:
    asked = []
    for second in (0, 1, 59.9, 60, 61, 120):
        seconds.now = 1_000 + second
        asked.append(queries(client))

    assert asked[1] == asked[2] == asked[4] == 0
    assert asked[0] == asked[3] == asked[5] <= 3  # one, and its savepoint in a test


@pytest.mark.django_db
def test_the_page_of_jobs_shows_its_own(world: World, signed_in: Any) -> None:
    page = signed_in("administrator").get("/mail/").content.decode()

    assert (page.count(">Silent<"), page.count(">Running<")) == (3, 1)


def test_the_answer_for_a_living_process_needs_no_database(client: Client) -> None:
    assert client.get("/health/live").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("problem", [DatabaseError, OperationalError, InterfaceError])
def test_where_nothing_can_be_written_pages_are_served(
    client: Client, monkeypatch: pytest.MonkeyPatch, problem: type[Exception]
) -> None:
    def refuse(**_: Any) -> None:
        raise problem("attempt to write a readonly database")

    monkeypatch.setattr(heartbeats, "beat", refuse)

    assert [client.get(address).status_code for address in (HELP, HELP, "/health/ready")] == [200] * 3


@pytest.mark.django_db
def test_what_could_not_be_noted_is_tried_a_minute_later(
    client: Client, monkeypatch: pytest.MonkeyPatch, seconds: Any
) -> None:
    tries = []

    def refuse(**_: Any) -> None:
        tries.append(seconds.now)
        raise OperationalError("the database is away")

    monkeypatch.setattr(heartbeats, "beat", refuse)
    for second in (0, 1, 30, 61):
        seconds.now = 1_000 + second
        client.get(HELP)

    assert tries == [1_000, 1_061]


def test_of_many_threads_one_beats(beats: Beats) -> None:
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(beats.is_due())) for _ in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(found) == [False] * 15 + [True]

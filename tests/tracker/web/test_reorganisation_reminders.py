"""What the page of a reorganisation says of its reminders: that it is to be confirmed who takes over."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.reorganisations import (
    CASES,
    confirm_case,
    decide_as_proposed,
    make_changing_world,
    record_case,
)
from tests.factories.world import NOW, World, make_recommendation
from tracker.choices import MessageKind, MessageState
from tracker.models import Person, Reorganisation
from tracker.notifications.models import EmailPreference, Message, NoticeToTell
from tracker.notifications.operations.ladder import raise_rungs
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db
MANCHESTER = CASES["greater manchester"]
PEOPLE = ("national", "coordinator", "other_lead")  # who can confirm it there
NEXT = "Monday 23 November 2026, to those who can confirm it, about who takes over, with the weekly digest"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world() -> World:
    found = make_changing_world("salford")
    Person.objects.update(first_signed_in_at=NOW)
    return found


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    def make(key: str) -> Client:
        client = Client()
        client.force_login(world.people[key])
        return client

    return make


def page_of(client: Client, record: Reorganisation) -> str:
    answer = client.get(f"/reorganisations/{record.ref}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def tell(record: Reorganisation) -> None:
    """Note what is due and say that it was sent with the digest of Monday."""
    raise_rungs(by=SERVICE, at=NOW)
    for notice in NoticeToTell.objects.filter(subject=record.ref):
        notice.message = Message.objects.create(
            frequency="weekly", number=notice.pk, message_id=str(notice.pk), person=notice.person,
            kind=MessageKind.DIGEST, state=MessageState.SENT, created_at=NOW, not_before_at=NOW, sent_at=NOW,
        )  # fmt: skip
        notice.save()


def test_those_who_can_confirm_it_are_told(world: World, client_of: Any) -> None:
    record = record_case(world, MANCHESTER)

    assert NEXT in page_of(client_of("other_lead"), record)


def test_whose_digest_comes_first_counts(world: World, client_of: Any) -> None:
    record = record_case(world, MANCHESTER)
    EmailPreference.objects.create(person=world.people["national"], frequency="daily")

    assert "Thursday 19 November 2026, to those who can confirm it" in page_of(client_of("other_lead"), record)


def test_what_all_of_them_refuse_is_not_promised(world: World, client_of: Any) -> None:
    record = record_case(world, MANCHESTER)
    for key in PEOPLE:
        EmailPreference.objects.create(person=world.people[key], frequency="stopped")

    page = page_of(client_of("other_lead"), record)

    assert "Not by email to those who can confirm it, about who takes over, by their choice" in page


def test_before_its_day_it_names_the_day_after_it_begins(world: World, client_of: Any) -> None:
    record = record_case(world, MANCHESTER, on=date(2026, 12, 1))

    assert "Monday 7 December 2026, to those who can confirm it, about who takes over" in page_of(
        client_of("other_lead"), record
    )


def test_who_was_told_last_and_then_nothing_more_comes(world: World, client_of: Any) -> None:
    record = record_case(world, MANCHESTER)
    tell(record)

    page = page_of(client_of("other_lead"), record)

    assert "with the weekly digest" in page.split("Last told")[1]
    assert "Next reminder" not in page


def test_none_once_it_is_confirmed(world: World, client_of: Any) -> None:
    record = record_case(world, MANCHESTER)
    confirm_case(world, decide_as_proposed(world, record))

    assert "Next reminder" not in page_of(client_of("other_lead"), record)


@pytest.mark.parametrize(
    ("person", "shows"),
    [("other_lead", True), ("other_head", False), ("national", True), ("administrator", True), ("auditor", True),
     ("salford-head", True), ("lead", False), ("head", False)],
)  # fmt: skip
def test_only_those_who_see_the_work_of_its_bodies(world: World, client_of: Any, person: str, shows: bool) -> None:
    record = record_case(world, MANCHESTER)

    assert ("Next reminder" in page_of(client_of(person), record)) is shows


def test_queries_do_not_grow_with_the_work(world: World, client_of: Any) -> None:
    record, counts = record_case(world, MANCHESTER), []
    client = client_of("national")
    page_of(client, record)  # the first page of a session writes the session
    for more in (0, 3):
        for number in range(more):
            make_recommendation(world, f"more-{number}", inspection="salford", addressee="salford")
        with CaptureQueriesContext(connection) as captured:
            page_of(client, record)
        counts.append(len(captured))

    assert counts[0] == counts[1]

"""The page that measures reminders: its figures, its filters, its gate and its workbook."""

import io
import uuid
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.mail import make_message
from tests.factories.world import NOW, World, make_action
from tracker.choices import MessageState, NoticeKind
from tracker.models import Update
from tracker.notifications.models import NoticeToTell

SignedIn = Callable[[str], Client]
DAY = timedelta(days=1)
HEADS = {"kirklees": "head", "wigan": "other_head"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def remind_and_update(world: World, place: str, rung: str, *, actions: int, days: int, ago: int = 20) -> None:
    """So many actions of a place whose owner was mailed, and updated each some days later."""
    for number in range(actions):
        key = f"{place}-{rung}-{number}"
        action = make_action(world, key, recommendation=place, post=f"Head of PDU, {place}")
        told_at = NOW - ago * DAY
        message = make_message(world.people[HEADS[place]], uid=uuid.uuid4(), state=MessageState.SENT, sent_at=told_at)
        NoticeToTell.objects.create(
            person=message.person, kind=NoticeKind.ACTION_LATE, rung=rung, subject=action.ref, due_on=NOW.date(),
            created_at=told_at, message=message,
        )  # fmt: skip
        Update.objects.create(
            action=action, text="Done", status="in-progress", token=uuid.uuid4(), posted_at=told_at + days * DAY
        )


def test_medians_by_rung_with_their_bases(world: World, signed_in: SignedIn) -> None:
    remind_and_update(world, "kirklees", "action-late", actions=3, days=2)
    remind_and_update(world, "kirklees", "action-near", actions=2, days=1)

    page = words(signed_in("head").get("/insight/reminders/"))

    assert "0 of 5 updates came without a reminder." in page
    assert "To the owner, 1 working day after the date" in page
    assert "2 days" in page
    assert "Fewer than 3 updates" in page
    assert '<svg class="app-picture__drawing"' not in page  # one rung is a sentence


def test_three_rungs_make_a_picture_with_the_same_figures(world: World, signed_in: SignedIn) -> None:
    for rung in ("action-near", "action-late", "action-head"):
        remind_and_update(world, "kirklees", rung, actions=3, days=2)

    page = words(signed_in("head").get("/insight/reminders/"))

    assert 'role="img" aria-labelledby="effect-title effect-summary"' in page
    assert page.count(">2 days<") == 6  # in the picture and in the table


@pytest.mark.parametrize(
    ("person", "query", "expected"),
    [
        ("head", "", "0 of 3 updates"),
        ("other_head", "", "0 of 4 updates"),
        ("national", "", "0 of 7 updates"),
        ("national", "?pdu=wigan", "0 of 4 updates"),
        ("national", "?region=yorkshire", "0 of 3 updates"),
        ("national", "?weeks=4", "0 of 3 updates"),
        ("national", "?weeks=nonsense", "0 of 7 updates"),
        ("head", "?pdu=wigan", "Fewer than 3 updates were posted"),
        ("roleless", "", "Fewer than 3 updates were posted"),
    ],
)
def test_each_sees_the_figures_of_their_own_area(
    world: World, signed_in: SignedIn, person: str, query: str, expected: str
) -> None:
    remind_and_update(world, "kirklees", "action-late", actions=3, days=2)
    remind_and_update(world, "wigan", "action-late", actions=4, days=2, ago=40)
    client = Client()
    if person == "roleless":
        client.force_login(type(world.people["head"]).objects.create_user("roleless@example.org", "Somebody"))
    else:
        client = signed_in(person)

    assert expected in words(client.get(f"/insight/reminders/{query}"))


def test_nothing_sent_says_so(world: World, signed_in: SignedIn) -> None:
    assert "No reminder was sent about these actions in this period." in words(
        signed_in("head").get("/insight/reminders/")
    )


def test_the_workbook_has_the_rows_of_the_table(world: World, signed_in: SignedIn) -> None:
    remind_and_update(world, "kirklees", "action-late", actions=3, days=2)

    answer: Any = signed_in("head").get("/insight/reminders.xlsx?weeks=26")

    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as book:
        rows, about = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert "To the owner, 1 working day after the date" in rows
    assert "2 days" in rows
    assert "Last 26 weeks" in about


def test_it_asks_the_same_for_any_number(world: World, signed_in: SignedIn, django_assert_max_num_queries: Any) -> None:
    remind_and_update(world, "kirklees", "action-late", actions=30, days=2)
    client = signed_in("national")

    with django_assert_max_num_queries(12):
        client.get("/insight/reminders/")


def test_the_index_leads_here(world: World, signed_in: SignedIn) -> None:
    assert 'href="/insight/reminders/"' in words(signed_in("head").get("/insight/"))

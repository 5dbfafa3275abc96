"""A session that ends in the middle of a form loses no word, and gives them back to their writer alone."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories.world import NOW, PASSWORD, World
from tracker.models import FormDraft, Session, Update

SignedIn = Callable[[str], Client]
WORDS = "nine hundred characters " * 37


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


def address(world: World) -> str:
    return f"/actions/{world.actions['kirklees'].ref}/update/"


def sign_in(client: Client, email: str) -> None:
    client.post("/sign-in/", {"email": email, "password": PASSWORD})


def answers(**changes: str) -> dict[str, str]:
    token = "00000000-0000-0000-0000-000000000001"
    return {
        "status": "in-progress",
        "text": WORDS,
        "version": "1",
        "token": token,
        "new_due_on": "",
        "reason": "",
    } | changes


@pytest.fixture
def interrupted(world: World, clock: time_machine.Traveller) -> Client:
    """The head's browser, after an update was sent 40 minutes late."""
    client = Client()
    sign_in(client, "head@example.org")
    client.get(address(world))
    clock.shift(timedelta(minutes=40))
    answer = client.post(address(world), answers())
    assert answer.headers["Location"].startswith("/sign-in/?next=/actions/")
    return client


def test_nothing_is_saved_by_somebody_who_is_signed_out(interrupted: Client) -> None:
    assert not Update.objects.exists()
    assert FormDraft.objects.count() == 1


def test_after_signing_in_the_words_stand_in_the_form(interrupted: Client, world: World) -> None:
    sign_in(interrupted, "head@example.org")

    page = interrupted.get(address(world)).content.decode()

    assert WORDS.strip() in page
    assert "You were signed out while you were writing" in page
    assert 'value="in-progress" checked' in " ".join(page.split())


def test_sending_them_again_saves_them_and_forgets_what_was_kept(interrupted: Client, world: World) -> None:
    sign_in(interrupted, "head@example.org")

    interrupted.post(address(world), answers())

    assert Update.objects.get().text == WORDS.strip()
    assert not FormDraft.objects.exists()


def test_looking_does_not_forget(interrupted: Client, world: World) -> None:
    sign_in(interrupted, "head@example.org")

    for _ in range(2):
        page = interrupted.get(address(world)).content.decode()

    assert WORDS.strip() in page


def test_somebody_else_at_the_same_browser_does_not_see_them(interrupted: Client, world: World) -> None:
    sign_in(interrupted, "lead@example.org")

    page = interrupted.get(address(world)).content.decode()

    assert "nine hundred characters" not in page


def test_the_limit_of_eight_hours_keeps_them_too(world: World, clock: time_machine.Traveller) -> None:
    client = Client()
    sign_in(client, "head@example.org")
    for _ in range(17):
        clock.shift(timedelta(minutes=29))
        client.get("/")
    clock.shift(timedelta(minutes=20))

    client.post(address(world), answers())

    assert FormDraft.objects.get().person == world.people["head"]


@pytest.mark.parametrize("cookie", ["", "made-up-key", "x" * 5000])
def test_a_stranger_keeps_nothing(world: World, cookie: str) -> None:
    client = Client()
    client.cookies["sessionid"] = cookie

    client.post(address(world), answers())

    assert not FormDraft.objects.exists()


def test_somebody_disabled_meanwhile_keeps_nothing(interrupted: Client, world: World) -> None:
    FormDraft.objects.all().delete()
    world.people["head"].is_active = False
    world.people["head"].save()

    interrupted.post(address(world), answers())

    assert Session.objects.exists()
    assert not FormDraft.objects.exists()


def test_passwords_and_tokens_of_the_form_are_not_kept(interrupted: Client) -> None:
    assert not {"csrfmiddlewaretoken", "password"} & set(FormDraft.objects.get().answers)

"""`manage.py add_person`: an account that can sign in, or nothing at all."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories.world import World
from tracker.models import Membership, Person, PostHolder
from tracker.notifications.models import Message

PASSWORD = "correct horse battery staple"


def add(monkeypatch: pytest.MonkeyPatch, *arguments: str, password: str = PASSWORD) -> str:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("add_person", *arguments, stdout=out)
    return out.getvalue()


NEW = ("new@example.org", "New Head", "--role", "head-of-pdu", "--organisation")


def test_the_person_can_sign_in_and_holds_role_and_post(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    said = add(monkeypatch, *NEW, "leeds", "--post", "Deputy Head of PDU")

    answer = Client().post("/sign-in/", {"email": "new@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert said.startswith("New Head can sign in as new@example.org: Head of PDU for Leeds PDU.\n")
    assert Membership.objects.get(person__name="New Head").organisation.slug == "leeds"
    assert PostHolder.objects.get(person__name="New Head").post.title == "Deputy Head of PDU"


def test_the_person_is_invited_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    said = add(monkeypatch, *NEW, "leeds")

    assert "An invitation goes to that address. The password is not in it.\n" in said
    assert Message.objects.get().person == Person.objects.get(email="new@example.org")


@pytest.mark.parametrize(
    ("organisation", "post", "password", "words"),
    [
        ("nowhere", "", PASSWORD, "There is no organisation 'nowhere'"),
        ("leeds", "Head of PDU", PASSWORD, "holds the post"),
        ("leeds", "", "short", "too short"),
    ],
)
def test_what_is_refused_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, organisation: str, post: str, password: str, words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        add(monkeypatch, *NEW, organisation, *(["--post", post] if post else []), password=password)

    assert not Person.objects.filter(email="new@example.org").exists()
